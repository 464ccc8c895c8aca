package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.World;

/** The storage system's part on a node: brings a pod's volumes there and takes them away. */
public interface Mounting {

    /** Tries to mount what is missing; false while something still is. */
    boolean mounted(World world, ObjectNode pod);

    void unmount(World world, ObjectNode pod);
}

package dev.sentinel.lab.servers;

import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Health;
import dev.sentinel.lab.world.kubernetes.Program;

/** A server that runs in a container or on a host: asked every five seconds how it fares, and at any time over HTTP. */
interface Server {

    /** Lives up to now and says how it fares; a run that was not seen before is a new process. */
    Health health(World world, Program.Run run);

    /** Asked only while its process lives. */
    Answered answer(World world, Asked asked);
}

package dev.sentinel.lab.servers;

import dev.sentinel.lab.world.VolumeFiles;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Program;
import java.util.Optional;

/** The volume that a server keeps its data on: the lab's servers have one each. */
final class Mounted {

    private Mounted() {}

    static Optional<String> volume(Program.Run run) {
        return run.volumes().values().stream().findFirst();
    }

    static Optional<VolumeFiles> files(World world, Program.Run run) {
        return volume(run).map(volume -> world.devices().opened(volume));
    }
}

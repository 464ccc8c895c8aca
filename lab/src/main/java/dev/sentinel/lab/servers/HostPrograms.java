package dev.sentinel.lab.servers;

import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Health;
import dev.sentinel.lab.world.kubernetes.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Servers that run on a host beside any cluster, as a unit or an allocation, with a volume of their own: started, stopped, and
 * started again when they end. What they print is in the host's log under the program's name.
 */
public final class HostPrograms {

    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration RESTART = Duration.ofSeconds(1);

    private record Running(Program program, String name, String volume, Instant startedAt, int restarts, long turn) {}

    private final Map<String, Program> programs;
    private final Map<String, Running> hosts = new TreeMap<>();
    private long turns;

    HostPrograms(Map<String, Program> programs) {
        this.programs = programs;
    }

    /** Starts a program of the lab on a host, one for each; its data is on this volume or LUN. */
    public void start(World world, String host, String name, String volume) {
        Program program = programs.get(name);
        if (program == null) {
            throw new Refused(
                    Refused.Reason.NOT_FOUND,
                    "the lab has no program \"%s\"; it has %s".formatted(name, programs.keySet()));
        }
        if (hosts.containsKey(host)) {
            throw new Refused(
                    Refused.Reason.ALREADY_EXISTS,
                    "%s runs %s already".formatted(host, hosts.get(host).name()));
        }
        if (world.devices().find(volume).isEmpty()) {
            throw new Refused(
                    Refused.Reason.NOT_FOUND, "there is no volume \"%s\"; add it as a lun first".formatted(volume));
        }
        run(world, host, new Running(program, name, volume, world.now(), 0, turns++));
    }

    /** Ends it, for as long as nobody starts it again. */
    public void stop(String host) {
        if (hosts.remove(host) == null) {
            throw new Refused(Refused.Reason.NOT_FOUND, "no program of the lab runs on \"%s\"".formatted(host));
        }
    }

    private void run(World world, String host, Running running) {
        hosts.put(host, running);
        look(world, host, running);
    }

    private void look(World world, String host, Running running) {
        Running now = hosts.get(host);
        if (now == null || now.turn() != running.turn()) {
            return;
        }
        Health health = running.program()
                .health(
                        world,
                        new Program.Run(
                                "",
                                host,
                                host + "/" + running.turn(),
                                running.name(),
                                running.startedAt(),
                                running.restarts(),
                                Map.of("data", running.volume())));
        if (health instanceof Health.Exits) {
            world.after(RESTART, () -> {
                if (running.equals(hosts.get(host))) {
                    run(
                            world,
                            host,
                            new Running(
                                    running.program(),
                                    running.name(),
                                    running.volume(),
                                    world.now(),
                                    running.restarts() + 1,
                                    running.turn()));
                }
            });
            return;
        }
        world.after(POLL, () -> look(world, host, running));
    }
}

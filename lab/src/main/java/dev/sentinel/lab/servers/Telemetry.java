package dev.sentinel.lab.servers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sentinel.lab.world.Missing;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Health;
import dev.sentinel.lab.world.kubernetes.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** All telemetry servers of a world, by where they run: as the programs of pods, and as those who answer for them. */
public final class Telemetry {

    /** The name of the program in a pod's annotation, and of its container. */
    public static final String PROMETHEUS = "prometheus";

    /** A living process is asked every five seconds how it fares; one that was not is no more, or its machine is away. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(6);

    private record Attended(Server server, Instant seen, boolean lives) {}

    private final Map<Place, Attended> servers = new TreeMap<>();

    private final Map<String, Program> programs = new TreeMap<>();

    public Telemetry() {
        programs.put(PROMETHEUS, program(PROMETHEUS, () -> new PrometheusServer(this::tellAlertmanagers)));
    }

    /** What to give a cluster, so that pods find these programs by name. */
    public Map<String, Program> programs() {
        return Collections.unmodifiableMap(programs);
    }

    /** What the server at a place answers; nothing when no process lives there. */
    public Optional<Answered> answer(World world, Place place, Asked asked) {
        return Optional.ofNullable(servers.get(place))
                .filter(each -> lives(world, each))
                .map(each -> each.server().answer(world, asked));
    }

    /** Whether the program of a pod is one of these servers. */
    boolean serves(String program) {
        return programs.containsKey(program);
    }

    /** The places where a process lives now. */
    public List<Place> living(World world) {
        return servers.entrySet().stream()
                .filter(each -> lives(world, each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The server of that kind at a place, or a refusal that names those there are. */
    <S extends Server> S known(Place place, Class<S> kind, String called) {
        return at(place)
                .filter(kind::isInstance)
                .map(kind::cast)
                .orElseThrow(() -> Missing.of(
                        called,
                        place.toString(),
                        servers.entrySet().stream()
                                .filter(each -> kind.isInstance(each.getValue().server()))
                                .map(each -> each.getKey().toString())
                                .toList()));
    }

    private Optional<Server> at(Place place) {
        return Optional.ofNullable(servers.get(place)).map(Attended::server);
    }

    /** Containers of other names, such as a reloader, run steadily beside the server. */
    private Program program(String container, Supplier<Server> maker) {
        return (world, run) -> {
            if (!run.container().equals(container)) {
                return new Health.Ready();
            }
            Place place = new Place(run.namespace(), run.pod());
            Server server = at(place).orElseGet(maker);
            Health health = server.health(world, run);
            servers.put(place, new Attended(server, world.now(), !(health instanceof Health.Exits)));
            return health;
        };
    }

    private static boolean lives(World world, Attended attended) {
        return attended.lives() && !attended.seen().plus(SIGN_OF_LIFE).isBefore(world.now());
    }

    private void tellAlertmanagers(World world, ArrayNode alerts) {
        // Nobody listens yet.
    }
}

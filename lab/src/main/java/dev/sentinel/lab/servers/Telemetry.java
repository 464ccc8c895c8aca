package dev.sentinel.lab.servers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sentinel.lab.world.Missing;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Health;
import dev.sentinel.lab.world.kubernetes.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All telemetry servers of a world, by where they run: as the programs of pods and hosts, and as those who answer for them. */
public final class Telemetry {

    /** The names of the programs, in a pod's annotation and as the name of its container. */
    public static final String PROMETHEUS = "prometheus";

    public static final String LOKI = "loki";
    public static final String ALERTMANAGER = "alertmanager";
    public static final String VICTORIA_METRICS = "victoria-metrics";

    /** As many servers are remembered; of those that live no more, the first by name are forgotten. */
    static final int MOST = 200;

    /** A living process is asked every five seconds how it fares; one that was not is no more, or its machine is away. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(6);

    private record Attended(Server server, Instant seen, boolean lives) {}

    private final Map<Place, Attended> servers = new TreeMap<>();
    private final Map<String, Program> programs = new TreeMap<>();
    private final HostPrograms hosts = new HostPrograms(programs);
    private Optional<Letter.Receiver> receiver = Optional.empty();

    public Telemetry() {
        programs.put(PROMETHEUS, program(PROMETHEUS, () -> new PrometheusServer(this::tellAlertmanagers)));
        programs.put(LOKI, program(LOKI, LokiServer::new));
        programs.put(ALERTMANAGER, program(ALERTMANAGER, () -> new AlertmanagerServer(() -> receiver)));
        programs.put(VICTORIA_METRICS, program(VICTORIA_METRICS, VictoriaServer::new));
    }

    /** The names there are. */
    public static List<String> names() {
        return List.of(ALERTMANAGER, LOKI, PROMETHEUS, VICTORIA_METRICS);
    }

    /** What to give a cluster, so that pods find these programs by name. */
    public Map<String, Program> programs() {
        return Collections.unmodifiableMap(programs);
    }

    /** Servers on hosts, outside the cluster. */
    public HostPrograms hosts() {
        return hosts;
    }

    /** Where the Alertmanagers send their notifications from now on. */
    public void alertsGoTo(Letter.Receiver to) {
        receiver = Optional.of(to);
    }

    /** What the server at a place answers; nothing when no process lives there. */
    public Optional<Answered> answer(World world, Place place, Asked asked) {
        return Optional.ofNullable(servers.get(place))
                .filter(each -> lives(world, each))
                .map(each -> each.server().answer(world, asked));
    }

    /** The notifications that wait; whoever takes one says what became of it. */
    public List<Letter> letters(World world) {
        List<Letter> letters = new ArrayList<>();
        servers.forEach((place, each) -> {
            if (each.server() instanceof AlertmanagerServer alertmanager && lives(world, each)) {
                alertmanager.letter(world.now(), place).ifPresent(letters::add);
            }
        });
        return letters;
    }

    /** A receiver took a notification, or did not, and how it said so. */
    public void sent(World world, Letter letter, boolean taken, String how) {
        at(letter.from())
                .filter(AlertmanagerServer.class::isInstance)
                .ifPresent(each -> ((AlertmanagerServer) each).sent(world, taken, how));
    }

    /** Whether the program of a pod is one of these servers. */
    boolean serves(String program) {
        return programs.containsKey(program);
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
            forgetTheDead(world);
            return health;
        };
    }

    private void forgetTheDead(World world) {
        if (servers.size() > MOST) {
            Stream<Place> dead = servers.entrySet().stream()
                    .filter(each -> !lives(world, each.getValue()))
                    .map(Map.Entry::getKey);
            dead.findFirst().ifPresent(servers::remove);
        }
    }

    private static boolean lives(World world, Attended attended) {
        return attended.lives() && !attended.seen().plus(SIGN_OF_LIFE).isBefore(world.now());
    }

    private void tellAlertmanagers(World world, ArrayNode alerts) {
        servers.values().stream()
                .filter(each -> lives(world, each))
                .map(Attended::server)
                .filter(AlertmanagerServer.class::isInstance)
                .forEach(each -> {
                    Answered unused = ((AlertmanagerServer) each).receive(world.now(), alerts);
                });
    }
}

package dev.sentinel.collectors.web;

import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Collecting;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.Engagement;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches servers of one kind: those that were named, and those that a census finds. */
public final class ServerCollector<T, S> implements Collector {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCollector.class);
    private static final Rhythm CENSUS = new Rhythm(Duration.ofMinutes(1), Duration.ofSeconds(30));
    private static final String FINDING = "discovery";

    private final String name;
    private final Plan<T> plan;
    private final Round<T, S> round;

    /**
     * Which servers, and how often.
     *
     * @param reach CLUSTER when the servers are reached alike from everywhere, so that one instance asks; HOST for servers that
     *     only this machine reaches
     * @param servers those that a person named
     * @param census finds more of them, once a minute
     * @param rhythm how often each is asked, and how long one round may take
     * @param most servers that are watched at once, at most 400; each costs a thread
     */
    public record Plan<T>(Reach reach, List<Watched<T>> servers, Optional<Census<T>> census, Rhythm rhythm, int most) {
        private static final int MOST = 400;

        public Plan {
            servers = List.copyOf(servers);
            if (most < 1 || most > MOST || servers.size() > most) {
                throw new IllegalArgumentException(
                        "1 to %d servers, and %d were named".formatted(MOST, servers.size()));
            }
        }

        /** Named servers, asked every 15 seconds. */
        public static <T> Plan<T> of(Reach reach, List<Watched<T>> servers) {
            return new Plan<>(
                    reach, servers, Optional.empty(), new Rhythm(Duration.ofSeconds(15), Duration.ofSeconds(25)), 200);
        }
    }

    /** The name is that of the collector, and of the scope of the edges it tells. */
    public ServerCollector(String name, Plan<T> plan, Round<T, S> round) {
        this.name = name;
        this.plan = plan;
        this.round = round;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reach reach() {
        return plan.reach();
    }

    @Override
    public void open(Desk desk) {
        Web web = new Web();
        desk.closes(web::close);
        Room room = new Room(desk, web);
        room.seat(plan.servers());
        plan.census().ifPresent(census -> {
            Ref self = Collecting.self(this, desk.witness());
            Source source = new Source(FINDING, "the list of servers", self);
            desk.poll(source, CENSUS, () -> room.found(census.take(desk.now()), self));
        });
    }

    @Override
    public List<Check> examine() {
        try (Web web = new Web()) {
            List<Watched<T>> all = new ArrayList<>(plan.servers());
            List<Check> checks = new ArrayList<>();
            if (plan.census().isPresent()) {
                checks.add(examined(plan.census().get(), all));
            }
            checks.addAll(new Examination(web, round.pages()).of(all));
            return checks;
        }
    }

    private Check examined(Census<T> census, List<Watched<T>> all) {
        String source = name + " " + FINDING;
        try {
            List<Watched<T>> found = census.take(Instant.EPOCH);
            all.addAll(found.subList(0, Math.min(found.size(), plan.most())));
            return found.size() > plan.most()
                    ? Check.noteworthy(
                            source, "%d servers, of which %d are watched".formatted(found.size(), plan.most()))
                    : Check.readable(source, found.size() + " servers found");
        } catch (IOException e) {
            return Check.unreadable(source, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Check.unreadable(source, "interrupted");
        }
    }

    /** The servers that are watched from one desk. Called by the thread that opens it, then by the census's. */
    private final class Room {
        private final Desk desk;
        private final Web web;
        private final Map<String, Seated<T>> seated = new LinkedHashMap<>();
        private boolean full;
        private boolean compared;

        Room(Desk desk, Web web) {
            this.desk = desk;
            this.web = web;
        }

        void seat(List<Watched<T>> servers) {
            for (Watched<T> server : servers) {
                if (seated.size() < plan.most()) {
                    Source source = new Source(server.name(), server.site().toString(), server.ref());
                    var watch = new ServerWatch<>(desk, web, round, server, scope());
                    seated.put(server.name(), new Seated<>(server, desk.poll(source, plan.rhythm(), watch)));
                }
            }
        }

        /** The named ones stay whatever is found. */
        void found(List<Watched<T>> found, Ref self) throws IOException, InterruptedException {
            Map<String, Watched<T>> wanted = new LinkedHashMap<>();
            plan.servers().forEach(server -> wanted.put(server.name(), server));
            found.forEach(server -> wanted.putIfAbsent(server.name(), server));
            if (wanted.size() > plan.most() && !full) {
                full = true;
                LOG.atWarn()
                        .addKeyValue("collector", name)
                        .addKeyValue("found", wanted.size())
                        .addKeyValue("watched", plan.most())
                        .log("more servers than are watched; raise the limit or name those that matter");
            }
            forgetTheGone(wanted.keySet(), self);
            for (Seated<T> each : List.copyOf(seated.values())) {
                Watched<T> now = wanted.get(each.server().name());
                if (now == null) {
                    leave(each, self);
                } else if (now.equals(each.server())) {
                    wanted.remove(now.name());
                } else {
                    each.watching().close();
                    seated.remove(now.name());
                }
            }
            seat(List.copyOf(wanted.values()));
        }

        private void leave(Seated<T> gone, Ref self) throws IOException, InterruptedException {
            gone.watching().close();
            seated.remove(gone.server().name());
            end(ServerWatch.edgesKey(gone.server()), self);
        }

        /** Those that went while nobody watched. */
        private void forgetTheGone(Set<String> wanted, Ref self) throws IOException, InterruptedException {
            if (!compared) {
                for (String key : desk.memory()
                        .recallAll(ServerWatch.EDGES_OF, ServerWatch.EDGES)
                        .keySet()) {
                    if (!wanted.contains(key.substring(ServerWatch.EDGES_OF.length()))) {
                        end(key, self);
                    }
                }
                compared = true;
            }
        }

        /** What the server held stays known: it may come back in a fresh pod, with an empty disk. */
        private void end(String key, Ref self) throws IOException, InterruptedException {
            List<Edge> edges = desk.memory().recall(key, ServerWatch.EDGES).orElse(List.of());
            Telling telling = new Telling(desk.facts(), desk.now());
            var unused = telling.links(scope(), self, edges, List.of());
            desk.tell(telling.events());
            desk.memory().forget(List.of(key));
        }

        private String scope() {
            return name + ".server";
        }
    }

    private record Seated<T>(Watched<T> server, Engagement watching) {}
}

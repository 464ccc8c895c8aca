package dev.sentinel.lab.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Logs;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Health;
import dev.sentinel.lab.world.kubernetes.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** An Alertmanager 0.28: alerts, silences, and one group of alerts that it tells a webhook of (telemetry page 6.3). */
final class AlertmanagerServer implements Server {

    /** A posted alert without an end ends so much later. */
    private static final Duration RESOLVE_TIMEOUT = Duration.ofMinutes(5);

    private final Supplier<Optional<Letter.Receiver>> receiver;
    private final Silences silences = new Silences();
    private String pod = "";
    private String identity = "";
    private Instant startedAt = Instant.EPOCH;
    private HeldAlerts alerts = new HeldAlerts();
    private AlertGroup group = new AlertGroup();
    private Optional<Logs.Source> source = Optional.empty();

    AlertmanagerServer(Supplier<Optional<Letter.Receiver>> receiver) {
        this.receiver = receiver;
    }

    @Override
    public Health health(World world, Program.Run run) {
        String is = run.uid() + "/" + run.restarts();
        if (!identity.equals(is)) {
            identity = is;
            startedAt = world.now();
            // What fires comes again by itself; silences are kept on the pod's own disk.
            alerts = new HeldAlerts();
            group = new AlertGroup();
            if (!pod.equals(run.uid())) {
                silences.clear();
                pod = run.uid();
            }
            source = Optional.of(new Logs.Source(run.namespace(), run.pod(), run.container()));
            say(
                    world,
                    LogLine.slog(
                            world.now(),
                            "INFO",
                            "main.go:188",
                            "msg",
                            "Starting Alertmanager",
                            "version",
                            "(version=0.28.1, branch=HEAD)"));
        }
        group.tick(world.now(), alerts, silences, receiver.get());
        alerts.forget(world.now());
        return new Health.Ready();
    }

    /** What waits to be sent now; each is handed out once, until it is said what became of it. */
    Optional<Letter> letter(Instant now, Place own) {
        return group.letter(now, own);
    }

    /** The receiver took it, or did not. */
    void sent(World world, boolean taken, String how) {
        group.sent(world.now(), taken, how).ifPresent(line -> say(world, line));
    }

    /** Alerts as clients post them; a wrong one turns all away. */
    Answered receive(Instant now, JsonNode posted) {
        if (!posted.isArray()) {
            return Answered.json(400, Tree.value("body must be a list of alerts"));
        }
        for (JsonNode each : posted) {
            if (each.path("labels").isEmpty()
                    || Tree.names(each, "labels").stream().anyMatch(String::isBlank)) {
                return Answered.json(400, Tree.value("alert without labels"));
            }
        }
        posted.forEach(each -> alerts.put(now, each, RESOLVE_TIMEOUT));
        return Answered.text(200, "");
    }

    @Override
    public Answered answer(World world, Asked asked) {
        Instant now = world.now();
        if (asked.path().startsWith("/api/v2/silence/")) {
            return silence(now, asked, asked.path().substring("/api/v2/silence/".length()));
        }
        return switch (asked.path()) {
            case "/-/ready", "/-/healthy" -> Answered.text(200, "OK");
            case "/metrics" -> metrics(now);
            case "/api/v2/status" -> status();
            case "/api/v2/alerts" ->
                asked.gets()
                        ? Answered.json(200, listed(now, asked))
                        : Bodies.read(asked.body())
                                .map(body -> receive(now, body))
                                .orElseGet(() -> Answered.json(400, Tree.value("parsing body failed")));
            case "/api/v2/silences" ->
                asked.gets()
                        ? Answered.json(200, silences.listed(now))
                        : Bodies.read(asked.body())
                                .map(body -> silences.post(now, body, world.dice()))
                                .orElseGet(() -> Answered.json(400, Tree.value("parsing body failed")));
            default -> Answered.nothingThere();
        };
    }

    private Answered silence(Instant now, Asked asked, String id) {
        if (asked.method().equals("DELETE")) {
            return silences.expire(now, id)
                    ? Answered.text(200, "")
                    : Answered.json(404, Tree.value("silence " + id + " not found"));
        }
        return silences.one(now, id)
                .map(found -> Answered.json(200, found))
                .orElseGet(() -> Answered.json(404, Tree.value("silence " + id + " not found")));
    }

    private ArrayNode listed(Instant now, Asked asked) {
        Predicate<List<String>> wanted = by -> by.isEmpty() ? on(asked, "active") : on(asked, "silenced");
        ArrayNode list = Tree.list();
        alerts.firing(now).forEach(each -> {
            List<String> by = silences.muting(now, each.labels());
            if (wanted.test(by)) {
                ObjectNode alert = each.json();
                alert.set("receivers", Tree.list(Tree.of("name", AlertGroup.RECEIVER)));
                alert.set(
                        "status",
                        Tree.of(
                                "state",
                                by.isEmpty() ? "active" : "suppressed",
                                "silencedBy",
                                by,
                                "inhibitedBy",
                                Tree.list(),
                                "mutedBy",
                                Tree.list()));
                list.add(alert);
            }
        });
        return list;
    }

    private static boolean on(Asked asked, String flag) {
        return !asked.asked(flag).equals("false");
    }

    private Answered status() {
        return Answered.json(
                200,
                Tree.of(
                        "cluster", Tree.of("status", "disabled", "peers", Tree.list()),
                        "versionInfo", Tree.of("version", "0.28.1", "branch", "HEAD"),
                        "config", Tree.of("original", "route:\n  receiver: " + AlertGroup.RECEIVER + "\n"),
                        "uptime", startedAt));
    }

    private Answered metrics(Instant now) {
        List<HeldAlerts.Held> firing = alerts.firing(now);
        long muted = firing.stream()
                .filter(each -> !silences.muting(now, each.labels()).isEmpty())
                .count();
        return new Page()
                .gauge("process_start_time_seconds", startedAt.getEpochSecond())
                .gauge("alertmanager_alerts", firing.size() - muted, "state", "active")
                .gauge("alertmanager_alerts", muted, "state", "suppressed")
                .counter("alertmanager_notifications_total", group.sentCount(), "integration", "webhook")
                .counter("alertmanager_notifications_failed_total", group.failedCount(), "integration", "webhook")
                .answer();
    }

    private void say(World world, String line) {
        source.ifPresent(from -> world.logs().print(from, line));
    }
}

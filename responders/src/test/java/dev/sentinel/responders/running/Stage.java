package dev.sentinel.responders.running;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.proto.Contract;
import dev.sentinel.proto.EventIds;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.approvals.Role;
import dev.sentinel.responders.audit.Notary;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.books.PlanListener;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.QuarantineBook;
import dev.sentinel.responders.execution.Means;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.plan.Planner;
import dev.sentinel.responders.policy.Policy;
import dev.sentinel.responders.policy.PolicyReader;
import dev.sentinel.responders.policy.Reading;
import dev.sentinel.responders.quarantine.Gate;
import dev.sentinel.responders.runbooks.RunbookReader;
import dev.sentinel.responders.runbooks.RunbookSet;
import dev.sentinel.responders.runbooks.Vocabulary;
import dev.sentinel.responders.trial.Worlds;
import dev.sentinel.transport.receive.EventReceiver;
import dev.sentinel.transport.receive.IncidentReceiver;
import dev.sentinel.transport.receive.Memory;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.transport.store.Leases;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.ActorKind;
import dev.sentinel.v1.ApprovePlanRequest;
import dev.sentinel.v1.Confidence;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.RunbookMatch;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A responder without threads of its own, on a real store: time passes as the test says. */
final class Stage implements AutoCloseable {

    static final Contract CONTRACT = new Contract();
    static final Set<Role> APPROVERS = Set.of(Role.APPROVER);
    static final String AUTO = """
            policy: eager
            version: "1"
            bounds: {node_share: 0.5, cool_down: 1s}
            rules:
              - {rule: all, mode: auto}
            """;
    static final String APPROVE = AUTO.replace("mode: auto", "mode: approve");
    static final String SHADOW = AUTO.replace("mode: auto", "mode: shadow");
    static final String TWO_STEPS = """
            runbook: two-switches
            version: "1"
            title: "Two switches on {pivot}"
            summary: "Turns two switches."
            answers: {patterns: ["*"], pivots: ["*"]}
            steps:
              - step: no-copies
                phase: stop
                action: longhorn.node.scheduling.off
                on: longhorn-node
                say: "no copies on {target}"
                expect: {say: "it is off", when: 'facts.allowScheduling == "false"', within: 2m}
              - step: no-pods
                phase: stop
                action: kubernetes.node.cordon
                on: node
                say: "no pods on {target}"
                after: [no-copies]
                expect: {say: "it is cordoned", when: 'facts.cordoned == "true"', within: 2m, hold: 10s}
            """;

    final Store store;
    final Books books;
    final Responses responses;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final IncidentReceiver receiver;
    final Tenure.Parts parts;
    final Settings settings;
    private final HandClock time;

    Stage(StoreConfig place, Path folder, Clock clock, HandClock time, Lab lab, Rules rules) {
        this(place, folder, clock, time, lab, () -> rules);
    }

    Stage(StoreConfig place, Path folder, Clock clock, HandClock time, Lab lab, Supplier<Rules> inForce) {
        this.time = time;
        this.store = Store.open(place, clock);
        this.settings = new Settings(
                "one",
                Duration.ofSeconds(15),
                folder.resolve("pause"),
                List.of(),
                new Settings.Proof(
                        folder.resolve("audit.key"),
                        folder.resolve("elsewhere").resolve("checkpoints.jsonl"),
                        new Notary.Pace(Duration.ofMinutes(5), 20)),
                new Settings.Isolation("quarantine-it", true, Duration.ofDays(2), Gate.USUAL),
                Duration.ofDays(30));
        this.books = Responses.books(store, PlanListener.nobody());
        var world = new World(lab.catalog(), Map.of("lab", lab), Guards.shipped());
        Means means = Responses.means(world, settings, inForce);
        var meters = new Meters(registry);
        this.parts = Tenure.parts(books, means, meters, settings, inForce);
        this.responses = new Responses(books, parts.casework(), settings, inForce, () -> {}, meters::unproven);
        this.receiver = new IncidentReceiver(
                EventReceiver.Settings.of("responder"),
                new IncidentReceiver.Parts(store, Responder.incidents(), () -> CONTRACT, Memory.of(Duration.ofDays(1))),
                clock);
    }

    static Rules rules(Lab lab, String policy, String... runbooks) {
        var declarations = lab.catalog().all().stream().map(Action::declaration).toList();
        var vocabulary = new Vocabulary(declarations, Guards.shipped().names(), Routes.AWAITED_KINDS);
        TreeMap<String, String> files = new TreeMap<>();
        for (String text : runbooks) {
            files.put(text.lines().findFirst().orElseThrow().replace("runbook: ", "") + ".yaml", text);
        }
        RunbookSet set = switch (RunbookSet.read(new RunbookReader(vocabulary), files)) {
            case RunbookSet.Outcome.Good good -> good.set();
            case RunbookSet.Outcome.Bad bad -> throw new AssertionError(bad.problems());
        };
        Policy inForce = switch (new PolicyReader(List.of(Lab.OFF, Lab.CORDON)).read("p.yaml", policy)) {
            case Reading.Good good -> good.policy();
            case Reading.Bad bad -> throw new AssertionError(bad.problems());
        };
        return new Rules(new Planner(set, vocabulary, Guards.shipped(), inForce), inForce);
    }

    Lease lease() {
        return new Leases(store)
                .acquire("responder", "one", Duration.ofSeconds(15))
                .orElseThrow();
    }

    Tenure tenure() {
        return new Tenure(parts, lease());
    }

    /** Works for so long, leaping over the time in which nothing is due. */
    void play(Tenure tenure, Duration most) {
        var end = time.instant().plus(most);
        while (time.instant().isBefore(end)) {
            Duration rest = tenure.work();
            var due = store.read(sql -> Stream.of(Cases.next(sql), Plans.next(sql), QuarantineBook.next(sql))
                    .flatMap(Optional::stream)
                    .min(Instant::compareTo)
                    .orElse(end));
            var next = time.instant().plus(rest.isZero() ? Duration.ofMillis(1) : rest);
            next = due.isAfter(next) ? due : next;
            time.pass(Duration.between(time.instant(), next.isAfter(end) ? end : next));
        }
        tenure.work();
    }

    void deliver(Incident... incidents) {
        var refused = receiver.accept(List.of(incidents));
        if (!refused.isEmpty()) {
            throw new AssertionError(refused);
        }
    }

    List<Plan> plans() {
        return books.read(sql -> Plans.list(sql, new Plans.Filter("", "", List.of(), false), Plans.Mark.NEWEST, 100));
    }

    Plan plan() {
        List<Plan> plans = plans();
        if (plans.size() != 1) {
            throw new AssertionError("not one plan but " + plans);
        }
        return plans.getFirst();
    }

    /** An event that came from the broker. */
    void hears(Event.Builder event) {
        var now = Timestamps.fromMillis(time.millis());
        if (!event.hasSource()) {
            event.setSource(Source.newBuilder().setCollector("test").setInstance("1"));
        }
        event.setCluster("lab").setOccurredAt(now).setObservedAt(now);
        Event complete = event.setId(EventIds.of(event.build())).build();
        store.writeNow(sql -> {
            Responder.events().apply(sql, List.of(complete));
            return 0;
        });
    }

    static Incident incident(String id, long revision, String node, String... runbooks) {
        Incident.Builder incident = Incident.newBuilder()
                .setId(id)
                .setCluster("lab")
                .setRevision(revision)
                .setPattern("a-pattern")
                .setTitle("Something is wrong with " + node)
                .setState(IncidentState.INCIDENT_STATE_OPEN)
                .setSeverity(Severity.SEVERITY_ERROR)
                .setPivot(Worlds.ref("kubernetes.node/" + node))
                .setBeganAt(Timestamps.fromMillis(1))
                .setUpdatedAt(Timestamps.fromMillis(1))
                .setConfidence(Confidence.newBuilder().setScore(0.9));
        for (String runbook : runbooks) {
            incident.addRunbooks(RunbookMatch.newBuilder().setRunbook(runbook));
        }
        return incident.build();
    }

    static Actor person(String name) {
        return Actor.newBuilder()
                .setKind(ActorKind.ACTOR_KIND_PERSON)
                .setId("person:" + name)
                .build();
    }

    static ApprovePlanRequest yes(Plan plan, String nonce) {
        return ApprovePlanRequest.newBuilder()
                .setPlanId(plan.getId())
                .setPlanHash(plan.getContentHash())
                .setNonce(ByteString.copyFromUtf8(nonce.repeat(16).substring(0, 16)))
                .setValidSeconds(3_600)
                .build();
    }

    @Override
    public void close() {
        store.close();
    }
}

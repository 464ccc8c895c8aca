package dev.sentinel.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.app.Sentinel;
import dev.sentinel.app.build.BuildInfo;
import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.HostPort;
import dev.sentinel.app.config.Loaded;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.config.Surroundings;
import dev.sentinel.app.lifecycle.Running;
import dev.sentinel.app.remote.Remote;
import dev.sentinel.app.wiring.Role;
import dev.sentinel.harness.FreePort;
import dev.sentinel.lab.api.ApiServer;
import dev.sentinel.lab.outside.SlackMessage;
import dev.sentinel.lab.outside.SlackPress;
import dev.sentinel.lab.outside.SlackServer;
import dev.sentinel.lab.stage.Pace;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.stage.VolumeFolders;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.cluster.Cluster;
import dev.sentinel.transport.tempo.Played;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.ApprovePlanRequest;
import dev.sentinel.v1.Confidence;
import dev.sentinel.v1.DeliverIncidentsRequest;
import dev.sentinel.v1.DeliveryResult;
import dev.sentinel.v1.GetPlanRequest;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.ListPlansRequest;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.RunbookMatch;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.WatchPlansRequest;
import dev.sentinel.v1.WatchPlansResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may decide what, through every door of the whole program: commands, gRPC and Slack, on a simulated cluster. Each story has
 * a node of its own; the program is started once.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DecisionCommandsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A plan is checked for half a minute after it was carried out. */
    private static final double SPEED = 10;

    private static final String APPROVE = "sentinel_approve";
    private static final String REJECT = "sentinel_reject";

    private final Path folder;
    private final Stage stage;
    private final Played tempo;
    private final Pace pace;
    private final ApiServer api;
    private final SlackServer slack;
    private final Running running;
    private final HostPort address;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    DecisionCommandsTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        Cluster cluster = Cluster.found(
                11, Instant.now().minus(Duration.ofHours(2)), new VolumeFolders(folder.resolve("volumes")), Map.of());
        IntStream.rangeClosed(1, 12).forEach(i -> cluster.joins("agent-" + i, Map.of()));
        stage = new Stage(cluster.world());
        stage.advance(Instant.now());
        tempo = Tempo.from(stage.now(), SPEED);
        slack = SlackServer.open(tempo.clock(), 0, "#storage");
        api = ApiServer.open(stage, 0);
        pace = Pace.follow(stage, tempo.clock());
        address = new HostPort("127.0.0.1", FreePort.find());
        running = Sentinel.start(configuration(), EnumSet.allOf(Role.class), new BuildInfo("1.2.3", "abc"), tempo);
        await().atMost(PATIENCE).until(running::ready);
    }

    private SentinelConfig configuration() throws IOException {
        for (String each : List.of("asks", "agrees", "both", "looks")) {
            secret(each, "the-word-of-" + each);
        }
        secret("slack", slack.token());
        secret("signing", slack.signingSecret());
        Files.writeString(folder.resolve("policy.yaml"), """
                policy: test
                version: "1"
                bounds: {acts_an_hour: 100, node_share: 0.9, cool_down: 1s}
                rules:
                  - rule: reads
                    tiers: [read]
                    mode: auto
                  - rule: everything-else
                    mode: approve
                """);
        Path file = Files.writeString(folder.resolve("sentinel.yaml"), """
                cluster: home
                data: data
                server: {listen: "%s"}
                broker: {port: 0}
                collectors:
                  api: {url: "%s"}
                responders:
                  policy: policy.yaml
                  people:
                    - {id: asks, roles: [operator], token-file: asks.secret}
                    - {id: agrees, roles: [approver], token-file: agrees.secret, slack: %s}
                    - {id: both, roles: [operator, approver], token-file: both.secret}
                    - {id: looks, token-file: looks.secret, slack: %s}
                  notify:
                    slack: {token-file: slack.secret, channel: "#storage", api: "%s", allow-private: true}
                    slack-signing-file: signing.secret
                """.formatted(
                        address, api.uri(), slack.person("agrees"), slack.person("looks"), slack.api()));
        return switch (new ConfigReader(new Surroundings(folder, Optional.empty())).read(file)) {
            case Loaded.Valid valid -> valid.config();
            case Loaded.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }

    private void secret(String name, String value) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".secret"), value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterAll
    void stop() {
        // What it still waits for is the machine's.
        tempo.speed(1);
        var unused = running.stop();
        pace.close();
        api.close();
        slack.close();
    }

    @Test
    void what_is_only_thought_shows_the_diff_of_the_target_and_changes_nothing() throws Remote.Refusal {
        String incident = happens(1);

        assertThat(run("asks", "plan", incident, "--dry-run")).isZero();

        assertThat(out.toString()).contains("spec.allowScheduling: true -> false", "longhorn.node.scheduling.on");
        assertThat(run("looks", "plan", incident)).isEqualTo(ExitCode.DENIED.number());
        assertThat(err.toString()).contains("looks has no right to do that; it needs the role operator");
        assertThat(run("asks", "plan", "inc-none")).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(allowed(1)).isTrue();
    }

    @Test
    void a_plan_is_carried_out_when_somebody_agrees_who_may_and_is_taken_back_by_hand() throws Remote.Refusal {
        String plan = waiting(happens(2));

        assertThat(run("", "approve", plan)).isEqualTo(ExitCode.DENIED.number());
        var stolen = approval(plan(plan), ByteString.copyFromUtf8("fedcba9876543210"));
        assertThatThrownBy(() -> remote("nobody").ask(stub -> stub.approvePlan(stolen)))
                .hasMessage("the token is nobody's");
        assertThat(run("asks", "approve", plan)).isEqualTo(ExitCode.DENIED.number());
        assertThat(run("agrees", "approve", plan, "--hash", "0".repeat(64))).isEqualTo(ExitCode.DENIED.number());
        assertThat(allowed(2)).isTrue();
        assertThat(audit(plan))
                .contains(
                        "the token is nobody's",
                        "asks has no right to do that; it needs the role approver",
                        "Not accepted");

        assertThat(run("agrees", "approve", plan, "--reason", "it loses copies"))
                .isZero();
        becomes(plan, PlanState.PLAN_STATE_SUCCEEDED);
        assertThat(allowed(2)).isFalse();
        assertThat(run("agrees", "approve", plan)).isEqualTo(ExitCode.DENIED.number());
        assertThat(run("looks", "quarantine", "list")).isZero();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(run("looks", "quarantine", "list")).isZero();
            assertThat(out.toString()).contains("agent-2");
        });

        assertThat(run("asks", "cancel", plan, "--take-back", "--reason", "it was the cable"))
                .isZero();
        await().atMost(PATIENCE).until(() -> allowed(2));
        assertThat(audit(plan)).contains("it loses copies", "it was the cable");
    }

    @Test
    void who_asked_for_a_plan_does_not_approve_it() throws Remote.Refusal {
        assertThat(run("both", "quarantine", "add", "agent-3", "--reason", "a new disk"))
                .isZero();
        String own = about("agent-3");

        assertThat(run("both", "approve", own)).isEqualTo(ExitCode.DENIED.number());

        assertThat(audit(own)).contains("person:both", "Not accepted");
        assertThat(allowed(3)).isTrue();
    }

    @Test
    void an_approval_counts_once_whoever_delivers_it_again() throws Remote.Refusal {
        Plan first = plan(waiting(happens(4)));
        Plan second = plan(waiting(happens(5)));
        ByteString nonce = ByteString.copyFromUtf8("0123456789abcdef");

        remote("agrees").ask(stub -> stub.approvePlan(approval(first, nonce)));

        for (Plan each : List.of(first, second)) {
            assertThatThrownBy(() -> remote("agrees").ask(stub -> stub.approvePlan(approval(each, nonce))))
                    .isInstanceOfSatisfying(
                            Remote.Refusal.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(Remote.Refusal.Kind.DENIED));
        }
        assertThat(audit(second.getId())).contains("Not accepted");
        assertThat(allowed(5)).isTrue();
    }

    @Test
    void who_rejects_says_why_and_the_plan_is_over() throws Remote.Refusal {
        String plan = waiting(happens(6));

        assertThat(run("agrees", "reject", plan)).isEqualTo(ExitCode.USAGE.number());
        assertThat(run("asks", "reject", plan, "--reason", "no")).isEqualTo(ExitCode.DENIED.number());
        assertThat(run("agrees", "reject", plan, "--reason", "the node is gone tomorrow"))
                .isZero();

        assertThat(run("looks", "plans", "show", plan)).isZero();
        assertThat(out.toString()).contains("rejected", "the node is gone tomorrow");
        assertThat(run("agrees", "approve", plan)).isEqualTo(ExitCode.DENIED.number());
        assertThat(allowed(6)).isTrue();
    }

    @Test
    void a_press_in_slack_counts_when_slack_signed_it_just_now_and_its_user_may() throws Exception {
        String plan = waiting(happens(7));
        SlackMessage question = question("agent-7", plan);
        SlackPress press = slack.press(question, APPROVE, "agrees");

        assertThat(send(press.forged())).isEqualTo(401);
        assertThat(send(press.altered("sentinel_approve", "sentinel_reject"))).isEqualTo(401);
        assertThat(send(press.sentAt(tempo.clock().instant().minus(Duration.ofMinutes(6)))))
                .isEqualTo(401);
        assertThat(send(slack.press(question, APPROVE, "stranger"))).isEqualTo(200);
        assertThat(send(slack.press(question, APPROVE, "looks"))).isEqualTo(200);

        assertThat(plan(plan).getState()).isEqualTo(PlanState.PLAN_STATE_WAITING_FOR_APPROVAL);
        assertThat(whispered("stranger")).anyMatch(text -> text.contains("is nobody"));
        assertThat(whispered("looks")).anyMatch(text -> text.contains("needs the role approver"));
        assertThat(audit(plan)).contains("is nobody", "needs the role approver");
        assertThat(run("looks", "audit", "list")).isZero();
        assertThat(out.toString())
                .contains("its signature is not Slack", "is more than 5 minutes from now")
                .doesNotContain(slack.signingSecret());
        assertThat(allowed(7)).isTrue();

        assertThat(send(press)).isEqualTo(200);
        becomes(plan, PlanState.PLAN_STATE_SUCCEEDED);
        assertThat(allowed(7)).isFalse();
        assertThat(send(press)).isEqualTo(200);
        assertThat(whispered("agrees")).anyMatch(text -> text.contains("this question is closed"));
    }

    @Test
    void a_press_of_reject_in_slack_ends_the_plan() throws Exception {
        String plan = waiting(happens(8));

        assertThat(send(slack.press(question("agent-8", plan), REJECT, "agrees")))
                .isEqualTo(200);

        becomes(plan, PlanState.PLAN_STATE_REJECTED);
        assertThat(allowed(8)).isTrue();
    }

    @Test
    void a_person_keeps_a_node_out_and_lets_it_back() throws Remote.Refusal {
        assertThat(run("asks", "quarantine", "add", "agent-9", "--reason", "new disk", "--for", "1h"))
                .isZero();
        assertThat(run("looks", "quarantine", "add", "agent-10", "--reason", "x"))
                .isEqualTo(ExitCode.DENIED.number());
        String plan = about("agent-9");
        assertThat(run("agrees", "approve", plan)).isZero();
        await().atMost(PATIENCE).until(() -> !allowed(9));
        String quarantine = await().atMost(PATIENCE)
                .until(
                        () -> {
                            assertThat(run("looks", "quarantine", "list")).isZero();
                            return out.toString()
                                    .lines()
                                    .filter(line -> line.contains("agent-9"))
                                    .filter(line -> line.contains("watching"))
                                    .map(line -> line.split("\\s+", 2)[0])
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();

        assertThat(run("asks", "quarantine", "release", quarantine, "--reason", "checked by hand"))
                .isZero();

        await().atMost(PATIENCE).until(() -> allowed(9));
        assertThat(run("asks", "quarantine", "add", "no-such-node", "--reason", "x"))
                .isNotZero();
    }

    @Test
    void while_paused_nothing_acts_and_everybody_can_see_it() throws Remote.Refusal {
        String plan = waiting(happens(11));
        assertThat(run("looks", "pause", "--reason", "x")).isEqualTo(ExitCode.DENIED.number());
        assertThat(run("asks", "pause", "--reason", "the rack moves")).isZero();
        try {
            assertThat(run("agrees", "approve", plan)).isZero();
            await().atMost(PATIENCE).until(() -> plan(plan).getStateReason().contains("the rack moves"));
            assertThat(allowed(11)).isTrue();
        } finally {
            assertThat(run("asks", "resume", "--reason", "it stands")).isZero();
        }
        becomes(plan, PlanState.PLAN_STATE_SUCCEEDED);
        assertThat(allowed(11)).isFalse();
    }

    @Test
    void who_follows_plans_sees_each_change_and_the_audit_is_intact_and_can_be_taken_away() throws Exception {
        String plan = waiting(happens(12));
        List<WatchPlansResponse> changes = new ArrayList<>();
        remote("looks").ask(stub -> {
            stub.watchPlans(WatchPlansRequest.getDefaultInstance()).forEachRemaining(changes::add);
            return changes;
        });
        assertThat(changes).anyMatch(each -> each.getPlan().getId().equals(plan));

        assertThat(run("looks", "audit", "verify")).isZero();
        assertThat(out.toString()).contains("intact");
        assertThat(run("", "audit", "export")).isZero();
        assertThat(out.toString()).contains(plan);
        assertThat(run("", "audit", "list")).isEqualTo(ExitCode.DENIED.number());
    }

    /** The programs' own way to hand over an incident when no broker is there; what is wrong with one is said. */
    private String happens(int agent) throws Remote.Refusal {
        String id = "inc-agent-" + agent;
        var result = deliver(incident(id, agent));
        assertThat(result.getAccepted()).as(result.getReason()).isTrue();
        assertThat(deliver(incident(id, agent).toBuilder().setCluster("no good").build())
                        .getAccepted())
                .isFalse();
        return id;
    }

    private DeliveryResult deliver(Incident incident) throws Remote.Refusal {
        var request =
                DeliverIncidentsRequest.newBuilder().addIncidents(incident).build();
        return remote("").ask(stub -> stub.deliverIncidents(request)).getResults(0);
    }

    private Incident incident(String id, int agent) {
        var now = Timestamps.fromMillis(tempo.clock().millis());
        String uid = stage.look(world -> world.store().all(Kinds.NODE).stream()
                .filter(node -> node.path("metadata").path("name").asText().equals("agent-" + agent))
                .map(node -> node.path("metadata").path("uid").asText())
                .findFirst()
                .orElseThrow());
        return Incident.newBuilder()
                .setId(id)
                .setCluster("home")
                .setRevision(1)
                .setState(IncidentState.INCIDENT_STATE_OPEN)
                .setSeverity(Severity.SEVERITY_ERROR)
                .setPattern("new-node-unstable")
                .setTitle("node agent-%d loses copies".formatted(agent))
                .setPivot(Ref.newBuilder()
                        .setKind("kubernetes.node")
                        .setName("agent-" + agent)
                        .setUid(uid))
                .setBeganAt(now)
                .setOpenedAt(now)
                .setUpdatedAt(now)
                .setConfidence(Confidence.newBuilder().setScore(0.9))
                .addRunbooks(RunbookMatch.newBuilder().setRunbook("quarantine-node"))
                .build();
    }

    private String waiting(String incident) {
        return await().atMost(PATIENCE)
                .until(
                        () -> plans(incident).stream()
                                .filter(plan -> plan.getState() == PlanState.PLAN_STATE_WAITING_FOR_APPROVAL)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .getId();
    }

    private String about(String node) {
        return await().atMost(PATIENCE)
                .until(
                        () -> all().stream()
                                .filter(each -> each.getContent().getTitle().contains(node))
                                .map(Plan::getId)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private void becomes(String plan, PlanState state) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Plan now = plan(plan);
            assertThat(now.getState()).as(now.getStateReason()).isEqualTo(state);
        });
    }

    private List<Plan> plans(String incident) throws Remote.Refusal {
        var request = ListPlansRequest.newBuilder().setIncidentId(incident).build();
        return remote("looks").ask(stub -> stub.listPlans(request)).getPlansList();
    }

    private List<Plan> all() throws Remote.Refusal {
        return remote("looks")
                .ask(stub -> stub.listPlans(ListPlansRequest.getDefaultInstance()))
                .getPlansList();
    }

    private Plan plan(String id) throws Remote.Refusal {
        return remote("looks")
                .ask(stub ->
                        stub.getPlan(GetPlanRequest.newBuilder().setPlanId(id).build()))
                .getPlan();
    }

    private static ApprovePlanRequest approval(Plan plan, ByteString nonce) {
        return ApprovePlanRequest.newBuilder()
                .setPlanId(plan.getId())
                .setPlanHash(plan.getContentHash())
                .setNonce(nonce)
                .setValidSeconds(600)
                .build();
    }

    private String audit(String plan) {
        assertThat(run("looks", "audit", "list", "--plan", plan)).isZero();
        return out.toString();
    }

    private SlackMessage question(String node, String plan) {
        return await().atMost(PATIENCE)
                .until(
                        () -> slack.messages("#storage").stream()
                                .flatMap(message -> slack.thread(message).stream())
                                .filter(message -> !message.buttons().isEmpty())
                                .filter(message -> message.shown().contains(node))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow(() -> new AssertionError("nobody was asked about " + plan));
    }

    private List<String> whispered(String person) {
        return slack.whispers(person).stream().map(SlackMessage::shown).toList();
    }

    private int send(SlackPress press) throws IOException, InterruptedException {
        return press.sendTo(URI.create("http://" + address + "/slack/interactions"))
                .statusCode();
    }

    private boolean allowed(int agent) {
        return stage.look(world -> world.store().all(Kinds.LH_NODE).stream()
                .filter(node -> node.path("metadata").path("name").asText().equals("agent-" + agent))
                .allMatch(node -> node.path("spec").path("allowScheduling").asBoolean()));
    }

    private Remote remote(String who) {
        return Remote.at(
                address, Optional.of(who).filter(name -> !name.isEmpty()).map("the-word-of-"::concat));
    }

    private int run(String who, String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!who.isEmpty()) {
            all.addAll(List.of("--token-file", folder.resolve(who + ".secret").toString()));
        }
        all.addAll(List.of("-c", folder.resolve("sentinel.yaml").toString()));
        var cli = new Cli(
                new ConfigReader(new Surroundings(folder, Optional.empty())),
                new BuildInfo("1.2.3", "abc"),
                (config, roles, tempo) -> {
                    throw new AssertionError("nothing is to be started");
                });
        return cli.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    }
}

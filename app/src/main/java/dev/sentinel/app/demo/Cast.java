package dev.sentinel.app.demo;

import com.google.protobuf.ByteString;
import dev.sentinel.app.config.HostPort;
import dev.sentinel.app.remote.Remote;
import dev.sentinel.lab.outside.SlackMessage;
import dev.sentinel.lab.outside.SlackPress;
import dev.sentinel.lab.outside.SlackServer;
import dev.sentinel.lab.scenario.Deed;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.responders.notify.SlackMessages;
import dev.sentinel.v1.AddQuarantineRequest;
import dev.sentinel.v1.ApprovePlanRequest;
import dev.sentinel.v1.CancelPlanRequest;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.RejectPlanRequest;
import dev.sentinel.v1.ResponseServiceGrpc.ResponseServiceBlockingStub;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** The people of a scenario. They talk to the program as anybody does: with a token to its port, or by buttons in Slack. */
final class Cast {
    static final String ROOM = "#storage";

    private static final String ACCEPTED = "accepted";
    private static final Duration LOOK = Duration.ofMillis(50);
    // The machine's time: a message is on its way to Slack as fast as the machine lets it.
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long VALID_SECONDS = 3_600;
    private static final long WATCH_SECONDS = 48 * 3_600;

    private final Doors doors;
    private final Chronicle chronicle;
    private final Curtain curtain;
    private final Map<String, SlackPress> presses = new HashMap<>();
    private int said;

    /**
     * How the program is reached.
     *
     * @param tokens by the names of those who have them
     */
    record Doors(String cluster, HostPort server, Map<String, String> tokens, Optional<SlackServer> slack) {
        Doors {
            tokens = Map.copyOf(tokens);
        }
    }

    Cast(Doors doors, Chronicle chronicle, Curtain curtain) {
        this.doors = doors;
        this.chronicle = chronicle;
        this.curtain = curtain;
    }

    HostPort server() {
        return doors.server();
    }

    /** Does it and says what the program answered. Throws {@link Refused} when it cannot even be tried. */
    String does(Deed.OfPeople deed) throws IOException, InterruptedException {
        return switch (deed) {
            case Deed.Answers answers -> answers.inSlack() ? presses(answers) : answers(answers);
            case Deed.Forges forges ->
                sent(
                        press(forges.who(), SlackMessages.APPROVE, plan(forges.plan()))
                                .forged(),
                        forges.who());
            case Deed.PressesAgain again ->
                sent(
                        Optional.ofNullable(presses.get(again.who()))
                                .orElseThrow(() -> unable(again.who() + " pressed nothing yet")),
                        again.who());
            case Deed.WantsQuarantine wants -> wants(wants);
            case Deed.TakesBack takes -> takesBack(takes);
        };
    }

    private Plan plan(String name) {
        return chronicle.newest(name).orElseThrow(() -> unable("there is no plan " + name));
    }

    private String answers(Deed.Answers answers) {
        Plan plan = plan(answers.plan());
        if (answers.yes()) {
            var yes = ApprovePlanRequest.newBuilder()
                    .setPlanId(plan.getId())
                    .setPlanHash(plan.getContentHash())
                    .setNonce(nonce())
                    .setReason("as the scenario has it")
                    .setValidSeconds(VALID_SECONDS)
                    .build();
            return asks(answers.who(), stub -> stub.approvePlan(yes));
        }
        var no = RejectPlanRequest.newBuilder()
                .setPlanId(plan.getId())
                .setPlanHash(plan.getContentHash())
                .setNonce(nonce())
                .setReason("as the scenario has it")
                .build();
        return asks(answers.who(), stub -> stub.rejectPlan(no));
    }

    private String wants(Deed.WantsQuarantine wants) {
        var request = AddQuarantineRequest.newBuilder()
                .setCluster(doors.cluster())
                .setTarget(Ref.newBuilder().setKind("kubernetes.node").setName(wants.node()))
                .setReason("as the scenario has it")
                .setDurationSeconds(WATCH_SECONDS)
                .setRequestId(requestId())
                .build();
        return asks(wants.who(), stub -> stub.addQuarantine(request));
    }

    private String takesBack(Deed.TakesBack takes) {
        var request = CancelPlanRequest.newBuilder()
                .setPlanId(plan(takes.plan()).getId())
                .setReason("as the scenario has it")
                .setTakeBack(true)
                .setRequestId(requestId())
                .build();
        return asks(takes.who(), stub -> stub.cancelPlan(request));
    }

    private String asks(String who, Function<ResponseServiceBlockingStub, ?> question) {
        try {
            var unused = Remote.at(
                            doors.server(), Optional.ofNullable(doors.tokens().get(who)))
                    .ask(question::apply);
            return ACCEPTED;
        } catch (Remote.Refusal refusal) {
            return switch (refusal.kind()) {
                case NOT_FOUND, DENIED, CONFLICT -> "refused: " + refusal.getMessage();
                case WRONG, UNAVAILABLE, BROKEN -> throw unable(String.valueOf(refusal.getMessage()));
            };
        }
    }

    private String presses(Deed.Answers answers) throws IOException, InterruptedException {
        String button = answers.yes() ? SlackMessages.APPROVE : SlackMessages.REJECT;
        SlackPress press = press(answers.who(), button, plan(answers.plan()));
        presses.put(answers.who(), press);
        return sent(press, answers.who());
    }

    private SlackPress press(String who, String button, Plan plan) throws InterruptedException {
        SlackServer slack = slack();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<SlackMessage> message = message(slack, button, plan);
        while (message.isEmpty() && System.nanoTime() < deadline && !curtain.falls(LOOK)) {
            message = message(slack, button, plan);
        }
        return slack.press(
                message.orElseThrow(() -> unable("nothing in Slack asks about plan " + plan.getId())), button, who);
    }

    private static Optional<SlackMessage> message(SlackServer slack, String button, Plan plan) {
        return slack.messages(ROOM).stream()
                .flatMap(each -> Stream.concat(Stream.of(each), slack.thread(each).stream()))
                .filter(each -> each.buttons().stream()
                        .anyMatch(one ->
                                one.actionId().equals(button) && one.value().endsWith(plan.getId())))
                .findFirst();
    }

    private String sent(SlackPress press, String who) throws IOException, InterruptedException {
        SlackServer slack = slack();
        int before = slack.whispers(who).size();
        int status = press.sendTo(URI.create("http://%s/slack/interactions".formatted(doors.server())))
                .statusCode();
        if (status != 200) {
            return "refused: turned away with %d".formatted(status);
        }
        List<SlackMessage> whispers = slack.whispers(who);
        return whispers.size() > before ? "refused: " + whispers.getLast().shown() : ACCEPTED;
    }

    private SlackServer slack() {
        return doors.slack().orElseThrow(() -> unable("nobody of this scenario is in Slack"));
    }

    private ByteString nonce() {
        return ByteString.copyFromUtf8("scenario-answer-%08d".formatted(++said));
    }

    private String requestId() {
        return UUID.nameUUIDFromBytes("scenario %d".formatted(++said).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static Refused unable(String why) {
        return new Refused(Refused.Reason.UNAVAILABLE, why);
    }
}

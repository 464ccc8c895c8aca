package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Logs;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The lines of a container: since, tail, with times, and on and on when followed. */
final class PodLogs implements Answer.Flowing {

    /** As the kubelet writes it: nine digits, whatever they are. */
    private static final DateTimeFormatter NANOS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Stage stage;
    private final Target target;
    private final Call call;
    private final Logs.Source source;
    private final Predicate<Logs.Line> run;

    PodLogs(Stage stage, Target target, Call call) {
        this.stage = stage;
        this.target = target;
        this.call = call;
        this.source = new Logs.Source(target.namespace(), target.name(), container());
        this.run = call.flag("previous") ? previous() : any -> true;
    }

    @Override
    public void to(OutputStream out) throws IOException, InterruptedException {
        long turn = stage.turn();
        long last = stage.look(world -> world.logs().lastNumber());
        var unused =
                send(out, stage.look(this::first).stream().filter(upTo(last)).toList());
        while (call.flag("follow") && !call.flag("previous") && stage.look(this::alive)) {
            stage.awaitTurnAfter(turn, PATIENCE);
            turn = stage.turn();
            long from = last;
            last = Math.max(last, send(out, stage.look(world -> world.logs().after(source, from))));
        }
    }

    private String container() {
        ObjectNode pod = stage.look(world -> world.store().get(target.key()));
        List<String> names = Tree.items(pod, "spec", "containers")
                .map(each -> Tree.text(each, "name"))
                .toList();
        String asked = call.asked("container");
        if (asked.isEmpty() && names.size() != 1) {
            throw new Refused(
                    Refused.Reason.BAD_REQUEST,
                    "a container name must be specified for pod %s, choose one of: %s".formatted(target.name(), names));
        }
        if (!asked.isEmpty() && !names.contains(asked)) {
            throw new Refused(
                    Refused.Reason.BAD_REQUEST, "container %s is not valid for pod %s".formatted(asked, target.name()));
        }
        return asked.isEmpty() ? names.getFirst() : asked;
    }

    /** What the container said before it last ended; the times of its status are whole seconds. */
    private Predicate<Logs.Line> previous() {
        ObjectNode pod = stage.look(world -> world.store().get(target.key()));
        JsonNode ended = Tree.items(pod, "status", "containerStatuses")
                .filter(each -> Tree.text(each, "name").equals(source.container()))
                .map(each -> Tree.at(each, "lastState", "terminated"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseThrow(() -> new Refused(
                        Refused.Reason.BAD_REQUEST,
                        "previous terminated container \"%s\" in pod \"%s\" not found"
                                .formatted(source.container(), target.name())));
        Instant begin = Tree.time(ended, Instant.EPOCH, "startedAt");
        Instant end = Tree.time(ended, Instant.MAX, "finishedAt");
        return line -> !line.at().isBefore(begin)
                && !line.at().truncatedTo(ChronoUnit.SECONDS).isAfter(end);
    }

    private List<Logs.Line> first(World world) {
        Instant from = from(world.now());
        List<Logs.Line> lines = world.logs().after(source, 0).stream()
                .filter(run)
                .filter(line -> !line.at().isBefore(from))
                .toList();
        long tail = call.number("tailLines", Long.MAX_VALUE);
        return lines.subList((int) Math.max(0, lines.size() - tail), lines.size());
    }

    private Instant from(Instant now) {
        String time = call.asked("sinceTime");
        if (!time.isEmpty()) {
            return Instant.parse(time);
        }
        long seconds = call.number("sinceSeconds", -1);
        return seconds < 0 ? Instant.EPOCH : now.minusSeconds(seconds);
    }

    private static Predicate<Logs.Line> upTo(long last) {
        return line -> line.number() <= last;
    }

    private boolean alive(World world) {
        return world.store().find(target.key()).isPresent();
    }

    private long send(OutputStream out, List<Logs.Line> lines) throws IOException {
        long last = -1;
        for (Logs.Line line : lines) {
            String time = call.flag("timestamps") ? NANOS.format(line.at()) + " " : "";
            out.write((time + line.text() + "\n").getBytes(StandardCharsets.UTF_8));
            last = line.number();
        }
        out.flush();
        return last;
    }
}

package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Tree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The event stream: a line for each change, and an empty object every ten seconds of real time. */
final class NomadStream {

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final Stage stage;
    private final NomadState state;
    private final List<String> topics;
    private long from;

    NomadStream(Stage stage, NomadState state, Request request) {
        this.stage = stage;
        this.state = state;
        this.topics = request.asked("topic");
        this.from = request.asked("index").stream()
                .findFirst()
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    Reply reply() {
        return new Reply.Flow("application/json", this::write);
    }

    private void write(OutputStream out) throws IOException, InterruptedException {
        line(out, Tree.of());
        long beat = System.nanoTime() + HEARTBEAT.toNanos();
        while (true) {
            long turn = stage.turn();
            for (ObjectNode line : lines()) {
                line(out, line);
            }
            stage.awaitTurnAfter(turn, Duration.ofNanos(Math.max(0, beat - System.nanoTime())));
            if (System.nanoTime() >= beat) {
                line(out, Tree.of());
                beat = System.nanoTime() + HEARTBEAT.toNanos();
            }
        }
    }

    /** Each change has an index of its own, so each line has one event. */
    private List<ObjectNode> lines() {
        List<ObjectNode> fresh = stage.look(any -> state.events(from));
        if (!fresh.isEmpty()) {
            from = Tree.number(fresh.getLast(), 0, "Index") + 1;
        }
        return fresh.stream()
                .filter(this::wanted)
                .map(event -> Tree.of("Index", event.path("Index"), "Events", Tree.list(event)))
                .toList();
    }

    /** A topic may name a key behind a colon; a star is every one. */
    private boolean wanted(ObjectNode event) {
        return topics.isEmpty()
                || topics.stream().anyMatch(each -> {
                    String[] parts = each.split(":", 2);
                    boolean topic = parts[0].equals("*") || parts[0].equals(Tree.text(event, "Topic"));
                    boolean key = parts.length == 1 || parts[1].equals("*") || parts[1].equals(Tree.text(event, "Key"));
                    return topic && key;
                });
    }

    private static void line(OutputStream out, ObjectNode line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}

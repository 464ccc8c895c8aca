package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** One watch: what is there, if the caller does not say from where, and then each change, until somebody has enough. */
final class Watching implements Answer.Flowing {

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int BOOKMARK_AFTER = 10;

    private final Stage stage;
    private final Target target;
    private final Trouble trouble;
    private final Selection selection;
    private final UnaryOperator<ObjectNode> shape;
    private final boolean bookmarks;
    private final boolean initial;
    private final long seconds;
    private long seen;

    Watching(Stage stage, Target target, Call call, Trouble trouble, UnaryOperator<ObjectNode> shape) {
        this.stage = stage;
        this.target = target;
        this.trouble = trouble;
        this.shape = shape;
        this.selection = Selection.of(target.namespace(), call.asked("labelSelector"), fields(target, call));
        this.bookmarks = call.flag("allowWatchBookmarks");
        this.initial = call.flag("sendInitialEvents");
        this.seconds = call.number("timeoutSeconds", Long.MAX_VALUE);
        this.seen = initial ? 0 : call.number("resourceVersion", 0);
    }

    @Override
    public void to(OutputStream out) throws IOException, InterruptedException {
        long epoch = trouble.watchEpoch();
        long started = System.nanoTime();
        try {
            long turn = stage.turn();
            send(out, begin());
            for (int idle = 0; trouble.watchEpoch() == epoch && since(started) < seconds; idle++) {
                List<ObjectNode> news = catchUp();
                send(out, news);
                if (news.isEmpty() && bookmarks && idle % BOOKMARK_AFTER == BOOKMARK_AFTER - 1) {
                    send(out, List.of(bookmark(false)));
                }
                stage.awaitTurnAfter(turn, PATIENCE);
                turn = stage.turn();
            }
        } catch (Refused e) {
            send(out, List.of(Tree.of("type", "ERROR", "object", Answer.status(e))));
        }
    }

    private List<ObjectNode> begin() {
        if (seen > 0) {
            return List.of();
        }
        return stage.look(world -> {
            List<ObjectNode> first = new ArrayList<>();
            world.store().all(target.kind()).stream()
                    .filter(selection::picks)
                    .forEach(object -> first.add(event("ADDED", object)));
            seen = world.store().version();
            if (initial) {
                first.add(bookmark(true));
            }
            return first;
        });
    }

    private List<ObjectNode> catchUp() {
        return stage.look(world -> {
            List<ObjectNode> news = new ArrayList<>();
            for (Change change : world.store().since(target.kind(), seen)) {
                boolean was = change.before().filter(selection::picks).isPresent();
                boolean is = change.type() != Change.Type.DELETED && selection.picks(change.after());
                if (is) {
                    news.add(event(was ? "MODIFIED" : "ADDED", change.after()));
                } else if (was) {
                    news.add(event("DELETED", change.after()));
                }
            }
            seen = Math.max(seen, world.store().version());
            return news;
        });
    }

    private ObjectNode event(String type, ObjectNode object) {
        return Tree.of("type", type, "object", shape.apply(object));
    }

    private ObjectNode bookmark(boolean endOfInitial) {
        ObjectNode meta = Tree.of("resourceVersion", Long.toString(seen));
        if (endOfInitial) {
            Tree.set(meta, "true", "annotations", "k8s.io/initial-events-end");
        }
        return Tree.of(
                "type",
                "BOOKMARK",
                "object",
                Tree.of(
                        "kind", target.kind().kind(),
                        "apiVersion", target.kind().apiVersion(),
                        "metadata", meta));
    }

    private static void send(OutputStream out, List<ObjectNode> events) throws IOException {
        for (ObjectNode event : events) {
            out.write((Json.write(event) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        // An empty flush opens the answer, so that the caller knows that it watches.
        out.flush();
    }

    private static long since(long started) {
        return Duration.ofNanos(System.nanoTime() - started).toSeconds();
    }

    private static String fields(Target target, Call call) {
        String asked = call.asked("fieldSelector");
        String name = target.one() ? "metadata.name=" + target.name() : "";
        return String.join(",", List.of(asked, name));
    }
}

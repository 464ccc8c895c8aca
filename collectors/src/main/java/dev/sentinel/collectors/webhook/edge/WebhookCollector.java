package dev.sentinel.collectors.webhook.edge;

import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Collecting;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.collectors.webhook.Mappings;
import dev.sentinel.collectors.webhook.SentEvents;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Listens to what is sent, at as many ways in as were named. Each instance takes what is sent to it. */
public final class WebhookCollector implements Collector {
    /** Nothing is fetched: looked after now and then are storms that end and senders that went silent. */
    private static final Rhythm MINDING = new Rhythm(Duration.ofSeconds(30), Duration.ofSeconds(30));

    private static final int MOST = 100;

    private final List<Door> doors;
    private final Mappings mappings;
    private final Rhythm minding;

    public WebhookCollector(List<Hook> hooks, Mappings mappings, SentEvents sent) {
        this(hooks, mappings, sent, MINDING);
    }

    WebhookCollector(List<Hook> hooks, Mappings mappings, SentEvents sent, Rhythm minding) {
        Set<String> taken = new HashSet<>();
        for (Hook hook : hooks) {
            if (!taken.add("name " + hook.name()) || !taken.add("path " + hook.path())) {
                throw new IllegalArgumentException(
                        "two ways in share the name \"%s\" or the path %s".formatted(hook.name(), hook.path()));
            }
        }
        if (hooks.size() > MOST) {
            throw new IllegalArgumentException("%d ways in; at most %d".formatted(hooks.size(), MOST));
        }
        this.mappings = mappings;
        this.minding = minding;
        this.doors = hooks.stream().map(hook -> new Door(hook, mappings, sent)).toList();
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public Reach reach() {
        return Reach.HOST;
    }

    /** What is to be mounted. They answer 503 until the collector sits at a desk. */
    public List<Receiver> receivers() {
        return List.copyOf(doors);
    }

    @Override
    public void open(Desk desk) {
        for (Door door : doors) {
            door.open(desk);
            desk.closes(door::shut);
            Source source = new Source(door.hook().name(), door.path(), Collecting.self(this, desk.witness()));
            desk.poll(source, minding, door::mind);
        }
    }

    @Override
    public List<Check> examine() {
        return doors.stream().map(this::examined).toList();
    }

    private Check examined(Door door) {
        String source = "webhook " + door.hook().name();
        try {
            if (door.hook().token().isPresent()) {
                String unused = door.hook().token().get().read();
            }
        } catch (Unreachable e) {
            return Check.unreadable(source, e.getMessage() + "; until then every call is answered with 401");
        }
        if (door.hook().token().isEmpty()) {
            return Check.noteworthy(source, "%s takes calls without a token".formatted(door.path()));
        }
        boolean mapped = door.hook().content() instanceof Hook.Content.Mapped;
        return mapped && mappings.ids().isEmpty()
                ? Check.noteworthy(source, "no mappings were written, so only events of Sentinel's own are taken")
                : Check.readable(source, "%s takes calls".formatted(door.path()));
    }
}

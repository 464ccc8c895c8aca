package dev.sentinel.lab.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster that lives by its own clock: the same seed, the same requests at the same times, the same history. Not safe for
 * threads; whoever plays it brings the lock.
 */
public final class World {

    private static final int CHANGES_REMEMBERED = 5_000;
    private static final int STEPS = 200_000;

    private record Work(int controller, Key key) {}

    private final Agenda agenda = new Agenda();
    private final List<Controller> controllers = new ArrayList<>();
    private final Set<Work> queue = new LinkedHashSet<>();
    private final Map<Work, Instant> wakings = new HashMap<>();
    private final Dice dice;
    private final Store store;
    private final Logs logs;
    private final Maps maps = new Maps();
    private final Devices devices;
    private final Events events;
    private Instant now;

    public World(long seed, Instant start, Disks disks) {
        this.now = start;
        this.dice = new Dice(seed);
        this.store = new Store(() -> now, dice, CHANGES_REMEMBERED);
        this.logs = new Logs(() -> now);
        this.devices = new Devices(() -> now, disks);
        this.events = new Events(this);
    }

    public Instant now() {
        return now;
    }

    public Store store() {
        return store;
    }

    public Logs logs() {
        return logs;
    }

    public Devices devices() {
        return devices;
    }

    public Maps maps() {
        return maps;
    }

    public Events events() {
        return events;
    }

    public Dice dice() {
        return dice;
    }

    /** Puts a behaviour to work; it sees every change from now on. */
    public void hire(Controller controller) {
        controllers.add(controller);
    }

    /** Asks for an object's end: a pod on a node is given time to stop, everything else ends as its finalizers allow. */
    public void delete(Key key, long graceSeconds) {
        ObjectNode object = store.get(key);
        if (!key.kind().equals(Kinds.POD)
                || graceSeconds == 0
                || Tree.text(object, "spec", "nodeName").isEmpty()) {
            var unused = store.delete(key);
            return;
        }
        if (object.path("metadata").has("deletionTimestamp")) {
            return;
        }
        store.change(key, pod -> {
            Tree.set(pod, now.plusSeconds(graceSeconds), "metadata", "deletionTimestamp");
            Tree.set(pod, graceSeconds, "metadata", "deletionGracePeriodSeconds");
        });
    }

    /** As {@link #delete}, but a disruption budget that allows none refuses (as {@code pods/eviction} does). */
    public void evict(Key pod, long graceSeconds) {
        ObjectNode object = store.get(pod);
        for (ObjectNode budget : store.all(Kinds.DISRUPTION_BUDGET)) {
            boolean meant = Tree.text(budget, "metadata", "namespace").equals(pod.namespace())
                    && Labels.match(budget.path("spec").path("selector"), object);
            if (meant && Tree.number(budget, 0, "status", "disruptionsAllowed") < 1) {
                throw new Refused(
                        Refused.Reason.TOO_MANY_REQUESTS,
                        "Cannot evict pod as it would violate the pod's disruption budget.");
            }
        }
        delete(pod, graceSeconds);
    }

    /** Something will happen after a while. */
    public void after(Duration wait, Runnable deed) {
        agenda.add(now.plus(wait), deed);
    }

    /** The behaviour will look at the object again after a while, once, however often it asks. */
    public void again(Controller controller, Key key, Duration wait) {
        Work work = new Work(controllers.indexOf(controller), key);
        Instant at = now.plus(wait);
        Instant planned = wakings.get(work);
        if (planned != null && !planned.isAfter(at)) {
            return;
        }
        wakings.put(work, at);
        agenda.add(at, () -> {
            if (at.equals(wakings.get(work))) {
                wakings.remove(work);
                queue.add(work);
            }
        });
    }

    /** Lets the behaviours look at an object again, because something beneath it changed that no object shows. */
    public void look(Key key) {
        store.find(key)
                .ifPresent(object ->
                        hear(new Change(store.version(), Change.Type.MODIFIED, key, Optional.of(object), object)));
    }

    /** It is now {@code time}: everything due until then happens, each thing at its own time. */
    public void advance(Instant time) {
        settle();
        while (agenda.next().filter(next -> !next.isAfter(time)).isPresent()) {
            Instant due = agenda.next().orElseThrow();
            now = due.isAfter(now) ? due : now;
            agenda.take().run();
            settle();
        }
        now = time.isAfter(now) ? time : now;
    }

    /** Lets the behaviours work until nobody has anything to do at this time. */
    public void settle() {
        hearNews();
        for (int steps = 0; !queue.isEmpty(); steps++) {
            Work work = queue.iterator().next();
            queue.remove(work);
            Controller controller = controllers.get(work.controller());
            if (steps > STEPS) {
                throw new IllegalStateException("the world does not come to rest: %s keeps working on %s"
                        .formatted(controller.getClass().getSimpleName(), work.key()));
            }
            controller.reconcile(this, work.key());
            hearNews();
        }
    }

    private void hearNews() {
        store.takeFresh().forEach(this::hear);
    }

    private void hear(Change change) {
        for (int i = 0; i < controllers.size(); i++) {
            int number = i;
            controllers.get(i).concerns(this, change).forEach(key -> queue.add(new Work(number, key)));
        }
    }
}

package dev.sentinel.collectors.kubernetes.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What changed and was not read yet, in order of arrival, each object once: however often it changes meanwhile, it is read as
 * it then is. Those who watch never wait; when there is no more room, the whole kind is gone through later. Safe for all threads.
 */
final class Changes {
    private final int most;
    private final Map<Place, Waiting> waiting = new LinkedHashMap<>();
    private final Set<Watching> overflowed = new LinkedHashSet<>();
    private long overflows;

    private record Place(Watching watching, String key) {}

    /** What is to be read of one place: its end, its present, or one after the other. */
    private record Waiting(Optional<Bytes> end, boolean present) {}

    Changes(int most) {
        this.most = most;
    }

    synchronized void now(Watching watching, String key) {
        Place place = new Place(watching, key);
        Waiting known = waiting.get(place);
        if (known != null) {
            waiting.put(place, new Waiting(known.end(), true));
        } else {
            add(place, new Waiting(Optional.empty(), true));
        }
    }

    synchronized void gone(Watching watching, String key, Bytes last) {
        Place place = new Place(watching, key);
        if (waiting.containsKey(place)) {
            waiting.put(place, new Waiting(Optional.of(last), false));
        } else {
            add(place, new Waiting(Optional.of(last), false));
        }
    }

    /** Comes after everything that was listed. */
    synchronized void listed(Watching watching) {
        Place place = new Place(watching, "");
        waiting.remove(place);
        // A few kinds are watched; there is always room for their marks.
        waiting.put(place, new Waiting(Optional.empty(), false));
        notifyAll();
    }

    private void add(Place place, Waiting what) {
        if (waiting.size() >= most) {
            overflows++;
            overflowed.add(place.watching());
            place.watching().left(place.key());
        } else {
            waiting.put(place, what);
        }
        notifyAll();
    }

    /** The next changes, at most so many; none when nothing happened for so long. */
    synchronized List<Change> take(int atMost, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long left = patience.toNanos();
        while (waiting.isEmpty() && overflowed.isEmpty() && left > 0) {
            // wait(0) would wait for ever
            wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            left = deadline - System.nanoTime();
        }
        return drained(atMost);
    }

    private List<Change> drained(int atMost) {
        List<Change> taken = new ArrayList<>();
        var places = waiting.entrySet().iterator();
        while (places.hasNext() && taken.size() < atMost) {
            var each = places.next();
            changes(each.getKey(), each.getValue(), taken);
            places.remove();
        }
        if (waiting.isEmpty()) {
            overflowed.forEach(watching -> {
                watching.keys().forEach(key -> taken.add(new Change.Now(watching, key)));
                taken.add(new Change.Listed(watching));
            });
            overflowed.clear();
        }
        return taken;
    }

    private static void changes(Place place, Waiting what, List<Change> taken) {
        if (place.key().isEmpty()) {
            taken.add(new Change.Listed(place.watching()));
        }
        what.end().ifPresent(last -> taken.add(new Change.Gone(place.watching(), place.key(), last)));
        if (what.present()) {
            taken.add(new Change.Now(place.watching(), place.key()));
        }
    }

    synchronized int size() {
        return waiting.size();
    }

    /** How often a kind had to be gone through because too much had changed at once. */
    synchronized long overflows() {
        return overflows;
    }
}

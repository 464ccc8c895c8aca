package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.logs.Entry;
import dev.sentinel.collectors.logs.Entry.Stream;
import dev.sentinel.collectors.logs.Joiner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The entries of one source, put together across lines, with the place up to which all of them were given out. */
final class EntryStream {
    private final Map<Stream, Held> held = new EnumMap<>(Stream.class);

    private static final class Held {
        private final Joiner joiner = new Joiner();
        private boolean holds;
        private long since;
    }

    /** The entries that an entry which began there completes. */
    List<Entry> add(Entry entry, long offset, Instant now) {
        Held one = held.computeIfAbsent(entry.stream(), stream -> new Held());
        List<Entry> done = one.joiner.add(entry, now);
        if (!one.holds || !done.isEmpty()) {
            one.since = offset;
        }
        one.holds = true;
        return done;
    }

    /** Those that have waited long enough. */
    List<Entry> flush(Instant now) {
        List<Entry> done = new ArrayList<>();
        for (Held one : held.values()) {
            List<Entry> whole = one.joiner.flush(now);
            one.holds &= whole.isEmpty();
            done.addAll(whole);
        }
        return done;
    }

    /** Everything, because nothing more comes. */
    List<Entry> finish(Instant now) {
        return flush(now.plus(Joiner.PATIENCE));
    }

    boolean isIdle() {
        return held.values().stream().noneMatch(one -> one.holds);
    }

    /** Where reading must begin again so that nothing held is lost, if all before this offset went in. */
    long safe(long offset) {
        return held.values().stream()
                .filter(one -> one.holds)
                .mapToLong(one -> one.since)
                .reduce(offset, Math::min);
    }
}

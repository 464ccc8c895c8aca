package dev.sentinel.collectors.logs;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts together what one stream was cut into: the parts of a long line, and the lines of a stack trace below the one that
 * says what happened. A line is taken for a continuation only where it looks like one; silence about that costs nothing,
 * while a wrong join would hide a line. One of these per stream, not for several threads.
 */
public final class Joiner {
    /** Further lines of one entry are passed over. */
    static final int MOST_LINES = 64;
    /** Nothing more belongs to a line this long after it. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Pattern frame = Pattern.compile(
            "^(?:\\s|goroutine \\d+ \\[|created by |error initialising module: |(?:[\\w-]+\\.)?[\\w./*()-]+\\.[\\w.*()\\[\\]-]+(?:\\([^ ]*\\))?$)");

    private Optional<Held> held = Optional.empty();

    private record Held(Entry entry, int lines, Instant since) {}

    /** Takes the next entry and gives back those that are complete now. */
    public List<Entry> add(Entry next, Instant observedAt) {
        List<Entry> done = new ArrayList<>(flush(observedAt));
        if (held.isPresent() && belongs(held.get(), next)) {
            held = Optional.of(joined(held.get(), next));
            return done;
        }
        held.ifPresent(whole -> done.add(whole(whole)));
        held = Optional.of(new Held(next, 1, observedAt));
        return done;
    }

    /** What has waited long enough; to be called also while nothing comes. */
    public List<Entry> flush(Instant now) {
        if (held.filter(each -> Duration.between(each.since(), now).compareTo(PATIENCE) >= 0)
                .isEmpty()) {
            return List.of();
        }
        Entry whole = whole(held.get());
        held = Optional.empty();
        return List.of(whole);
    }

    private boolean belongs(Held before, Entry next) {
        if (before.entry().stream() != next.stream()) {
            return false;
        }
        return before.entry().partial() || continues(next.line());
    }

    private boolean continues(String line) {
        return line.isEmpty()
                || frame.matcher(line.length() <= 256 ? line : line.substring(0, 256))
                        .find();
    }

    private static Held joined(Held before, Entry next) {
        Entry first = before.entry();
        boolean full = before.lines() >= MOST_LINES || first.line().length() >= Entry.LONGEST;
        String line = full ? first.line() : first.line() + (first.partial() ? "" : "\n") + next.line();
        return new Held(
                new Entry(
                        line,
                        first.time(),
                        first.stream(),
                        first.origin(),
                        next.partial(),
                        full || first.cut() || next.cut()),
                before.lines() + 1,
                before.since());
    }

    private static Entry whole(Held held) {
        Entry entry = held.entry();
        return new Entry(entry.line(), entry.time(), entry.stream(), entry.origin(), false, entry.cut());
    }
}

package dev.sentinel.correlator.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was seen for one clause of one instance, by subject; the earliest and the latest subjects stay when there are too many. */
final class Evidence {
    private static final Comparator<Entry> IN_TIME = Comparator.comparingLong(Entry::first)
            .thenComparing(entry -> entry.firstEvent().getId());

    // Most clauses of most instances see one subject.
    private final List<Entry> entries = new ArrayList<>(1);
    private long omitted;

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    Entry get(int index) {
        return entries.get(index);
    }

    long omitted() {
        return omitted;
    }

    /** True when the subject is new here. */
    boolean add(Entry seen, int most, int mostTimes) {
        for (var i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            if (entry.about(seen.subject, seen.link)) {
                entry.add(seen, mostTimes);
                return false;
            }
        }
        entries.add(seen);
        if (entries.size() > most) {
            entries.sort(IN_TIME);
            entries.remove(most / 2);
            omitted++;
        }
        return true;
    }

    void remove(Entry seen) {
        entries.removeIf(entry -> entry.about(seen.subject, seen.link) && entry.remove(seen.first()));
    }

    void forgetBefore(long time) {
        entries.removeIf(entry -> entry.forgetBefore(time));
    }

    long newest() {
        var newest = Long.MIN_VALUE;
        for (var i = 0; i < entries.size(); i++) {
            newest = Math.max(newest, entries.get(i).last());
        }
        return newest;
    }

    List<Entry> inTime() {
        return entries.stream().sorted(IN_TIME).toList();
    }
}

package dev.sentinel.correlator.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Predicate;

/** What was seen for one clause of one instance, by subject; the earliest and the latest subjects stay when there are too many. */
final class Evidence {
    private static final Comparator<Entry> IN_TIME =
            Comparator.comparingLong(Entry::first).thenComparing(entry -> entry.fact().id);

    // What sees a second subject sees more.
    private static final int FEW = 4;

    // Most clauses see one subject. Subject and link of each stand side by side, to be looked through.
    private Entry[] entries = new Entry[1];
    private int[] about = new int[2];
    private int size;
    private long omitted;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    Entry get(int index) {
        return entries[index];
    }

    long omitted() {
        return omitted;
    }

    /** Where the entry of a subject and a link stands, or -1. */
    int find(int subject, int link) {
        for (var i = 0; i < size; i++) {
            if (about[2 * i] == subject && about[2 * i + 1] == link) {
                return i;
            }
        }
        return -1;
    }

    /** Adds what is about a subject that was not seen here; true when another had to go for it. */
    boolean add(Entry seen, int most) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, Math.max(FEW, size + size / 2));
            about = Arrays.copyOf(about, 2 * entries.length);
        }
        seen.fact().pack();
        set(size++, seen);
        if (size <= most) {
            return false;
        }
        sort();
        remove(most / 2);
        omitted++;
        return true;
    }

    private void set(int at, Entry entry) {
        entries[at] = entry;
        about[2 * at] = entry.subject;
        about[2 * at + 1] = entry.link;
    }

    /** By insertion: all but the last one are in order already, as a rule. */
    private void sort() {
        for (var i = 1; i < size; i++) {
            var entry = entries[i];
            var at = i;
            while (at > 0 && IN_TIME.compare(entries[at - 1], entry) > 0) {
                set(at, entries[at - 1]);
                at--;
            }
            set(at, entry);
        }
    }

    private void remove(int at) {
        size--;
        System.arraycopy(entries, at + 1, entries, at, size - at);
        System.arraycopy(about, 2 * at + 2, about, 2 * at, 2 * (size - at));
        Arrays.fill(entries, size, size + 1, null);
    }

    private void removeIf(Predicate<Entry> isOver) {
        for (var i = size - 1; i >= 0; i--) {
            if (isOver.test(entries[i])) {
                remove(i);
            }
        }
    }

    void remove(Entry seen) {
        var at = find(seen.subject, seen.link);
        if (at >= 0 && entries[at].takeBack(seen.first())) {
            remove(at);
        }
    }

    void forgetBefore(long time) {
        removeIf(entry -> entry.forget(time));
    }

    long newest() {
        var newest = Long.MIN_VALUE;
        for (var i = 0; i < size; i++) {
            newest = Math.max(newest, entries[i].last());
        }
        return newest;
    }

    /** Another rule tells all of it from now on. */
    void tellsNothing() {
        for (var i = 0; i < size; i++) {
            entries[i].tellsNothing();
        }
    }

    /** Whether something was seen in that time, about the link when one is given. */
    boolean any(int link, long from, long until) {
        for (var i = 0; i < size; i++) {
            if ((link < 0 || about[2 * i + 1] == link) && entries[i].any(from, until)) {
                return true;
            }
        }
        return false;
    }
}

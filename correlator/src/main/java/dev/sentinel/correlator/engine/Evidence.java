package dev.sentinel.correlator.engine;

import java.util.Arrays;
import java.util.Comparator;

/**
 * What was seen at one instance, by clause and subject, in one table: to read evidence of one clause against that of another
 * reads few places. Of a clause with too many subjects the earliest and the latest stay.
 */
final class Evidence {
    private static final Comparator<Entry> IN_TIME =
            Comparator.comparingLong(Entry::first).thenComparing(entry -> entry.fact().id);

    // Most instances see little; what sees more sees several subjects.
    private static final int FEW = 4;

    private final int clauses;
    // Those of a clause stand together.
    private Entry[] entries = new Entry[1];
    // By clause, where its entries end; then subject and link of each entry side by side, to be looked through.
    private int[] index;
    private long omitted;

    Evidence(int clauses) {
        this.clauses = clauses;
        index = new int[clauses + 2];
    }

    /** Where the entries of a clause begin. */
    int begin(int clause) {
        return clause == 0 ? 0 : index[clause - 1];
    }

    /** Where they end. */
    int end(int clause) {
        return index[clause];
    }

    boolean has(int clause) {
        return begin(clause) < end(clause);
    }

    int size() {
        return index[clauses - 1];
    }

    Entry get(int at) {
        return entries[at];
    }

    /** Subjects that had to go for others. */
    long omitted() {
        return omitted;
    }

    /** Where the entry of a subject and a link stands, or -1. */
    int find(int clause, int subject, int link) {
        for (int at = begin(clause), end = end(clause); at < end; at++) {
            if (subject(at) == subject && link(at) == link) {
                return at;
            }
        }
        return -1;
    }

    private int subject(int at) {
        return index[clauses + 2 * at];
    }

    private int link(int at) {
        return index[clauses + 2 * at + 1];
    }

    /** Adds what is about a subject that was not seen for the clause; true when another had to go for it. */
    boolean add(int clause, Entry seen, int most) {
        seen.fact().pack();
        insert(clause, seen);
        if (end(clause) - begin(clause) <= most) {
            return false;
        }
        sort(clause);
        remove(clause, begin(clause) + most / 2);
        omitted++;
        return true;
    }

    private void insert(int clause, Entry seen) {
        var size = size();
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, Math.max(FEW, size + size / 2));
            index = Arrays.copyOf(index, clauses + 2 * entries.length);
        }
        move(end(clause), end(clause) + 1, size);
        set(end(clause), seen);
        grow(clause, 1);
    }

    private void move(int from, int to, int size) {
        System.arraycopy(entries, from, entries, to, size - from);
        System.arraycopy(index, clauses + 2 * from, index, clauses + 2 * to, 2 * (size - from));
    }

    private void grow(int clause, int by) {
        for (var c = clause; c < clauses; c++) {
            index[c] += by;
        }
    }

    private void set(int at, Entry entry) {
        entries[at] = entry;
        index[clauses + 2 * at] = entry.subject;
        index[clauses + 2 * at + 1] = entry.link;
    }

    /** By insertion: all but the last one are in order already, as a rule. */
    private void sort(int clause) {
        for (int begin = begin(clause), i = begin + 1; i < end(clause); i++) {
            var entry = entries[i];
            var at = i;
            while (at > begin && IN_TIME.compare(entries[at - 1], entry) > 0) {
                set(at, entries[at - 1]);
                at--;
            }
            set(at, entry);
        }
    }

    private void remove(int clause, int at) {
        var size = size();
        move(at + 1, at, size);
        Arrays.fill(entries, size - 1, size, null);
        grow(clause, -1);
    }

    /** Takes back one fact about what was seen; others that are still there must be recalled then. */
    void remove(int clause, Entry seen, Fact fact) {
        var at = find(clause, seen.subject, seen.link);
        if (at >= 0 && entries[at].takeBack(fact)) {
            remove(clause, at);
        }
    }

    /** A fact that is among them, which may be the first or the last now. */
    void recall(int clause, Entry seen, Fact fact) {
        var at = find(clause, seen.subject, seen.link);
        if (at >= 0) {
            entries[at].recall(fact);
        }
    }

    void forgetBefore(int clause, long time) {
        for (var at = end(clause) - 1; at >= begin(clause); at--) {
            if (entries[at].forget(time)) {
                remove(clause, at);
            }
        }
    }

    long newest() {
        return newest(Long.MAX_VALUE);
    }

    /** The newest of what was seen before a moment, or the least long. */
    long newest(long before) {
        var newest = Long.MIN_VALUE;
        for (int at = 0, size = size(); at < size; at++) {
            var last = entries[at].lastBefore(before);
            newest = last < before ? Math.max(newest, last) : newest;
        }
        return newest;
    }

    /** Takes over what another has seen for a clause of its own: from now on that is told in other words. */
    void inherit(int clause, Evidence other, int itsClause) {
        for (var at = other.begin(itsClause); at < other.end(itsClause); at++) {
            other.get(at).tellsNothing();
            insert(clause, other.get(at));
        }
    }

    /** Takes over how many had to go, which nobody knows by clause. */
    void inheritOmitted(Evidence other) {
        omitted = other.omitted;
    }

    /** Whether something was seen for a clause in that time, about the link when one is given. */
    boolean any(int clause, int link, long from, long until) {
        for (int at = begin(clause), end = end(clause); at < end; at++) {
            if ((link < 0 || link(at) == link) && entries[at].any(from, until)) {
                return true;
            }
        }
        return false;
    }
}

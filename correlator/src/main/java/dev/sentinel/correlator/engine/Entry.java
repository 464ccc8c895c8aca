package dev.sentinel.correlator.engine;

import dev.sentinel.v1.EvidenceRef;
import dev.sentinel.v1.StoryStep;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All evidence of one clause about one subject (and link): the first and last event, some times between, how many. */
final class Entry {
    /** The earliest and the latest times are kept, those between are only counted. Clauses that count more keep more. */
    static final int MOST_TIMES = 8;

    final int subject;
    final int link;
    final Way way;
    final int start;
    private Fact first;
    private String last;
    private long[] times = new long[1];
    private int size;
    private long total;
    private boolean assumed;
    private int most = MOST_TIMES;

    /** As it was shown last, as long as it is the same. */
    @Nullable EvidenceRef shown;

    private @Nullable StoryStep step;
    private @Nullable Rule stepOf;
    private long stepIn;
    private long stepAt;
    private boolean changed;

    Entry(Fact fact, int link, Way way, int start, boolean assumed) {
        this.subject = fact.subject();
        this.link = link;
        this.way = way;
        this.start = start;
        this.first = fact;
        this.last = fact.id;
        this.times[0] = fact.time;
        this.size = 1;
        this.total = 1;
        this.assumed = assumed;
    }

    /** The step of the story that it was, if the graph has this version; it may have happened again since. */
    @Nullable StoryStep step(Rule rule, long version) {
        return stepOf == rule && stepIn == version && stepAt == first() ? step : null;
    }

    boolean changedSinceItTold() {
        return changed;
    }

    void tells(StoryStep it, Rule rule, long version) {
        step = it;
        stepOf = rule;
        stepIn = version;
        stepAt = first();
        changed = false;
    }

    private void changes() {
        shown = null;
        changed = true;
    }

    /** Takes in what was seen once more; true when a time had to go for it. */
    boolean add(Entry seen, int mostTimes) {
        var full = size >= mostTimes;
        changes();
        most = mostTimes;
        var time = seen.first();
        // Ids are only looked at where the times are the same: they lie elsewhere.
        if (time < first() || (time == first() && seen.last.compareTo(first.id) < 0)) {
            first = seen.first;
        }
        if (time > last() || (time == last() && seen.last.compareTo(last) >= 0)) {
            last = seen.last;
        }
        insert(time);
        total++;
        assumed &= seen.assumed;
        return full;
    }

    private void insert(long time) {
        if (size == times.length) {
            if (size >= most) {
                insertFull(time);
                return;
            }
            times = Arrays.copyOf(times, Math.min(most, size * 2));
        }
        var at = size++;
        while (at > 0 && times[at - 1] > time) {
            times[at] = times[at - 1];
            at--;
        }
        times[at] = time;
    }

    /** The smallest half and the greatest half stay, whatever the order in which they come. */
    private void insertFull(long time) {
        var half = size / 2;
        if (time < times[half - 1]) {
            var at = half - 1;
            while (at > 0 && times[at - 1] > time) {
                times[at] = times[at - 1];
                at--;
            }
            times[at] = time;
        } else if (time > times[half]) {
            var at = half;
            while (at < size - 1 && times[at + 1] < time) {
                times[at] = times[at + 1];
                at++;
            }
            times[at] = time;
        }
    }

    /** Takes back what was added; true when nothing is left. */
    boolean remove(long time) {
        changes();
        for (var at = 0; at < size; at++) {
            if (times[at] == time) {
                System.arraycopy(times, at + 1, times, at, size - at - 1);
                size--;
                break;
            }
        }
        total--;
        return size == 0 || total <= 0;
    }

    /** Forgets what lies before; true when nothing is left. */
    boolean forgetBefore(long time) {
        var keep = 0;
        while (keep < size && times[keep] < time) {
            keep++;
        }
        if (keep > 0) {
            changes();
            System.arraycopy(times, keep, times, 0, size - keep);
            size -= keep;
        }
        return size == 0;
    }

    boolean any(long from, long until) {
        for (var at = 0; at < size; at++) {
            if (times[at] >= from && times[at] <= until) {
                return true;
            }
        }
        return false;
    }

    /** Whether times that were let go may lie in there. */
    boolean mayHaveHad(long from, long until) {
        var half = most / 2;
        return total > size && size > half && from < times[half] && until > times[half - 1];
    }

    int size() {
        return size;
    }

    long time(int index) {
        return times[index];
    }

    long first() {
        return times[0];
    }

    long last() {
        return times[size - 1];
    }

    /** The first of it, as far as is kept. */
    Fact fact() {
        return first;
    }

    String lastId() {
        return last;
    }

    long total() {
        return total;
    }

    boolean assumed() {
        return assumed;
    }
}

package dev.sentinel.correlator.engine;

import dev.sentinel.v1.EvidenceRef;
import dev.sentinel.v1.StoryStep;
import org.jspecify.annotations.Nullable;

/** All evidence of one clause about one subject (and link): the first and last event, some times between, how many. */
final class Entry extends Occasions {
    final int subject;
    final int link;
    final Way way;
    final int start;
    private Fact earliest;
    // Empty when what was the latest was taken back, and who is it now is not known yet.
    private String latestId;
    // The earliest was taken back, and who is it now is not known yet.
    private boolean headless;
    private boolean assumed;

    /** As it was shown last, as long as it is the same. */
    @Nullable EvidenceRef shown;

    // As it was told last, when the graph had that version; it may have happened again since.
    private @Nullable StoryStep step;
    private long stepIn;
    private boolean changed;

    Entry(Fact fact, int link, Way way, int start, boolean assumed) {
        super(fact.time);
        this.subject = fact.subject();
        this.link = link;
        this.way = way;
        this.start = start;
        this.earliest = fact;
        this.latestId = fact.id;
        this.assumed = assumed;
    }

    /** The step of the story that it was, if the graph has this version; it may have happened again since. */
    @Nullable StoryStep step(long version) {
        return stepIn == version ? step : null;
    }

    boolean changedSinceItTold() {
        return changed;
    }

    void tells(StoryStep it, long version) {
        step = it;
        stepIn = version;
        changed = false;
    }

    /** Another rule tells it from now on, in its own words. */
    void tellsNothing() {
        shown = null;
        step = null;
    }

    private void changes() {
        shown = null;
        changed = true;
    }

    /** Takes in what was seen once more; true when a time had to go for it. */
    boolean add(Entry seen, int mostTimes) {
        changes();
        var time = seen.first();
        if (time < first()) {
            step = null;
        }
        begins(seen.earliest);
        if (time > last()) {
            latestId = seen.latestId;
        } else {
            ends(seen.earliest);
        }
        assumed &= seen.assumed;
        return add(time, mostTimes);
    }

    // Ids are only looked at where the times are the same: they lie elsewhere.
    private void begins(Fact fact) {
        if (fact.time < first() || (fact.time == first() && (headless || fact.id.compareTo(earliest.id) < 0))) {
            earliest = fact;
            earliest.pack();
            headless = false;
        }
    }

    private void ends(Fact fact) {
        if (fact.time == last() && (latestId.isEmpty() || fact.id.compareTo(latestId) >= 0)) {
            latestId = fact.id;
        }
    }

    /** Takes back what was added; true when nothing is left. */
    boolean takeBack(Fact fact) {
        changes();
        step = null;
        headless |= fact.id.equals(earliest.id);
        latestId = fact.id.equals(latestId) ? "" : latestId;
        return remove(fact.time);
    }

    /** One of those that are still there: it may be the first or the last, when another was taken back. */
    void recall(Fact fact) {
        begins(fact);
        ends(fact);
    }

    /** Forgets what lies before; true when nothing is left. */
    boolean forget(long before) {
        if (forgetBefore(before)) {
            changes();
            step = null;
        }
        return size() == 0;
    }

    /** The first of it, as far as is kept. */
    Fact fact() {
        return earliest;
    }

    String lastId() {
        return latestId.isEmpty() ? earliest.id : latestId;
    }

    boolean assumed() {
        return assumed;
    }
}

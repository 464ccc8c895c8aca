package dev.sentinel.correlator.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A time in which an edge held: from {@code from}, not including {@code until}, in milliseconds since 1970. */
public record Interval(long from, long until) {

    /** The end of one that still holds. */
    public static final long NEVER = Moments.NEVER;

    /** All spans of an edge; overlapping and adjacent ones become one. */
    static List<Interval> joined(Spans spans, int first) {
        var all = new ArrayList<Interval>();
        for (int span = first; span != Spans.NONE; span = spans.next(span)) {
            all.add(new Interval(spans.start(span), spans.until(span)));
        }
        all.sort(Comparator.comparingLong(Interval::from).thenComparingLong(Interval::until));
        var joined = new ArrayList<Interval>();
        for (var each : all) {
            if (!joined.isEmpty() && each.from <= joined.getLast().until) {
                var last = joined.removeLast();
                joined.add(new Interval(last.from, Math.max(last.until, each.until)));
            } else {
                joined.add(each);
            }
        }
        return List.copyOf(joined);
    }
}

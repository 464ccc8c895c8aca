package dev.sentinel.transport.inbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The numbering of one source as far as it was received; computes, and leaves remembering to {@link Sequences}. */
final class Track {
    /** A stretch of numbers that has not come yet. */
    record Hole(long from, long to, Instant openedAt, boolean reported) {}

    private final int mostHoles;
    private final TreeMap<Long, Hole> holes = new TreeMap<>();
    private long highest;

    private Track(long highest, int mostHoles) {
        this.highest = highest;
        this.mostHoles = mostHoles;
    }

    /** A numbering whose next number is expected to follow the given one. */
    static Track after(long highest, List<Hole> open, int mostHoles) {
        Track track = new Track(highest, mostHoles);
        open.forEach(hole -> track.holes.put(hole.from(), hole));
        return track;
    }

    long highest() {
        return highest;
    }

    List<Hole> holes() {
        return List.copyOf(holes.values());
    }

    /** Takes in a number; returns holes that had to be given up to stay within the bound and were not yet reported. */
    List<Hole> received(long number, Instant now) {
        if (number <= highest) {
            close(number);
            return List.of();
        }
        if (number > highest + 1) {
            holes.put(highest + 1, new Hole(highest + 1, number - 1, now, false));
        }
        highest = number;
        return giveUpSurplus();
    }

    private void close(long number) {
        Map.Entry<Long, Hole> nearest = holes.floorEntry(number);
        if (nearest == null || nearest.getValue().to() < number) {
            return;
        }
        Hole hole = nearest.getValue();
        holes.remove(hole.from());
        keep(new Hole(hole.from(), number - 1, hole.openedAt(), hole.reported()));
        keep(new Hole(number + 1, hole.to(), hole.openedAt(), hole.reported()));
    }

    private void keep(Hole hole) {
        if (hole.from() <= hole.to()) {
            holes.put(hole.from(), hole);
        }
    }

    private List<Hole> giveUpSurplus() {
        List<Hole> given = new ArrayList<>();
        while (holes.size() > mostHoles) {
            Hole oldest = holes.pollFirstEntry().getValue();
            if (!oldest.reported()) {
                given.add(oldest);
            }
        }
        return given;
    }
}

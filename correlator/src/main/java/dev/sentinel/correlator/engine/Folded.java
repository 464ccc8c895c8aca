package dev.sentinel.correlator.engine;

import dev.sentinel.v1.Event;
import dev.sentinel.v1.FoldedNoise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Facts that only follow from the cause of one incident, by kind and reason: counted, with a few names. */
final class Folded {
    private static final int MOST_GROUPS = 32;
    private static final int MOST_NAMES = 16;
    private static final int MOST_IDS = 4_096;

    private static final class Group {
        private final String kind;
        private final String why;
        private long count;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private final TreeSet<String> names = new TreeSet<>();

        private Group(String kind, String why) {
            this.kind = kind;
            this.why = why;
        }
    }

    private final TreeMap<String, Group> groups = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();

    /** True when it was not here before. */
    boolean add(Event event, String kind, String why, long time) {
        if (seen.size() < MOST_IDS && !seen.add(event.getId())) {
            return false;
        }
        var key = key(kind, why);
        if (!groups.containsKey(key) && groups.size() == MOST_GROUPS) {
            return false;
        }
        var group = groups.computeIfAbsent(key, unused -> new Group(kind, why));
        group.count++;
        group.first = Math.min(group.first, time);
        group.last = Math.max(group.last, time);
        var name = event.hasAlert()
                ? event.getAlert().getName()
                : event.getSubject().getName();
        group.names.add(name);
        if (group.names.size() > MOST_NAMES) {
            group.names.pollLast();
        }
        return true;
    }

    /** Whether it was counted; of those that are too many to be remembered it is assumed. */
    boolean holds(Event event, String kind, String why) {
        return groups.containsKey(key(kind, why)) && (seen.size() == MOST_IDS || seen.contains(event.getId()));
    }

    private static String key(String kind, String why) {
        return kind + "\n" + why;
    }

    List<FoldedNoise> noise() {
        var noise = new ArrayList<FoldedNoise>();
        for (var group : groups.values()) {
            noise.add(FoldedNoise.newBuilder()
                    .setKind(group.kind)
                    .setReason(group.why)
                    .setCount(group.count)
                    .setFirstAt(Times.timestamp(group.first))
                    .setLastAt(Times.timestamp(group.last))
                    .addAllExampleNames(group.names)
                    .build());
        }
        return noise;
    }
}

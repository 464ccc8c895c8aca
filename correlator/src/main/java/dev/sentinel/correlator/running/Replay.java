package dev.sentinel.correlator.running;

import dev.sentinel.correlator.journal.Journal;
import dev.sentinel.correlator.patterns.PatternSet;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.store.Store;
import dev.sentinel.v1.Incident;
import dev.sentinel.yaml.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs recorded time twice, under the patterns in force and under others, and says what would be different. */
public final class Replay {

    private static final int PAGE = 1_000;
    private static final int MOST_INCIDENTS = 100_000;

    private final Store store;
    private final Partitions partitions;
    private final Core.Maker maker;

    /** What is replayed: incidents with news since then, of one cluster or of all, and how late events may have come. */
    public record Scope(Instant since, Optional<String> cluster, Duration lateness) {}

    /** An incident that comes out differently, and in what. */
    public record Change(Incident before, Incident after, List<String> what) {
        public Change {
            what = List.copyOf(what);
        }
    }

    /** What became of the question. */
    public sealed interface Answer {}

    /** What the other patterns would do. */
    public record Difference(
            long events, List<Incident> appear, List<Change> change, List<Incident> vanish, List<Incident> same)
            implements Answer {
        public Difference {
            appear = List.copyOf(appear);
            change = List.copyOf(change);
            vanish = List.copyOf(vanish);
            same = List.copyOf(same);
        }
    }

    /** The patterns cannot be used. */
    public record Unusable(List<String> problems) implements Answer {
        public Unusable {
            problems = List.copyOf(problems);
        }
    }

    private Replay(Store store, Partitions partitions, Core.Maker maker) {
        this.store = store;
        this.partitions = partitions;
        this.maker = maker;
    }

    /** The shipped patterns belong to both sides; changes nothing. */
    public static Answer compare(Store store, Partitions partitions, Scope scope, Optional<Path> inForce, Path others) {
        SortedMap<String, String> shipped = PatternFiles.shipped();
        PatternSet.Outcome before = read(shipped, inForce);
        PatternSet.Outcome after = read(shipped, Optional.of(others));
        if (before instanceof PatternSet.Outcome.Bad bad) {
            return unusable(bad);
        }
        if (after instanceof PatternSet.Outcome.Bad bad) {
            return unusable(bad);
        }
        return new Replay(store, partitions, Core.lateUpTo(scope.lateness()))
                .run(scope, ((PatternSet.Outcome.Good) before).set(), ((PatternSet.Outcome.Good) after).set());
    }

    static Difference compare(
            Store store, Partitions partitions, Scope scope, Core.Maker maker, PatternSet before, PatternSet after) {
        return new Replay(store, partitions, maker).run(scope, before, after);
    }

    private static Unusable unusable(PatternSet.Outcome.Bad bad) {
        return new Unusable(bad.problems().stream().map(Problem::toString).toList());
    }

    private static PatternSet.Outcome read(SortedMap<String, String> shipped, Optional<Path> folder) {
        try {
            return PatternSet.read(
                    folder.isEmpty() ? shipped : PatternFiles.together(shipped, PatternFiles.of(folder.get())));
        } catch (PatternFiles.Unreadable e) {
            return new PatternSet.Outcome.Bad(List.of(new Problem("patterns", 0, String.valueOf(e.getMessage()))));
        }
    }

    private Difference run(Scope scope, PatternSet before, PatternSet after) {
        Map<String, Incident> old = new TreeMap<>();
        Map<String, Incident> young = new TreeMap<>();
        long events = 0;
        for (int partition = 0; partition < partitions.count(); partition++) {
            if (scope.cluster().map(partitions::of).orElse(partition) == partition) {
                events += run(partition, scope, new Side(maker, before, old), new Side(maker, after, young));
            }
        }
        return difference(events, recent(old, scope), recent(young, scope));
    }

    /** From the beginning of the journal, whatever is asked for: what is known of the topology is older than the trouble. */
    private long run(int partition, Scope scope, Side before, Side after) {
        long events = 0;
        long position = 0;
        List<Journal.Entry> page = page(partition, position);
        while (!page.isEmpty()) {
            for (Journal.Entry entry : page) {
                String cluster = entry.event().getCluster();
                if (scope.cluster().filter(wanted -> !wanted.equals(cluster)).isEmpty()) {
                    before.take(entry);
                    after.take(entry);
                    events++;
                }
            }
            position = page.getLast().position();
            page = page(partition, position);
        }
        long now = store.read(sql -> sql.now()).getEpochSecond();
        before.letPass(now);
        after.letPass(now);
        return events;
    }

    private List<Journal.Entry> page(int partition, long position) {
        return store.read(sql -> Journal.read(sql, partition, position, PAGE));
    }

    /** One of the two worlds, and the newest revision of each of its incidents. */
    private static final class Side {
        private final Clusters clusters;
        private final Map<String, Incident> newest;

        Side(Core.Maker maker, PatternSet patterns, Map<String, Incident> newest) {
            this.clusters = new Clusters(maker, patterns.patterns());
            this.newest = newest;
        }

        void take(Journal.Entry entry) {
            note(clusters.take(entry));
        }

        void letPass(long second) {
            note(clusters.letPass(second));
        }

        private void note(List<Incident> changed) {
            for (Incident incident : changed) {
                if (newest.size() == MOST_INCIDENTS && !newest.containsKey(incident.getId())) {
                    throw new IllegalStateException("these patterns make more than " + MOST_INCIDENTS
                            + " incidents of recorded time; replay one cluster (--cluster), or tighten them");
                }
                newest.put(incident.getId(), incident);
            }
        }
    }

    private static Map<String, Incident> recent(Map<String, Incident> all, Scope scope) {
        Map<String, Incident> recent = new LinkedHashMap<>();
        all.forEach((id, incident) -> {
            if (incident.getUpdatedAt().getSeconds() >= scope.since().getEpochSecond()) {
                recent.put(id, incident);
            }
        });
        return recent;
    }

    private static Difference difference(long events, Map<String, Incident> before, Map<String, Incident> after) {
        List<Incident> appear = new ArrayList<>();
        List<Change> change = new ArrayList<>();
        List<Incident> same = new ArrayList<>();
        after.forEach((id, now) -> {
            Incident then = before.get(id);
            if (then == null) {
                appear.add(now);
            } else {
                List<String> what = what(then, now);
                if (what.isEmpty()) {
                    same.add(now);
                } else {
                    change.add(new Change(then, now, what));
                }
            }
        });
        List<Incident> vanish = before.entrySet().stream()
                .filter(entry -> !after.containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return new Difference(events, appear, change, vanish, same);
    }

    private static List<String> what(Incident before, Incident after) {
        List<String> what = new ArrayList<>();
        note(what, "state", Words.of(before.getState()), Words.of(after.getState()));
        note(what, "severity", Words.of(before.getSeverity()), Words.of(after.getSeverity()));
        note(what, "sure", percent(before), percent(after));
        note(what, "title", before.getTitle(), after.getTitle());
        note(what, "opened", opened(before), opened(after));
        note(what, "steps", before.getStoryCount(), after.getStoryCount());
        note(what, "evidence", before.getEvidenceCount(), after.getEvidenceCount());
        note(what, "parent", before.getParentId(), after.getParentId());
        note(what, "folded", folded(before), folded(after));
        note(what, "pattern version", before.getPatternVersion(), after.getPatternVersion());
        return what;
    }

    private static void note(List<String> what, String name, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            what.add("%s %s -> %s".formatted(name, shown(before), shown(after)));
        }
    }

    private static String shown(Object value) {
        String text = value.toString();
        return text.isEmpty() ? "none" : text;
    }

    private static String percent(Incident incident) {
        return Math.round(incident.getConfidence().getScore() * 100) + "%";
    }

    private static String opened(Incident incident) {
        return incident.hasOpenedAt()
                ? Instant.ofEpochSecond(incident.getOpenedAt().getSeconds()).toString()
                : "";
    }

    private static long folded(Incident incident) {
        return incident.getFoldedList().stream()
                .mapToLong(noise -> noise.getCount())
                .sum();
    }
}

package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.logs.Entry;
import dev.sentinel.collectors.logs.Origin;
import dev.sentinel.collectors.machine.HostRoot;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.LogSuppressed;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.SuppressionCause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at all files once: what grew is read, a bounded piece of each in turn; then it is told, then remembered. One thread. */
final class FileLook {
    static final JsonCodec<Position> POSITIONS = JsonCodec.of(Position.class);
    private static final JsonCodec<String> WORD = JsonCodec.of(String.class);
    private static final String BEGUN = "begun";
    private static final String FILE = "file";
    private static final int PIECE = 64 * 1024;
    private static final int MOST_EVENTS = 200;
    /** Nothing is lost when positions that cost no event are a little old. */
    private static final Duration REMEMBERED_AT_LEAST = Duration.ofSeconds(5);

    private final FileSettings settings;
    private final Desk desk;
    private final Hearing hearing;
    private final FileFinder finder;
    private final Map<Path, Follow> follows = new LinkedHashMap<>();
    private final Map<String, Position> kept = new LinkedHashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    private final List<Event> events = new ArrayList<>();
    private final List<IOException> troubles = new ArrayList<>();
    private final boolean firstEver;
    private boolean firstLook = true;
    private boolean told;
    private Instant rememberedAt = Instant.EPOCH;
    private int turn;

    FileLook(FileSettings settings, Desk desk, Hearing.Ears ears) {
        this.settings = settings;
        this.desk = desk;
        this.hearing = new Hearing(desk.facts(), ears);
        this.finder = new FileFinder(settings);
        this.firstEver = desk.memory().recall(BEGUN, WORD).isEmpty();
        kept.putAll(desk.memory().recallAll(FILE + "/", POSITIONS));
    }

    /** What kept it from reading some files. */
    record Shortcomings(List<IOException> troubles, int leftOut) {}

    Shortcomings look() throws IOException, InterruptedException {
        Instant now = desk.now();
        troubles.clear();
        told = false;
        attend(now);
        read(now);
        follows.values().forEach(follow -> follow.flush(now));
        events.addAll(hearing.tick(now));
        tell();
        remember(now);
        leave();
        firstLook = false;
        troubles.addAll(finder.troubles());
        return new Shortcomings(List.copyOf(troubles), finder.leftOut());
    }

    private void attend(Instant now) {
        finder.find().forEach((path, found) -> follows.computeIfAbsent(path, each -> follow(found)));
        // Two names of one file, as the kubelet makes them, are one log.
        Set<List<Long>> seen = new HashSet<>();
        for (Follow follow : follows.values()) {
            try {
                follow.attend(now, firstEver && firstLook ? settings.firstBytes() : Long.MAX_VALUE);
                follow.shadow(!follow.identity().map(seen::add).orElse(true));
            } catch (IOException e) {
                troubles.add(e);
            }
        }
    }

    private Follow follow(FileFinder.Found found) {
        Optional<Position> position = Optional.ofNullable(kept.get(key(found.path())));
        return new Follow(
                found,
                new HostRoot(settings.root()),
                position,
                entry -> hear(entry, found.origin()),
                (lines, bytes) -> events.add(lost(found, lines, bytes)));
    }

    private void hear(Entry entry, Origin origin) {
        events.addAll(hearing.hear(entry, origin, desk.now()));
    }

    private Event lost(FileFinder.Found found, long lines, long bytes) {
        LogSuppressed fact = LogSuppressed.newBuilder()
                .setCause(SuppressionCause.SUPPRESSION_CAUSE_ROTATED_AWAY)
                .setLineCount(Math.max(1, lines))
                .setByteCount(bytes)
                .setLastAt(Times.stamp(desk.now()))
                .build();
        return desk.facts()
                .event(
                        Seen.now(desk.now()),
                        Severity.SEVERITY_WARNING,
                        found.origin().subject(),
                        found.origin().related(),
                        fact);
    }

    /** A piece of each file in turn, beginning with another one each time, until all is read or enough. */
    private void read(Instant now) throws IOException, InterruptedException {
        List<Follow> all = new ArrayList<>(follows.values());
        if (all.isEmpty()) {
            return;
        }
        turn = (turn + 1) % all.size();
        Map<Follow, Long> room = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            room.put(all.get((turn + i) % all.size()), settings.bytesPerFile());
        }
        long left = settings.bytesPerLook();
        while (left > 0 && !room.isEmpty()) {
            Iterator<Map.Entry<Follow, Long>> each = room.entrySet().iterator();
            while (each.hasNext() && left > 0) {
                Map.Entry<Follow, Long> entry = each.next();
                int count = step(entry.getKey(), now);
                left -= count;
                entry.setValue(entry.getValue() - count);
                if (count == 0 || entry.getValue() <= 0) {
                    each.remove();
                }
                if (events.size() > MOST_EVENTS) {
                    tell();
                }
            }
        }
    }

    private int step(Follow follow, Instant now) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("reading files took too long");
        }
        try {
            return follow.step(buffer, now);
        } catch (IOException e) {
            troubles.add(e);
            return 0;
        }
    }

    private void tell() throws IOException, InterruptedException {
        if (!events.isEmpty()) {
            desk.tell(events);
            told = true;
            events.clear();
        }
    }

    private void remember(Instant now) throws IOException {
        boolean due = told || firstLook || !now.isBefore(rememberedAt.plus(REMEMBERED_AT_LEAST));
        if (!due) {
            return;
        }
        Map<String, Position> changed = new LinkedHashMap<>();
        for (Follow follow : follows.values()) {
            String key = key(follow.found().path());
            follow.position()
                    .filter(position -> !position.equals(kept.get(key)))
                    .ifPresent(position -> changed.put(key, position));
        }
        if (!changed.isEmpty()) {
            desk.memory().remember(changed, POSITIONS);
            kept.putAll(changed);
        }
        if (firstEver && firstLook) {
            desk.memory().remember(BEGUN, now.toString(), WORD);
        }
        rememberedAt = now;
    }

    /** Forgets files that are gone, and lets go of those that have not grown for longest when too many are open. */
    private void leave() throws IOException {
        List<String> forgotten = new ArrayList<>();
        for (Follow follow : List.copyOf(follows.values())) {
            if (follow.isOver()) {
                follow.close();
                follows.remove(follow.found().path());
                forgotten.add(key(follow.found().path()));
            }
        }
        if (firstLook) {
            Set<String> present = new HashSet<>();
            follows.keySet().forEach(path -> present.add(key(path)));
            kept.keySet().stream().filter(key -> !present.contains(key)).forEach(forgotten::add);
        }
        if (!forgotten.isEmpty()) {
            desk.memory().forget(forgotten);
            forgotten.forEach(kept::remove);
        }
        List<Follow> open = follows.values().stream()
                .filter(Follow::isOpen)
                .sorted(Comparator.comparing(Follow::grew))
                .toList();
        for (Follow follow : open.subList(0, Math.max(0, open.size() - settings.openFiles()))) {
            follow.rest();
        }
    }

    /** The counts of what was left out, before the end. */
    List<Event> lastWords() {
        return hearing.close(desk.now());
    }

    void close() {
        for (Follow follow : follows.values()) {
            try {
                follow.close();
            } catch (IOException e) {
                // The process lets go of it at its end.
            }
        }
        follows.clear();
    }

    /** Below the longest key, whatever the path. */
    static String key(Path path) {
        String name = path.toString();
        return name.length() <= 480
                ? FILE + name
                : FILE + "/#" + Integer.toHexString(name.hashCode()) + name.substring(name.length() - 400);
    }
}

package dev.sentinel.collectors.host.edge;

import dev.sentinel.collectors.host.SpaceReading;
import dev.sentinel.collectors.machine.Machine;
import dev.sentinel.collectors.machine.MountTable.Mount;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.Engagement;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Watches the room on each filesystem, with a thread for each, because one that is dead answers to nobody. */
final class MountWatch {
    static final JsonCodec<SpaceReading.Before> BEFORE = JsonCodec.of(SpaceReading.Before.class);
    private static final String SPACE = "space/";
    private static final int LONGEST_POINT = 400;

    private final HostSettings settings;
    private final Machine machine;
    private final Desk desk;
    private final Map<String, Engagement> watched = new HashMap<>();
    private final Map<String, Mount> mounts = new ConcurrentHashMap<>();

    MountWatch(HostSettings settings, Machine machine, Desk desk) {
        this.settings = settings;
        this.machine = machine;
        this.desk = desk;
    }

    /** Finds what is mounted now: begins to watch what is new and ends with what is gone. */
    void look() throws IOException {
        Map<String, Mount> wanted = wanted();
        int tooMany = wanted.size() - settings.mostMounts();
        List<String> points =
                wanted.keySet().stream().limit(settings.mostMounts()).toList();
        List.copyOf(watched.keySet()).stream()
                .filter(point -> !points.contains(point))
                .forEach(this::end);
        for (String point : points) {
            mounts.put(point, wanted.get(point));
            if (!watched.containsKey(point)) {
                watched.put(point, begin(point));
            }
        }
        if (tooMany > 0) {
            throw Unreachable.because(
                    UnreachableCause.UNREACHABLE_CAUSE_IO,
                    "%d filesystems are not watched because there are more than %d; allow more, or name the paths that count"
                            .formatted(tooMany, settings.mostMounts()));
        }
    }

    private Map<String, Mount> wanted() throws IOException {
        List<Mount> all = machine.mounts().mounts();
        Map<String, Mount> wanted = new LinkedHashMap<>();
        for (String path : settings.paths()) {
            // The last mount over a path is the one that is seen.
            all.stream()
                    .filter(mount -> path.equals(mount.point())
                            || mount.point().equals("/")
                            || path.startsWith(mount.point() + "/"))
                    .reduce((one, other) ->
                            other.point().length() >= one.point().length() ? other : one)
                    .ifPresent(mount -> wanted.put(path, at(mount, path)));
        }
        if (settings.discover()) {
            discovered(all).forEach(mount -> wanted.putIfAbsent(mount.point(), mount));
        }
        wanted.keySet().removeIf(point -> point.length() > LONGEST_POINT || !isPlain(point));
        return wanted;
    }

    private static Mount at(Mount mount, String path) {
        return new Mount(mount.number(), mount.root(), path, mount.type(), mount.source(), mount.readOnly());
    }

    /** Each filesystem once, under the name that tells most: where a pod has it, else the shortest. */
    private List<Mount> discovered(List<Mount> all) {
        Map<String, Mount> byNumber = new LinkedHashMap<>();
        for (Mount mount : all) {
            if (mount.isLasting()) {
                byNumber.merge(mount.number(), mount, this::better);
            }
        }
        return byNumber.values().stream()
                .sorted(Comparator.comparing(Mount::point))
                .toList();
    }

    private Mount better(Mount one, Mount other) {
        // One bind mount that is read-only does not make the filesystem so.
        boolean moreToSay = machine.at(other).size() > machine.at(one).size();
        boolean shorter = machine.at(other).size() == machine.at(one).size()
                && other.point().length() < one.point().length();
        Mount best = moreToSay || shorter ? other : one;
        boolean readOnly = one.readOnly() && other.readOnly();
        return new Mount(best.number(), best.root(), best.point(), best.type(), best.source(), readOnly);
    }

    private static boolean isPlain(String point) {
        return point.chars().noneMatch(Character::isISOControl);
    }

    private Engagement begin(String point) {
        SpaceLook look = new SpaceLook(settings, machine.root(), point);
        SpaceReading reading = new SpaceReading(desk.facts(), settings.thresholds());
        Ref subject = Refs.of("host.filesystem", machine.ref().getName(), point);
        Source source = new Source("space " + point, point, subject);
        return desk.poll(
                source,
                new Rhythm(settings.every(), settings.limit().multipliedBy(3)),
                () -> look(point, look, reading, subject));
    }

    private void look(String point, SpaceLook look, SpaceReading reading, Ref subject)
            throws IOException, InterruptedException {
        Optional<Mount> mount = Optional.ofNullable(mounts.get(point));
        if (mount.isEmpty()) {
            return;
        }
        List<Ref> related = new ArrayList<>(machine.at(mount.get()));
        related.add(machine.ref());
        SpaceReading.Before before = desk.memory().recall(SPACE + point, BEFORE).orElse(SpaceReading.Before.NOTHING);
        SpaceReading.Result result = reading.read(look.look(mount.get()), before, subject, related, desk.now());
        desk.tell(result.events());
        if (!result.before().equals(before)) {
            desk.memory().remember(SPACE + point, result.before(), BEFORE);
        }
    }

    private void end(String point) {
        Optional.ofNullable(watched.remove(point)).ifPresent(Engagement::close);
        mounts.remove(point);
        desk.memory().forget(List.of(SPACE + point));
    }
}

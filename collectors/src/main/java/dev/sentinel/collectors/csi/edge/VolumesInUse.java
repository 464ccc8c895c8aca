package dev.sentinel.collectors.csi.edge;

import dev.sentinel.collectors.csi.FormatReading;
import dev.sentinel.collectors.csi.KnownVolumes;
import dev.sentinel.collectors.kernel.Surroundings.Backing;
import dev.sentinel.collectors.logs.Entry;
import dev.sentinel.collectors.logs.Origin;
import dev.sentinel.collectors.logs.edge.Listener;
import dev.sentinel.collectors.machine.Machine;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notes which volumes are mounted here and since when, and tells by it, when a driver's log says that a disk is blank, whether
 * that can be. The logs are read by others, who let it listen.
 */
public final class VolumesInUse implements Collector, Listener, KnownVolumes {
    static final JsonCodec<VolumeSeen> VOLUME = JsonCodec.of(VolumeSeen.class);
    static final JsonCodec<DiskSeen> DISK = JsonCodec.of(DiskSeen.class);
    static final JsonCodec<Backed> BACKED = JsonCodec.of(Backed.class);
    private static final String MAPS = "maps";
    private static final String VOLUMES = "volume/";
    private static final String DISKS = "disk/";
    private static final int MOST = 8192;

    private final CsiSettings settings;
    private final Machine machine;
    private final Births births;
    private final Map<Ref, VolumeSeen> seen = new ConcurrentHashMap<>();
    private volatile Optional<Desk> desk = Optional.empty();

    /** On the machine, with somebody who knows the cluster, if anybody does. */
    public VolumesInUse(CsiSettings settings, Machine machine, Births births) {
        this.settings = settings;
        this.machine = machine;
        this.births = births;
    }

    @Override
    public String name() {
        return "csi";
    }

    @Override
    public Reach reach() {
        return Reach.HOST;
    }

    @Override
    public void open(Desk opened) {
        opened.memory().recallAll(VOLUMES, VOLUME).values().forEach(each -> seen.put(each.volume(), each));
        Map<String, List<Ref>> disks = new HashMap<>();
        opened.memory()
                .recallAll(DISKS, DISK)
                .forEach((key, disk) -> disks.put(key.substring(DISKS.length()), disk.related()));
        machine.recall(disks);
        desk = Optional.of(opened);
        opened.poll(
                new Source("volumes", "/proc/1/mountinfo", machine.ref()),
                new Rhythm(settings.every(), Duration.ofSeconds(30)),
                () -> note(opened));
    }

    private void note(Desk opened) throws IOException, InterruptedException {
        var unused = machine.mounts();
        maps(opened);
        Map<String, VolumeSeen> fresh = new HashMap<>();
        machine.mountedVolumes().forEach((volume, related) -> {
            if (!seen.containsKey(volume)) {
                fresh.put(key(volume), new VolumeSeen(volume, related, opened.now()));
            }
        });
        Map<String, DiskSeen> disks = new HashMap<>();
        machine.disks().forEach((wwid, related) -> {
            DiskSeen disk = new DiskSeen(related);
            String key = DISKS + wwid;
            if (!opened.memory().recall(key, DISK).filter(disk::equals).isPresent()) {
                disks.put(key, disk);
            }
        });
        opened.memory().remember(disks, DISK);
        opened.memory().remember(fresh, VOLUME);
        fresh.values().forEach(each -> seen.put(each.volume(), each));
        forgetOldest(opened);
    }

    /** Which map stands under which mounted volume: multipathd and the orchestrators know one half of it each. */
    private void maps(Desk opened) throws IOException, InterruptedException {
        Telling telling = new Telling(opened.facts(), opened.now());
        List<Edge> now = new ArrayList<>();
        machine.volumesByMap()
                .forEach((map, volumes) -> volumes.stream()
                        .limit(MOST)
                        .forEach(
                                volume -> now.add(Telling.edge(EdgeKind.EDGE_KIND_BACKS, map, volume, telling.now()))));
        Backed before = opened.memory().recall(MAPS, BACKED).orElse(Backed.NOTHING);
        Backed backed =
                new Backed(telling.links("volumes on " + machine.ref().getName(), machine.ref(), before.edges(), now));
        if (!backed.equals(before)) {
            opened.tell(telling.events());
            opened.memory().remember(MAPS, backed, BACKED);
        }
    }

    private void forgetOldest(Desk opened) {
        int tooMany = seen.size() - MOST;
        if (tooMany > 0) {
            List<Ref> oldest = seen.values().stream()
                    .sorted(Comparator.comparing(VolumeSeen::first))
                    .limit(tooMany)
                    .map(VolumeSeen::volume)
                    .toList();
            opened.memory().forget(oldest.stream().map(VolumesInUse::key).toList());
            oldest.forEach(seen::remove);
        }
    }

    private static String key(Ref volume) {
        return VOLUMES + volume.getKind() + "/" + volume.getName();
    }

    @Override
    public List<Event> hear(Facts facts, Entry entry, Origin origin, Instant observedAt) {
        if (!settings.programs().contains(origin.program())) {
            return List.of();
        }
        return new FormatReading(facts)
                .read(entry.line(), Seen.at(entry.time(), observedAt), machine.ref(), this).stream()
                        .toList();
    }

    @Override
    public Standing behind(String device) {
        Optional<Backing> backing = machine.device(device);
        List<Ref> related = backing.map(Backing::related).orElse(List.of());
        // A path under /dev/longhorn names its volume even while there is no device behind it.
        Optional<Ref> volume = backing.flatMap(Backing::volume).or(() -> machine.longhornVolume(device));
        if (volume.isEmpty()) {
            return new Standing.Untold(Optional.empty(), related);
        }
        List<Ref> others =
                related.stream().filter(each -> !each.equals(volume.get())).toList();
        Optional<VolumeSeen> before = Optional.ofNullable(seen.get(volume.get()));
        if (before.isPresent()) {
            List<Ref> all = new ArrayList<>(others);
            before.get().related().stream()
                    .filter(each -> !all.contains(each) && !each.equals(volume.get()))
                    .forEach(all::add);
            return new Standing.Used(volume.get(), all, before.get().first());
        }
        return born(volume.get(), others);
    }

    /** Another machine may have had it mounted: that it was never here says nothing, its age does. */
    private Standing born(Ref volume, List<Ref> related) {
        Optional<Instant> birth = births.of(volume);
        Optional<Instant> now = desk.map(Desk::now);
        if (birth.isEmpty() || now.isEmpty()) {
            return new Standing.Untold(Optional.of(volume), related);
        }
        return birth.get().plus(settings.young()).isAfter(now.get())
                ? new Standing.Fresh(volume, related)
                : new Standing.Used(volume, related, birth.get());
    }

    @Override
    public List<Check> examine() {
        try {
            int mounts = machine.mounts().mounts().size();
            int volumes = machine.mountedVolumes().size();
            return List.of(
                    volumes == 0
                            ? Check.noteworthy(
                                    "volumes",
                                    ("%d mounts and no volume of a driver among them; in a container mount /proc, /sys, /dev"
                                                    + " and /var/lib/kubelet of the machine below %s (hostPath, read-only)")
                                            .formatted(mounts, machine.root().path()))
                            : Check.readable("volumes", "%d volumes in %d mounts".formatted(volumes, mounts)));
        } catch (IOException e) {
            return List.of(Check.unreadable(
                    "volumes", "the table of mounts cannot be read: %s; mount /proc of the machine".formatted(e)));
        }
    }
}

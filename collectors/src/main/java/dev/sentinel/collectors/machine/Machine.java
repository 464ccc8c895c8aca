package dev.sentinel.collectors.machine;

import dev.sentinel.collectors.kernel.Surroundings;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands on which device of this machine, looked up when asked and used for a moment. Safe for all threads. */
public final class Machine implements Surroundings {
    private static final int MOST_VOLUMES = 4096;
    /** What a disk was for is known for so many disks after its mount is gone. */
    private static final int MOST_DISKS = 4096;

    private static final Set<String> VOLUMES =
            Set.of("longhorn.volume", "kubernetes.persistent_volume", "nomad.volume");

    private final MachineSettings settings;
    private final HostRoot root;
    private final BlockDevices devices;
    private final KubeletVolumes volumes;
    private final Map<String, List<Ref>> disks = new LinkedHashMap<>();
    private Optional<Picture> picture = Optional.empty();

    /** What was found at one moment. */
    private record Picture(long at, MountTable mounts, Map<String, List<Ref>> byNumber) {}

    public Machine(MachineSettings settings) {
        this.settings = settings;
        this.root = new HostRoot(settings.root());
        this.devices = new BlockDevices(root);
        this.volumes = new KubeletVolumes(settings);
    }

    /** The thing that events of this machine are about. */
    public Ref ref() {
        return settings.node().isEmpty() ? Refs.of("host.machine", settings.instance()) : Refs.node(settings.node());
    }

    public HostRoot root() {
        return root;
    }

    /** The mounts of the machine, not those of a container. */
    public MountTable mounts() throws IOException {
        Path table = root.at("/proc/1/mountinfo");
        try {
            return MountTable.parse(new String(Files.readAllBytes(table), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return MountTable.parse(
                    new String(Files.readAllBytes(root.at("/proc/self/mountinfo")), StandardCharsets.UTF_8));
        }
    }

    /** Volume, persistent volume and pod of what is mounted there. */
    public List<Ref> at(MountTable.Mount mount) {
        List<Ref> refs = named(mount);
        device(mount.number())
                .ifPresent(backing -> backing.related().stream()
                        .filter(each -> !refs.contains(each))
                        .forEach(refs::add));
        return refs;
    }

    /** What the place of a mount says; nothing when it is neither the kubelet's nor Nomad's. */
    private List<Ref> named(MountTable.Mount mount) {
        List<Ref> refs = new ArrayList<>(volumes.at(mount.point()));
        NomadVolumes.at(mount.point()).ifPresent(refs::add);
        return refs;
    }

    @Override
    public synchronized Optional<Backing> device(String name) {
        return devices.number(name).map(this::backing);
    }

    @Override
    public Optional<Ref> pod(String uid) {
        return volumes.pod(uid);
    }

    /** The volume that a device file of Longhorn names. */
    public Optional<Ref> longhornVolume(String file) {
        String folder = "/dev/longhorn/";
        return file.startsWith(folder) && Names.isObject(file.substring(folder.length()))
                ? Optional.of(volumes.longhorn(file.substring(folder.length())))
                : Optional.empty();
    }

    private Backing backing(String number) {
        Map<String, List<Ref>> known = picture().byNumber();
        List<Ref> related = new ArrayList<>();
        String wwid = "";
        // Errors are told of a path or of a map, while the filesystem stands on what is made of them.
        for (String each : around(number)) {
            String own = devices.wwid(each);
            wwid = wwid.isEmpty() ? own : wwid;
            known.getOrDefault(each, disks.getOrDefault(own, List.of())).stream()
                    .filter(ref -> !related.contains(ref))
                    .forEach(related::add);
            devices.map(each)
                    .map(this::map)
                    .filter(ref -> !related.contains(ref))
                    .ifPresent(related::add);
        }
        return new Backing(wwid, related.stream().filter(Machine::isVolume).findFirst(), related);
    }

    private List<String> around(String number) {
        List<String> all = new ArrayList<>(devices.above(number));
        devices.below(number).stream().filter(each -> !all.contains(each)).forEach(all::add);
        return all;
    }

    private Ref map(String name) {
        return Refs.of("multipath.map", ref().getName(), name);
    }

    private static boolean isVolume(Ref ref) {
        return VOLUMES.contains(ref.getKind());
    }

    /** The volumes that are mounted now, by the multipath map below each. */
    public synchronized Map<Ref, List<Ref>> volumesByMap() {
        Map<Ref, List<Ref>> found = new LinkedHashMap<>();
        picture().byNumber().forEach((number, refs) -> {
            List<Ref> mounted = refs.stream().filter(Machine::isVolume).toList();
            devices.below(number).stream()
                    .flatMap(each -> devices.map(each).stream())
                    .filter(map -> !mounted.isEmpty())
                    .forEach(map -> found.computeIfAbsent(map(map), none -> new ArrayList<>())
                            .addAll(mounted));
        });
        return found;
    }

    /** Maps that are in use: mounted, or held by another device. multipathd does not say it. */
    public synchronized Set<String> openMaps() {
        Set<String> mounted = new HashSet<>();
        picture().mounts().mounts().forEach(mount -> mounted.add(mount.number()));
        Set<String> open = new HashSet<>();
        for (String name : devices.mapped()) {
            devices.number(name)
                    .filter(number -> devices.above(number).size() > 1 || mounted.contains(number))
                    .ifPresent(number -> open.add(name));
        }
        return open;
    }

    /** All volumes that are mounted now, with what belongs to them, by volume. */
    public synchronized Map<Ref, List<Ref>> mountedVolumes() {
        Map<Ref, List<Ref>> found = new LinkedHashMap<>();
        picture()
                .byNumber()
                .values()
                .forEach(refs -> refs.stream()
                        .filter(Machine::isVolume)
                        .findFirst()
                        .ifPresent(volume -> found.putIfAbsent(volume, refs)));
        return found;
    }

    private Picture picture() {
        boolean fresh = picture.filter(
                        each -> System.nanoTime() - each.at() < settings.fresh().toNanos())
                .isPresent();
        if (!fresh) {
            picture = Optional.of(look());
        }
        return picture.orElseThrow();
    }

    private Picture look() {
        MountTable mounts;
        try {
            mounts = mounts();
        } catch (IOException e) {
            mounts = new MountTable(List.of());
        }
        Map<String, List<Ref>> byNumber = new HashMap<>();
        longhorn(byNumber);
        for (MountTable.Mount mount : mounts.mounts()) {
            List<Ref> refs = named(mount);
            if (!refs.isEmpty() && byNumber.size() < MOST_VOLUMES) {
                List<Ref> all = byNumber.computeIfAbsent(mount.number(), number -> new ArrayList<>());
                refs.stream().filter(each -> !all.contains(each)).forEach(all::add);
            }
        }
        byNumber.forEach(this::keep);
        return new Picture(System.nanoTime(), mounts, byNumber);
    }

    /** A disk keeps its identity while its mount comes and goes, and a format is decided while it is away. */
    private void keep(String number, List<Ref> refs) {
        String wwid = devices.wwid(number);
        if (!wwid.isEmpty()) {
            disks.put(wwid, List.copyOf(refs));
            if (disks.size() > MOST_DISKS) {
                disks.remove(disks.keySet().iterator().next());
            }
        }
    }

    /** Longhorn makes a device file of the volume's name beside the disk's own. */
    private void longhorn(Map<String, List<Ref>> byNumber) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.at("/dev/longhorn"))) {
            for (Path each : files) {
                String volume = each.getFileName().toString();
                if (Names.isObject(volume) && byNumber.size() < MOST_VOLUMES) {
                    devices.numberOfFile(each)
                            .ifPresent(number -> byNumber.computeIfAbsent(number, all -> new ArrayList<>())
                                    .add(volumes.longhorn(volume)));
                }
            }
        } catch (IOException absent) {
            // No Longhorn volume is attached here.
        }
    }

    /** What disks were last for, to be remembered over a stop. */
    public synchronized Map<String, List<Ref>> disks() {
        return new LinkedHashMap<>(disks);
    }

    /** Knows again what disks were for before a stop. */
    public synchronized void recall(Map<String, List<Ref>> before) {
        before.forEach(disks::putIfAbsent);
    }
}

package dev.sentinel.lab.world;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * LUNs as hosts see them: a multipath map for each, whether one of its path groups is active, and where it is mounted. The kernel
 * chooses a group with the first I/O, so a map that was just made has none (telemetry page 5.2).
 */
public final class Maps {

    private static final int FIRST_MINOR = 3;

    /**
     * One map of one host.
     *
     * @param active whether a group is
     * @param mount where its file system is mounted
     */
    public record Seen(String host, String lun, int minor, boolean active, Optional<String> mount) {

        /** The kernel's name of it. */
        public String device() {
            return "dm-" + minor;
        }

        /** Major and minor. */
        public String number() {
            return "254:" + minor;
        }

        /** The identity of the LUN, the same on every host, and the name of the map where it has no alias. */
        public String wwid() {
            return "3624a9370" + named(lun).replace("-", "").substring(0, 24);
        }
    }

    private final Map<String, Seen> maps = new TreeMap<>();

    /** A host finds the LUN, on two paths. */
    public Seen appears(String host, String lun) {
        int others =
                (int) of(host).stream().filter(each -> !each.lun().equals(lun)).count();
        return put(new Seen(host, lun, FIRST_MINOR + others, false, Optional.empty()));
    }

    /** The first reads chose a group. */
    public void mounted(String host, String lun, String where) {
        find(host, lun).ifPresent(each -> put(new Seen(host, lun, each.minor(), true, Optional.of(where))));
    }

    /** The host lets go of it. */
    public void goes(String host, String lun) {
        maps.remove(key(host, lun));
    }

    public Optional<Seen> find(String host, String lun) {
        return Optional.ofNullable(maps.get(key(host, lun)));
    }

    public List<Seen> of(String host) {
        return maps.values().stream().filter(each -> each.host().equals(host)).toList();
    }

    /** The identity of the file system that is on a LUN since it was formatted for the so-manieth time. */
    public static String filesystem(String lun, int formats) {
        return named(lun + " " + formats);
    }

    private Seen put(Seen seen) {
        maps.put(key(seen.host(), seen.lun()), seen);
        return seen;
    }

    private static String key(String host, String lun) {
        return host + " " + lun;
    }

    private static String named(String what) {
        return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

package dev.sentinel.collectors.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The mounts of a machine as {@code /proc/<pid>/mountinfo} lists them. */
public record MountTable(List<Mount> mounts) {
    /** A machine with this many is not one that anybody watches by hand. */
    private static final int MOST = 20_000;

    /** Filesystems that hold what somebody would miss. */
    private static final Set<String> LASTING = Set.of(
            "ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "nfs", "nfs4", "ceph", "cifs", "fuse.glusterfs");

    /**
     * One mount.
     *
     * @param number major and minor: "253:3"
     * @param root which folder of the filesystem is mounted
     * @param point where, as the machine calls it
     * @param source what: "/dev/dm-3"
     * @param readOnly this mount, or the filesystem below it
     */
    public record Mount(String number, String root, String point, String type, String source, boolean readOnly) {
        /** Whether it holds what outlives a restart. */
        public boolean isLasting() {
            return LASTING.contains(type);
        }
    }

    public MountTable {
        mounts = List.copyOf(mounts);
    }

    /** Reads the table; lines that are none are passed over. */
    public static MountTable parse(String text) {
        List<Mount> mounts = new ArrayList<>();
        text.lines().limit(MOST).forEach(line -> {
            List<String> fields = Arrays.asList(line.split(" ", -1));
            int dash = fields.indexOf("-");
            if (dash >= 6 && fields.size() >= dash + 4 && fields.get(4).startsWith("/")) {
                boolean readOnly = isReadOnly(fields.get(5)) || isReadOnly(fields.get(dash + 3));
                mounts.add(new Mount(
                        fields.get(2),
                        plain(fields.get(3)),
                        plain(fields.get(4)),
                        fields.get(dash + 1),
                        plain(fields.get(dash + 2)),
                        readOnly));
            }
        });
        return new MountTable(mounts);
    }

    private static boolean isReadOnly(String options) {
        return Arrays.asList(options.split(",", -1)).contains("ro");
    }

    /** The kernel writes blanks and the like as \040. */
    private static String plain(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            boolean escape = i + 4 <= text.length() && text.substring(i, i + 4).matches("\\\\[0-3][0-7]{2}");
            plain.append(escape ? (char) Integer.parseInt(text.substring(i + 1, i + 4), 8) : text.charAt(i));
            i += escape ? 3 : 0;
        }
        return plain.toString();
    }
}

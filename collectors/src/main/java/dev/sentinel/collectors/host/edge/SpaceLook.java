package dev.sentinel.collectors.host.edge;

import dev.sentinel.collectors.host.Filesystem;
import dev.sentinel.collectors.machine.HostRoot;
import dev.sentinel.collectors.machine.MountTable.Mount;
import dev.sentinel.collectors.machine.Program;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.util.List;

/** Asks one filesystem how full it is, by a process of its own: a dead one hangs that and nothing else. */
final class SpaceLook {
    private static final int LONGEST = 4096;

    private final Program stat;

    SpaceLook(HostSettings settings, HostRoot root, String point) {
        this.stat = new Program(
                List.of(
                        settings.stat(),
                        "--file-system",
                        "--format=%S %b %f %a %c %d",
                        "--",
                        root.at(point).toString()),
                settings.limit(),
                LONGEST);
    }

    /** How full it is now. */
    Filesystem look(Mount mount) throws IOException, InterruptedException {
        return filesystem(mount, stat.answer());
    }

    /** Block size, then blocks: all, free, free for those who are not root; then inodes: all, free. */
    static Filesystem filesystem(Mount mount, String answer) throws Unreachable {
        String[] numbers = answer.strip().split(" ", -1);
        if (numbers.length != 6 || !List.of(numbers).stream().allMatch(each -> each.matches("\\d{1,19}"))) {
            throw Unreachable.because(
                    UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                    "stat said \"%s\" of %s".formatted(answer.strip(), mount.point()));
        }
        long block = number(numbers[0]);
        long free = number(numbers[3]);
        // What only root may use is no room: both are counted without it, so that full is 0 of all.
        long total = number(numbers[1]) - (number(numbers[2]) - free);
        return new Filesystem(
                mount.point(),
                mount.source(),
                free * block,
                total * block,
                number(numbers[5]),
                number(numbers[4]),
                mount.readOnly());
    }

    private static long number(String digits) {
        // Some network filesystems say the largest number there is when they do not know.
        return digits.length() > 18 ? 0 : Long.parseLong(digits);
    }
}

package dev.sentinel.collectors.multipath;

import dev.sentinel.v1.MapQueueing;
import dev.sentinel.v1.PathChecker;
import dev.sentinel.v1.PathGroupState;
import dev.sentinel.v1.PathState;
import java.util.List;

/**
 * One map in one answer of multipathd.
 *
 * @param device the kernel's name, "dm-3"
 * @param queueSecondsLeft 0 when nothing counts down
 */
record MapState(
        String name,
        String wwid,
        String device,
        boolean suspended,
        MapQueueing queueing,
        int queueSecondsLeft,
        boolean open,
        List<Group> groups) {

    record Group(int number, PathGroupState state, int priority, List<Path> paths) {
        Group {
            paths = List.copyOf(paths);
        }

        int ready() {
            return (int) paths.stream().filter(Path::isReady).count();
        }
    }

    record Path(String device, String number, PathState state, PathChecker checker, String target) {
        boolean isReady() {
            return checker == PathChecker.PATH_CHECKER_READY;
        }
    }

    MapState {
        groups = List.copyOf(groups);
    }

    List<Path> paths() {
        return groups.stream().flatMap(group -> group.paths().stream()).toList();
    }

    int ready() {
        return groups.stream().mapToInt(Group::ready).sum();
    }

    int activeGroups() {
        return (int) groups.stream()
                .filter(group -> group.state() == PathGroupState.PATH_GROUP_STATE_ACTIVE)
                .count();
    }

    /** Whether something that the fact of a map tells is different. */
    boolean differs(MapState other) {
        return suspended != other.suspended
                || queueing != other.queueing
                || open != other.open
                || ready() != other.ready()
                || paths().size() != other.paths().size()
                || activeGroups() != other.activeGroups();
    }
}

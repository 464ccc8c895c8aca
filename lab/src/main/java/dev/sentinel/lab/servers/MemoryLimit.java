package dev.sentinel.lab.servers;

import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Program;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory that a container may take, as its pod says. */
final class MemoryLimit {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(Ki|Mi|Gi|Ti|)");
    private static final Map<String, Integer> SHIFTS = Map.of("", 0, "Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40);

    private MemoryLimit() {}

    static OptionalLong of(World world, Program.Run run) {
        return world.store()
                .find(new Key(Kinds.POD, run.namespace(), run.pod()))
                .map(pod -> Tree.items(pod, "spec", "containers")
                        .filter(each -> Tree.text(each, "name").equals(run.container()))
                        .map(each -> Tree.text(each, "resources", "limits", "memory"))
                        .flatMapToLong(text -> bytes(text).stream())
                        .findFirst())
                .orElse(OptionalLong.empty());
    }

    /** A quantity such as 2Gi; nothing when it is none. */
    static OptionalLong bytes(String text) {
        Matcher size = SIZE.matcher(text);
        return size.matches()
                ? OptionalLong.of(Long.parseLong(size.group(1)) << SHIFTS.getOrDefault(size.group(2), 0))
                : OptionalLong.empty();
    }
}

package dev.sentinel.collectors.kernel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.sentinel.v1.KernelProcessOomKilled;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.util.Optional;

/** Killed processes: one line names the control group, the next one the process. */
final class OomKills {
    private static final int MOST_UNDER_WAY = 64;

    private final Surroundings surroundings;
    private final Recent<String> groups = new Recent<>(MOST_UNDER_WAY);
    private final Pattern context = Pattern.compile(
            "oom-kill:constraint=CONSTRAINT_MEMCG,.*task_memcg=(?P<group>[^,]+),.*pid=(?P<process>\\d+)");
    private final Pattern killed = Pattern.compile(
            "[Oo]ut of memory: Killed process (?P<process>\\d+) \\((?P<name>[^)]+)\\)(?:,? .*anon-rss:(?P<anon>\\d+)kB, file-rss:(?P<file>\\d+)kB)?");
    private final Pattern pod =
            Pattern.compile("pod(?P<uid>[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12})");

    OomKills(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Optional<Finding> read(String line) {
        if (line.startsWith("oom-kill:")) {
            Matcher found = context.matcher(line);
            if (found.find()) {
                groups.put(found.group("process"), found.group("group"));
            }
            return Optional.empty();
        }
        if (!line.contains("Killed process ")) {
            return Optional.empty();
        }
        Matcher found = killed.matcher(line);
        return found.find() ? Shape.found(Severity.SEVERITY_WARNING, "", fact(found)) : Optional.empty();
    }

    private KernelProcessOomKilled.Builder fact(Matcher found) {
        Shape.Caught caught = new Shape.Caught(found);
        KernelProcessOomKilled.Builder fact = KernelProcessOomKilled.newBuilder()
                .setProcess(found.group("name"))
                .setProcessId(caught.count("process"));
        if (caught.number("anon").isPresent()) {
            fact.setResidentBytes(
                    (caught.number("anon").orElse(0L) + caught.number("file").orElse(0L)) * 1024);
        }
        Optional<String> group = groups.take(found.group("process"));
        group.ifPresent(fact::setControlGroup);
        group.flatMap(this::podOf).ifPresent(fact::setPod);
        return fact;
    }

    private Optional<Ref> podOf(String group) {
        Matcher found = pod.matcher(group);
        // systemd's names of groups have underscores where the uid has hyphens.
        return found.find() ? surroundings.pod(found.group("uid").replace('_', '-')) : Optional.empty();
    }
}

package dev.sentinel.collectors.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the journal is asked.
 *
 * @param program journalctl; default /usr/bin/journalctl
 * @param directory of the journal's files, where they are not this machine's own: /host/var/log/journal; absent for the
 *     program's own choice
 * @param units whose lines are read; empty for all
 * @param lookBack how much of the past is read the first time ever; default 15 min
 */
public record JournalSettings(String program, Optional<String> directory, List<String> units, Duration lookBack) {
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9@][A-Za-z0-9:_.@*-]{0,254}");
    private static final Pattern CURSOR = Pattern.compile("[a-z]=[0-9a-f]{1,32}(;[a-z]=[0-9a-f]{1,32}){0,8}");

    public JournalSettings {
        units = List.copyOf(units);
        units.stream().filter(unit -> !UNIT.matcher(unit).matches()).findFirst().ifPresent(unit -> {
            throw new IllegalArgumentException("\"%s\" is not the name of a unit".formatted(unit));
        });
        if (directory.filter(path -> !path.startsWith("/")).isPresent()) {
            throw new IllegalArgumentException("the journal's folder must be an absolute path");
        }
    }

    /** The units of the kubelet and of storage. */
    public static JournalSettings usual() {
        return new JournalSettings(
                "/usr/bin/journalctl",
                Optional.empty(),
                List.of(
                        "kubelet.service",
                        "k3s.service",
                        "k3s-agent.service",
                        "rke2-server.service",
                        "rke2-agent.service",
                        "etcd.service",
                        "multipathd.service",
                        "prometheus.service",
                        "loki.service",
                        "victoriametrics.service",
                        "victoria-metrics.service",
                        "victorialogs.service"),
                Duration.ofMinutes(15));
    }

    /** The words of a journalctl that prints all after the cursor and then follows. */
    List<String> words(boolean kernel, Optional<String> cursor) {
        List<String> words = new ArrayList<>(
                List.of(program, "--output=json", "--follow", "--no-tail", "--no-pager", "--all", "--quiet"));
        directory.ifPresent(each -> words.add("--directory=" + each));
        if (kernel) {
            words.add("--dmesg");
        } else {
            units.forEach(unit -> words.add("--unit=" + unit));
        }
        Optional<String> valid = cursor.filter(each -> CURSOR.matcher(each).matches());
        words.add(valid.map(each -> "--after-cursor=" + each)
                .orElseGet(() -> "--since=-%ds".formatted(lookBack.toSeconds())));
        return words;
    }
}

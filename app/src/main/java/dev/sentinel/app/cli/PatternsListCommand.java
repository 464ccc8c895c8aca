package dev.sentinel.app.cli;

import dev.sentinel.app.output.Table;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.Severity;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel patterns list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List the patterns, in the order of their names.")
final class PatternsListCommand implements Callable<Integer> {
    private static final int PREFIX = "SEVERITY_".length();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final PatternsOption patterns;

    @Mixin
    private final OutputOption output = new OutputOption();

    PatternsListCommand(PatternsOption patterns) {
        this.patterns = patterns;
    }

    @Override
    public Integer call() {
        var table = new Table("name", "version", "severity", "title");
        for (var pattern : patterns.load().patterns()) {
            table.row(pattern.name(), pattern.version(), severities(pattern), pattern.title());
        }
        spec.commandLine().getOut().print(table.write(output.format()));
        return ExitCode.OK.number();
    }

    /** {@code warning..critical}: from the least to the worst it can become. */
    private static String severities(Pattern pattern) {
        var order = Comparator.comparingInt(Severity::getNumber);
        var all = pattern.severities().stream()
                .map(Pattern.SeverityRule::severity)
                .sorted(order)
                .toList();
        return all.getFirst() == all.getLast()
                ? word(all.getFirst())
                : word(all.getFirst()) + ".." + word(all.getLast());
    }

    private static String word(Severity severity) {
        return severity.name().substring(PREFIX).toLowerCase(Locale.ROOT);
    }
}

package dev.sentinel.app.cli;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.patterns.PatternText;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel patterns explain NAME}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Say in plain words what a pattern looks for, when it opens and what it advises.")
final class PatternsExplainCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final PatternsOption patterns;

    @Parameters(paramLabel = "NAME", description = "The name of a pattern; part of it is enough when only one has it.")
    private String name = "";

    PatternsExplainCommand(PatternsOption patterns) {
        this.patterns = patterns;
    }

    @Override
    public Integer call() {
        var set = patterns.load();
        var found = set.find(name)
                .map(List::of)
                .orElseGet(() -> set.patterns().stream()
                        .filter(pattern -> pattern.name().contains(name))
                        .toList());
        if (found.size() != 1) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    found.isEmpty()
                            ? "no pattern is called \"%s\"; see: sentinel patterns list".formatted(name)
                            : found.stream()
                                    .map(Pattern::name)
                                    .collect(
                                            Collectors.joining(", ", "\"%s\" may be ".formatted(name), "; say which")));
        }
        spec.commandLine()
                .getOut()
                .println(PatternText.explain(found.getFirst()).stripTrailing());
        return ExitCode.OK.number();
    }
}

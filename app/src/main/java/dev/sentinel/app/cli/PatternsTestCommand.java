package dev.sentinel.app.cli;

import dev.sentinel.app.output.Printable;
import dev.sentinel.correlator.trial.PatternTest;
import dev.sentinel.correlator.trial.Result;
import dev.sentinel.correlator.trial.TestFile;
import dev.sentinel.correlator.trial.TestReader;
import dev.sentinel.correlator.trial.TestReading;
import dev.sentinel.correlator.trial.Trial;
import dev.sentinel.yaml.Problem;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel patterns test}: plays the tests of patterns through the engine, without broker or store. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Run the tests of patterns (NAME.tests.yaml); exit code 2 if anything fails.")
final class PatternsTestCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR|FILE",
            description =
                    "Your patterns and tests, run beside the patterns that ship. Without it: the tests that ship.")
    private Optional<Path> given = Optional.empty();

    @Override
    public Integer call() {
        var own = given.map(PatternsTestCommand::folder).map(PatternsSource::of).orElseGet(TreeMap::new);
        var texts = PatternsSource.together(own);
        var patterns = PatternsSource.read(texts).patterns();
        var files = read(chosen(given.isPresent() ? own : texts), new TestReader(patterns));
        var trial = new Trial(patterns);
        var out = spec.commandLine().getOut();
        int failed = 0;
        int count = 0;
        var began = System.nanoTime();
        for (var file : files) {
            for (var test : file.tests()) {
                count++;
                failed += run(trial, file, test, out) ? 0 : 1;
            }
        }
        out.printf("%d tests of %d files, %d failed, %d ms%n", count, files.size(), failed, millisSince(began));
        return (failed == 0 ? ExitCode.OK : ExitCode.USAGE).number();
    }

    private static Path folder(Path given) {
        if (Files.isDirectory(given)) {
            return given;
        }
        if (!Files.exists(given)) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "there is no %s; name a folder or a file".formatted(given));
        }
        return Optional.ofNullable(given.getParent()).orElse(Path.of("."));
    }

    /** The tests to run: all, or those of the file that was named, be it the pattern or its tests. */
    private SortedMap<String, String> chosen(SortedMap<String, String> texts) {
        var tests = new TreeMap<>(texts);
        tests.keySet().removeIf(name -> !name.endsWith(PatternsSource.TESTS));
        given.filter(path -> !Files.isDirectory(path))
                .map(path -> String.valueOf(path.getFileName()))
                .ifPresent(name -> {
                    var wanted = name.endsWith(PatternsSource.TESTS) ? name : PatternsSource.testsOf(name);
                    tests.keySet()
                            .removeIf(path ->
                                    !String.valueOf(Path.of(path).getFileName()).equals(wanted));
                });
        if (tests.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "no tests there; the tests of NAME.yaml are in NAME%s beside it".formatted(PatternsSource.TESTS));
        }
        return tests;
    }

    private static List<TestFile> read(SortedMap<String, String> texts, TestReader reader) {
        var files = new ArrayList<TestFile>();
        var problems = new ArrayList<Problem>();
        texts.forEach((name, text) -> {
            switch (reader.read(name, text)) {
                case TestReading.Good good -> files.add(good.file());
                case TestReading.Bad bad -> problems.addAll(bad.problems());
            }
        });
        if (!problems.isEmpty()) {
            throw PatternsSource.told(problems);
        }
        return files;
    }

    private static boolean run(Trial trial, TestFile file, PatternTest test, PrintWriter out) {
        var began = System.nanoTime();
        Result result = trial.run(file.file(), test);
        out.printf(
                "%-6s %5d ms  %s: %s%n",
                result.passed() ? "ok" : "FAILED",
                millisSince(began),
                Printable.escape(file.file()),
                Printable.escape(test.name()));
        result.complaints()
                .forEach(complaint -> complaint
                        .lines()
                        .forEach(line -> out.printf(
                                "       %s:%d: %s%n",
                                Printable.escape(file.file()), test.line(), Printable.escape(line))));
        out.flush();
        return result.passed();
    }

    private static long millisSince(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }
}

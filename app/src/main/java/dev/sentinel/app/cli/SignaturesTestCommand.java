package dev.sentinel.app.cli;

import dev.sentinel.app.output.Printable;
import dev.sentinel.app.output.Table;
import dev.sentinel.collectors.logs.LineTrial;
import dev.sentinel.collectors.logs.ShippedSignatures;
import dev.sentinel.collectors.logs.Signatures;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel signatures test}: what lines would become, and whether signatures do what their examples say. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Show what each line of a log would become; check the examples of signatures.",
            "Exit code 1 when an example fails."
        },
        footer = {
            "",
            "Examples:",
            "  sentinel signatures test my-signatures/",
            "  kubectl logs loki-0 | sentinel signatures test --program loki -"
        })
final class SignaturesTestCommand implements Callable<Integer> {
    private static final int MOST_LINES = 10_000;
    private static final int LONGEST_LINE = 1 << 20;
    /** Lines of klog have no year; any year does for a trial, so that a trial is the same tomorrow. */
    private static final Instant MOMENT = Instant.parse("2026-02-21T12:00:00Z");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR|FILE|-",
            description =
                    "A folder or a .yaml file of your signatures, to check their examples beside those that ship; or a file of log lines, or - for stdin. Without it: the examples that ship.")
    private Optional<String> given = Optional.empty();

    @Option(
            names = "--signatures",
            paramLabel = "DIR",
            description = "Your signatures, to hold the lines against beside those that ship.")
    private Optional<Path> own = Optional.empty();

    @Option(
            names = "--program",
            paramLabel = "NAME",
            description = "Whose log it is, as prometheus or longhorn-manager. Without it: anybody's.")
    private Optional<String> program = Optional.empty();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        var texts = new LinkedHashMap<>(ShippedSignatures.texts());
        own.ifPresent(folder -> texts.putAll(PatternsSource.of(folder)));
        var path = given.filter(name -> !name.equals("-")).map(Path::of);
        path.filter(each -> !Files.exists(each)).ifPresent(missing -> {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND, "there is no %s; name a folder, a file, or - for stdin".formatted(missing));
        });
        path.filter(SignaturesTestCommand::holdsSignatures).ifPresent(each -> texts.putAll(PatternsSource.at(each)));
        return switch (Signatures.load(texts)) {
            case Signatures.Loaded.Bad bad -> {
                bad.faults().forEach(fault -> spec.commandLine().getOut().println(Printable.escape(fault.toString())));
                yield ExitCode.SOFTWARE.number();
            }
            case Signatures.Loaded.Good good -> {
                if (given.isEmpty()
                        || path.filter(SignaturesTestCommand::holdsSignatures).isPresent()) {
                    spec.commandLine()
                            .getOut()
                            .printf(
                                    "%d signatures of %d files, all examples hold%n",
                                    good.signatures().ids().size(), texts.size());
                } else {
                    lines(new LineTrial(good.signatures()), path);
                }
                yield ExitCode.OK.number();
            }
        };
    }

    private static boolean holdsSignatures(Path path) {
        return Files.isDirectory(path) || path.toString().endsWith(".yaml");
    }

    private void lines(LineTrial trial, Optional<Path> path) {
        var table = new Table("line", "kind", "severity", "subject", "fact", "signature");
        try (InputStream in = path.isPresent() ? Files.newInputStream(path.get()) : System.in) {
            var lines = new BufferedInputStream(in);
            int number = 0;
            for (var line = next(lines); line.isPresent() && number < MOST_LINES; line = next(lines)) {
                number++;
                row(table, number, trial.read(line.get(), program, MOMENT));
            }
            if (number == MOST_LINES && lines.read() >= 0) {
                spec.commandLine()
                        .getErr()
                        .println("sentinel: only the first %d lines were looked at".formatted(MOST_LINES));
            }
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "the lines cannot be read (%s)".formatted(Printable.escape(unreadable.toString())));
        }
        spec.commandLine().getOut().print(table.write(output.format()));
    }

    private static void row(Table table, int number, List<LineTrial.Becomes> all) {
        if (all.isEmpty()) {
            table.row(Integer.toString(number), "nothing", "", "", "", "");
            return;
        }
        // A line that several signatures take is one row, so that the limit on lines is that of rows.
        var first = all.getFirst();
        var others = all.stream().map(LineTrial.Becomes::signature).toList();
        table.row(
                Integer.toString(number),
                first.kind(),
                first.severity(),
                first.subject(),
                first.fields().toString(),
                String.join(", ", others));
    }

    /** The next line; what is longer than any line is left away. */
    private static Optional<byte[]> next(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int each = in.read();
        if (each < 0) {
            return Optional.empty();
        }
        while (each >= 0 && each != '\n') {
            if (line.size() < LONGEST_LINE) {
                line.write(each);
            }
            each = in.read();
        }
        return Optional.of(line.toByteArray());
    }
}

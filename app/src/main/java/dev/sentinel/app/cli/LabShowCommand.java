package dev.sentinel.app.cli;

import dev.sentinel.app.lab.LabDoor;
import dev.sentinel.app.lab.Picture;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.output.Printable;
import dev.sentinel.app.output.Table;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel lab show}: the running lab in short. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show nodes, volumes, replicas and pods of the running lab, and what is broken.")
final class LabShowCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final LabFolderOption lab = new LabFolderOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() throws CannotStart, InterruptedException {
        try (var door = LabDoor.of(lab.folder())) {
            switch (door.show()) {
                case LabDoor.Answer.Done done -> write(done.said());
                case LabDoor.Answer.Refused refused ->
                    throw new CommandFailure(LabDoCommand.exitCode(refused.code()), Printable.escape(refused.why()));
            }
        }
        return ExitCode.OK.number();
    }

    private void write(String json) {
        PrintWriter out = spec.commandLine().getOut();
        switch (output.format()) {
            case JSON -> out.println(json);
            case TABLE -> {
                var picture = Picture.read(json);
                out.println("It is " + picture.time() + " there.");
                for (var part : picture.parts()) {
                    var table = new Table(part.columns().toArray(String[]::new));
                    part.rows().forEach(row -> table.row(row.toArray(String[]::new)));
                    out.printf(
                            "%n%s%n%s",
                            Printable.escape(part.name().toUpperCase(Locale.ROOT)), table.write(output.format()));
                }
                out.println();
                if (picture.broken().isEmpty()) {
                    out.println("Nothing is broken.");
                }
                picture.broken().forEach(each -> out.println("! " + Printable.escape(each)));
            }
        }
    }
}

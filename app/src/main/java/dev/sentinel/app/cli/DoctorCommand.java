package dev.sentinel.app.cli;

import dev.sentinel.app.doctor.Doctor;
import dev.sentinel.app.doctor.Finding;
import dev.sentinel.app.output.Table;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel doctor}: is everything there that sentinel stands on? */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Check broker, store, disk, clock and permissions; exit code 6 when something is bad.")
final class DoctorCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config;

    @Mixin
    private final OutputOption output = new OutputOption();

    DoctorCommand(ConfigOption config) {
        this.config = config;
    }

    @Override
    public Integer call() throws InterruptedException {
        var findings = new Doctor(config.load().config(), Clock.systemUTC()).examine();
        var table = new Table("check", "state", "detail");
        findings.forEach(finding ->
                table.row(finding.check(), finding.state().name().toLowerCase(Locale.ROOT), finding.detail()));
        spec.commandLine().getOut().print(table.write(output.format()));
        boolean bad = findings.stream().anyMatch(finding -> finding.state() == Finding.State.BAD);
        return (bad ? ExitCode.UNAVAILABLE : ExitCode.OK).number();
    }
}

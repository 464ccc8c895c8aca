package dev.sentinel.collectors.host.edge;

import dev.sentinel.collectors.host.TsdbReading;
import dev.sentinel.collectors.host.UnitReading;
import dev.sentinel.collectors.host.UnitShown;
import dev.sentinel.collectors.machine.Machine;
import dev.sentinel.collectors.machine.MountTable.Mount;
import dev.sentinel.collectors.machine.Program;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Watches the room on filesystems, units of systemd and data folders of this machine. */
public final class HostWatch implements Collector {
    static final JsonCodec<TsdbReading.Before> FOLDER = JsonCodec.of(TsdbReading.Before.class);
    static final JsonCodec<UnitReading.Before> UNIT = JsonCodec.of(UnitReading.Before.class);
    private static final Duration FOLDERS_EVERY = Duration.ofMinutes(1);
    private static final int LONGEST = 1 << 20;

    private final HostSettings settings;
    private final Machine machine;

    public HostWatch(HostSettings settings, Machine machine) {
        this.settings = settings;
        this.machine = machine;
    }

    @Override
    public String name() {
        return "host";
    }

    @Override
    public Reach reach() {
        return Reach.HOST;
    }

    @Override
    public void open(Desk desk) {
        MountWatch mounts = new MountWatch(settings, machine, desk);
        var self = machine.ref();
        desk.poll(
                new Source("mounts", "/proc/1/mountinfo", self),
                new Rhythm(settings.every(), settings.limit()),
                mounts::look);
        settings.folders().forEach(folder -> watch(folder, desk));
        settings.units().forEach(unit -> watch(unit, desk));
    }

    private void watch(HostSettings.DataFolder folder, Desk desk) {
        DataFolders folders = new DataFolders(machine.root());
        TsdbReading reading = new TsdbReading(desk.facts());
        String key = "folder" + folder.path();
        Duration every = settings.every().compareTo(FOLDERS_EVERY) < 0 ? settings.every() : FOLDERS_EVERY;
        desk.poll(
                new Source("folder " + folder.path(), folder.path().toString(), folder.server()),
                new Rhythm(every, settings.limit()),
                () -> {
                    TsdbReading.Before before =
                            desk.memory().recall(key, FOLDER).orElse(TsdbReading.Before.NOTHING);
                    TsdbReading.Result result = reading.read(
                            folders.list(folder.path(), desk.now()),
                            before,
                            folder.server(),
                            folder.related(),
                            desk.now());
                    desk.tell(result.events());
                    desk.memory().remember(key, result.before(), FOLDER);
                });
    }

    private void watch(HostSettings.Unit unit, Desk desk) {
        Program systemctl = systemctl(unit);
        var self = machine.ref();
        UnitReading reading = new UnitReading(desk.facts(), self);
        String key = "unit/" + unit.name();
        desk.poll(
                new Source("unit " + unit.name(), unit.name(), self),
                new Rhythm(settings.every(), settings.limit().multipliedBy(3)),
                () -> {
                    Optional<UnitReading.Before> before = desk.memory().recall(key, UNIT);
                    Reading<UnitReading.Before> result =
                            reading.read(before, shown(systemctl, unit), unit.related(), desk.now());
                    desk.tell(result.events());
                    desk.memory().remember(key, result.state(), UNIT);
                });
    }

    private Program systemctl(HostSettings.Unit unit) {
        return new Program(
                List.of(
                        settings.systemctl(),
                        "show",
                        "--no-pager",
                        "--timestamp=unix",
                        "--property=" + String.join(",", UnitShown.PROPERTIES),
                        "--",
                        unit.name()),
                settings.limit(),
                LONGEST);
    }

    private static UnitShown shown(Program systemctl, HostSettings.Unit unit) throws IOException, InterruptedException {
        return UnitShown.of(systemctl.answer()).stream()
                .findFirst()
                .orElseThrow(() -> Unreachable.because(
                        UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                        "systemd knows no unit %s; correct the name".formatted(unit.name())));
    }

    @Override
    public List<Check> examine() {
        List<Check> checks = new ArrayList<>();
        checks.add(mounts());
        for (HostSettings.DataFolder folder : settings.folders()) {
            String source = "data folder " + folder.path();
            checks.add(check(source, () -> {
                var listed = new DataFolders(machine.root()).list(folder.path(), Instant.EPOCH);
                return "%d entries in wal".formatted(listed.wal().size());
            }));
        }
        for (HostSettings.Unit unit : settings.units()) {
            checks.add(check(
                    "unit " + unit.name(),
                    () -> shown(systemctl(unit), unit).state().name()));
        }
        return checks;
    }

    private Check mounts() {
        return check("filesystems", () -> {
            List<Mount> lasting =
                    machine.mounts().mounts().stream().filter(Mount::isLasting).toList();
            if (!lasting.isEmpty()) {
                var unused = new SpaceLook(
                                settings, machine.root(), lasting.getFirst().point())
                        .look(lasting.getFirst());
            }
            return "%d filesystems that last are mounted".formatted(lasting.size());
        });
    }

    /** Something that can be tried. */
    @FunctionalInterface
    private interface Trying {
        String found() throws IOException, InterruptedException;
    }

    private static Check check(String source, Trying trying) {
        try {
            return Check.readable(source, trying.found());
        } catch (IOException e) {
            return Check.unreadable(source, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Check.unreadable(source, "interrupted");
        }
    }
}

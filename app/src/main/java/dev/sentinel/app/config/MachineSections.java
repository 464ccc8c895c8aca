package dev.sentinel.app.config;

import dev.sentinel.app.config.CollectorsConfig.Logs;
import dev.sentinel.app.config.CollectorsConfig.Machines;
import dev.sentinel.app.config.CollectorsConfig.Multipath;
import dev.sentinel.collectors.csi.edge.CsiSettings;
import dev.sentinel.collectors.host.edge.HostSettings;
import dev.sentinel.collectors.logs.Envelope;
import dev.sentinel.collectors.logs.Origin;
import dev.sentinel.collectors.logs.edge.FileSettings;
import dev.sentinel.collectors.logs.edge.Whose;
import dev.sentinel.collectors.machine.JournalSettings;
import dev.sentinel.v1.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What only one machine sees: its logs, its kernel, its disks. */
record MachineSections(Shape<Path> path) {
    private static final int MOST = 100;
    private static final Pattern NODE = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern ABSOLUTE = Pattern.compile("/(?!.*\\.\\.).{0,1000}");
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9@][A-Za-z0-9:_.@-]{0,254}");
    private static final Pattern PROGRAM = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,63}");
    private static final String PROGRAM_RULE = "use a-z, 0-9, dots and hyphens, as in prometheus";

    /** The machine that all of these read. */
    Machines machine(Section section) {
        return new Machines(
                section.get("root", path, Path.of("/")),
                section.find("node", Shape.matching(NODE, "a node's name is lower case, as kubectl get nodes shows it"))
                        .orElse(""),
                section.find("name", Shape.matching(NODE, "a host's name is lower case, as in nomad node status"))
                        .orElse(""),
                section.get("kubelet", absolute("the kubelet's folder"), "/var/lib/kubelet"));
    }

    Logs logs(Section section) {
        var containers = rules(section);
        var files = new ArrayList<FileSettings.Watched>();
        section.sections("files", MOST, this::plain).forEach(each -> each.ifPresent(files::add));
        var pods = section.get("pods", Shape.flag(), true);
        return new Logs(pods, files, containers);
    }

    private Optional<FileSettings.Watched> plain(Section section) {
        section.demand("glob", "which files");
        section.demand("program", "what writes them, so that its signatures apply");
        var glob = section.find("glob", absolute("files"));
        var envelope = section.get("envelope", Shape.choice(Envelope.class), Envelope.PLAIN);
        var program = section.find("program", Shape.matching(PROGRAM, PROGRAM_RULE));
        var thing = section.find("thing", Things.shape());
        return glob.flatMap(files -> program.map(name -> new FileSettings.Plain(
                files,
                envelope,
                new Origin(name, thing.orElseGet(() -> named("host.unit", name)), List.of(), Map.of()))));
    }

    /** Rules of a person come before the usual ones. */
    List<Whose.Rule> rules(Section section) {
        var all = new ArrayList<Whose.Rule>();
        section.sections("containers", MOST, each -> {
                    each.demand("program", "what runs in it, so that its signatures apply");
                    return each.find("program", Shape.matching(PROGRAM, PROGRAM_RULE))
                            .map(program -> new Whose.Rule(
                                    each.get("pod", Shape.text(), "*"),
                                    each.get("container", Shape.text(), "*"),
                                    program,
                                    each.get("thing", Shape.text(), "kubernetes.pod")));
                })
                .forEach(each -> each.ifPresent(all::add));
        all.addAll(Whose.USUAL);
        return all;
    }

    JournalSettings journal(Section section) {
        var usual = JournalSettings.usual();
        return new JournalSettings(
                section.get("program", absolute("a program"), usual.program()),
                section.find("directory", absolute("the journal's folder")),
                section.find("units", Shape.listOf(unit(), MOST)).orElse(usual.units()),
                section.get("look-back", Shape.duration(Duration.ofSeconds(1), Duration.ofDays(7)), usual.lookBack()));
    }

    Path ring(Section section) {
        return section.get("ring", path, Path.of("/dev/kmsg"));
    }

    Multipath multipath(Section section) {
        return new Multipath(
                section.find("socket", path),
                section.get("program", absolute("a program"), "/sbin/multipathd"),
                section.get(
                        "every", Shape.duration(Duration.ofSeconds(1), Duration.ofMinutes(5)), Duration.ofSeconds(5)));
    }

    CsiSettings csi(Section section) {
        var usual = CsiSettings.USUAL;
        return new CsiSettings(
                usual.programs(),
                section.get("every", Shape.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)), usual.every()),
                section.get("young", Shape.duration(Duration.ofMinutes(1), Duration.ofDays(1)), usual.young()));
    }

    HostSettings host(Section section) {
        var usual = HostSettings.usual();
        var units = new LinkedHashMap<String, HostSettings.Unit>();
        var paths = section.get("paths", Shape.listOf(absolute("a folder"), MOST), List.of());
        var discover = section.get("discover-mounts", Shape.flag(), usual.discover());
        var most = section.get("most-mounts", Shape.number(1, 400), usual.mostMounts());
        var every = section.get("every", Shape.duration(Duration.ofSeconds(5), Duration.ofMinutes(10)), usual.every());
        var folders = section.sections("data-folders", MOST, this::folder).stream()
                .flatMap(Optional::stream)
                .toList();
        section.sections("units", MOST, this::unit)
                .forEach(each -> each.ifPresent(unit -> units.put(unit.name(), unit)));
        return new HostSettings(
                paths,
                discover,
                most,
                usual.stat(),
                every,
                usual.limit(),
                usual.thresholds(),
                folders,
                List.copyOf(units.values()),
                usual.systemctl());
    }

    private Optional<HostSettings.DataFolder> folder(Section section) {
        section.demand("path", "the folder that holds wal and chunks_head");
        section.demand("server", "whose it is, as in prometheus.server/monitoring/prometheus-0");
        var folder = section.find("path", absolute("a data folder"));
        var server = section.find("server", Things.shape());
        var related = section.get("stored-on", Shape.listOf(Things.shape(), 16), List.of());
        return folder.flatMap(
                place -> server.map(whose -> new HostSettings.DataFolder(Path.of(place), whose, related)));
    }

    private Optional<HostSettings.Unit> unit(Section section) {
        section.demand("name", "as in prometheus.service");
        var name = section.find("name", unit());
        var runs = section.get("runs", Shape.listOf(Things.shape(), 16), List.of());
        return name.map(unit -> new HostSettings.Unit(unit, runs));
    }

    private static Shape<String> unit() {
        return Shape.matching(UNIT, "name a unit of systemd, as in prometheus.service");
    }

    private static Shape<String> absolute(String what) {
        return Shape.matching(ABSOLUTE, what + ": write a path that begins with a slash and has no ..");
    }

    private static Ref named(String kind, String name) {
        return Ref.newBuilder().setKind(kind).setName(name).build();
    }
}

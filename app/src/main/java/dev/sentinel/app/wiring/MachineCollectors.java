package dev.sentinel.app.wiring;

import dev.sentinel.app.config.CollectorsConfig;
import dev.sentinel.collectors.csi.edge.Births;
import dev.sentinel.collectors.csi.edge.VolumesInUse;
import dev.sentinel.collectors.host.edge.HostWatch;
import dev.sentinel.collectors.kernel.edge.KernelMessages;
import dev.sentinel.collectors.kernel.edge.KernelSettings;
import dev.sentinel.collectors.logs.RateLimit;
import dev.sentinel.collectors.logs.edge.FileSettings;
import dev.sentinel.collectors.logs.edge.JournalLines;
import dev.sentinel.collectors.logs.edge.Listener;
import dev.sentinel.collectors.logs.edge.LogFiles;
import dev.sentinel.collectors.logs.edge.SignatureFolder;
import dev.sentinel.collectors.logs.edge.Whose;
import dev.sentinel.collectors.machine.Machine;
import dev.sentinel.collectors.machine.MachineSettings;
import dev.sentinel.collectors.multipath.edge.MultipathMaps;
import dev.sentinel.collectors.multipath.edge.MultipathSettings;
import dev.sentinel.collectors.running.Collector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The collectors of one machine, which share what is known of it. */
final class MachineCollectors {
    private final CollectorsConfig config;
    private final Machine machine;
    private final Optional<VolumesInUse> volumes;

    MachineCollectors(CollectorsConfig config, String instance) {
        this.config = config;
        var known = config.machine();
        var usual = MachineSettings.usual(known.root(), known.node(), instance);
        this.machine = new Machine(new MachineSettings(
                known.root(),
                known.node(),
                instance,
                known.kubelet(),
                config.longhorn().namespace(),
                usual.fresh()));
        this.volumes = config.on().contains("csi")
                ? Optional.of(new VolumesInUse(config.csi(), machine, Births.UNKNOWN))
                : Optional.empty();
    }

    Optional<Collector> of(String name) {
        return switch (name) {
            case "logs" -> Optional.of(new LogFiles(files(), signatures(), listeners(), address -> Optional.empty()));
            case "journal" ->
                Optional.of(new JournalLines(journal(), signatures(), listeners(), address -> Optional.empty()));
            case "kernel" ->
                Optional.of(new KernelMessages(
                        new KernelSettings(config.ring(), Optional.of(config.journal()), RateLimit.Limits.USUAL),
                        machine));
            case "multipath" -> Optional.of(new MultipathMaps(multipath(), machine));
            case "csi" -> volumes.map(Collector.class::cast);
            case "host" -> Optional.of(new HostWatch(config.host(), machine));
            default -> Optional.empty();
        };
    }

    private SignatureFolder signatures() {
        return SignatureFolder.open(config.signatures());
    }

    /** Formats are told in the logs of kubelets and drivers, so whoever reads logs listens for them. */
    private List<Listener> listeners() {
        return volumes.map(List::<Listener>of).orElse(List.of());
    }

    private FileSettings files() {
        var logs = config.logs();
        var usual = FileSettings.usual(
                config.machine().root(), new Whose(config.machine().node(), logs.containers()));
        List<FileSettings.Watched> files = new ArrayList<>(logs.files());
        if (logs.pods()) {
            files.addAll(usual.files());
        }
        return usual.reading(files);
    }

    private JournalLines.Settings journal() {
        return new JournalLines.Settings(config.journal(), config.machine().node(), Map.of(), RateLimit.Limits.USUAL);
    }

    private MultipathSettings multipath() {
        var asked = config.multipath();
        var usual = MultipathSettings.usual(config.machine().root());
        Duration limit = asked.every().compareTo(usual.limit()) < 0 ? asked.every() : usual.limit();
        return new MultipathSettings(asked.socket().orElse(usual.socket()), asked.program(), asked.every(), limit);
    }
}

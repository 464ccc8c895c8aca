package dev.sentinel.app.demo;

import dev.sentinel.app.lifecycle.Closing;
import dev.sentinel.lab.host.HostFiles;
import dev.sentinel.lab.host.Multipathd;
import dev.sentinel.lab.outside.NomadServer;
import dev.sentinel.lab.scenario.Deed;
import dev.sentinel.lab.scenario.NomadSetting;
import dev.sentinel.lab.servers.Telemetry;
import dev.sentinel.lab.servers.edge.Servers;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.cluster.Cluster;
import dev.sentinel.lab.world.faults.Fault;
import dev.sentinel.lab.world.faults.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Nomad and its clients, and how the program reads them: by an agent, and on the host whose files it reads. */
final class Region {
    // Until allocations run.
    private static final Duration SETTLES = Duration.ofSeconds(30);
    private static final String HOSTS = "hosts";
    private static final String TOKEN = "nomad.token";
    // The path of a socket has few characters.
    private static final String MULTIPATHD = "multipathd";

    private final NomadSetting setting;
    private final NomadServer nomad;
    private final Servers servers;
    private final Optional<HostFiles> host;
    private final Path folder;

    private Region(NomadSetting setting, NomadServer nomad, Servers servers, Optional<HostFiles> host, Path folder) {
        this.setting = setting;
        this.nomad = nomad;
        this.servers = servers;
        this.host = host;
        this.folder = folder;
    }

    /** The world around it, which stands already. */
    record Ground(Stage stage, Cluster cluster, Servers servers, Path folder) {}

    static Region open(NomadSetting setting, Optional<String> host, Ground ground, Closing closing) throws IOException {
        Stage stage = ground.stage();
        NomadServer nomad = closing.closes(
                "nomad", NomadServer.open(stage, ground.cluster().telemetry().hosts(), 0));
        nomad.clients(setting.clients().toArray(String[]::new));
        Optional<HostFiles> files = Optional.empty();
        if (host.isPresent()) {
            Path root = ground.folder().resolve(HOSTS).resolve(host.get());
            files = Optional.of(closing.closes("files of the host", HostFiles.lay(stage, host.get(), root)));
            closing.add(
                    "multipathd",
                    Multipathd.open(stage, host.get(), ground.folder().resolve(MULTIPATHD))::close);
        }
        Faults faults = new Faults(ground.cluster());
        for (NomadSetting.Job job : setting.jobs()) {
            job.lun()
                    .ifPresent(lun -> stage.play(world -> faults.happen(
                            new Fault.LunAppears(lun, setting.clients().getFirst()))));
            nomad.runs(job.name(), job.program(), job.lun());
        }
        stage.advance(stage.now().plus(SETTLES));
        Troupe.secret(ground.folder().resolve(TOKEN), nomad.token());
        return new Region(setting, nomad, ground.servers(), files, ground.folder());
    }

    void happens(Deed.AtClient at) {
        switch (at.meets()) {
            case DRAIN -> nomad.drains(at.client());
            case STOP -> nomad.falls(at.client());
            case RETURN -> nomad.returns(at.client());
        }
    }

    /** Sections of {@code collectors}. */
    String collectors() {
        StringBuilder text = new StringBuilder(agent("nomad: "));
        setting.jobs().stream()
                .filter(job -> job.program().equals(Optional.of(Telemetry.VICTORIA_METRICS)))
                .forEach(job -> text.append("""
                        victoriametrics:
                          servers:
                            - {url: "%s", name: %s, stored-on: nomad.volume/default/%s}
                        """.formatted(
                                servers.uri(job.name()), job.name(), job.lun().orElse(""))));
        host.ifPresent(files -> text.append("""
                machine: {root: "%s", name: %s}
                logs: {pods: false, files: [{glob: "%s", program: csi-driver, envelope: docker}]}
                journal: {program: "%s"}
                kernel: {ring: "%s"}
                csi: {}
                multipath: {socket: "%s"}
                """.formatted(
                        files.root(),
                        files.root().getFileName(),
                        HostFiles.DRIVER_LOG,
                        files.journalctl(),
                        files.root().resolve("dev/kmsg"),
                        folder.resolve(MULTIPATHD))));
        return text.toString();
    }

    /** What may be changed there, as a part of {@code responders}. */
    String targets() {
        return "targets:\n" + agent("  nomad: ");
    }

    private String agent(String key) {
        return "%s{url: \"%s\", token-file: \"%s\"}\n".formatted(key, nomad.uri(), folder.resolve(TOKEN));
    }
}

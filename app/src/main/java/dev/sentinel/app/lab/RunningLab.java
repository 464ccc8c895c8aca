package dev.sentinel.app.lab;

import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.Closing;
import dev.sentinel.app.wiring.DataFolder;
import dev.sentinel.lab.api.ApiServer;
import dev.sentinel.lab.api.LonghornServer;
import dev.sentinel.lab.servers.edge.Servers;
import dev.sentinel.lab.stage.Pace;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.cluster.Cluster;
import dev.sentinel.lab.world.faults.Faults;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A lab that runs in this process, in a folder of its own, until it is stopped. */
public final class RunningLab {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final State state;
    private final Stage stage;
    private final Servers servers;
    private final Pace pace;
    private final Closing closing;

    private RunningLab(State state, Stage stage, Servers servers, Pace pace, Closing closing) {
        this.state = state;
        this.stage = stage;
        this.servers = servers;
        this.pace = pace;
        this.closing = closing;
    }

    public static RunningLab start(Plan plan, Path folder, Clock clock) throws CannotStart {
        Closing closing = new Closing(GRACE);
        try (closing) {
            DataFolder.prepare(folder);
            lock(folder, closing);
            TemporaryFolder volumes = closing.closes(
                    "volumes", new TemporaryFolder(Files.createTempDirectory(folder.toAbsolutePath(), "volumes-")));
            Cluster cluster = plan.built(volumes.path(), clock.instant());
            Stage stage = new Stage(cluster.world());
            ApiServer api = closing.closes("kubernetes api", api(stage, plan.port()));
            LonghornServer longhorn = closing.closes("longhorn api", LonghornServer.open(stage, 0));
            Servers servers = closing.closes("telemetry servers", Servers.open(stage, cluster));
            String token = Token.fresh();
            Control control = closing.closes("control", Control.open(stage, new Faults(cluster), token));
            Pace pace = closing.closes("pace", Pace.start(stage, clock, plan.speed()));
            State state = new State(ProcessHandle.current().pid(), api.uri(), longhorn.uri(), control.uri(), token);
            closing.add("state file", () -> State.remove(folder));
            state.write(folder);
            return new RunningLab(state, stage, servers, pace, closing.handOver());
        } catch (IOException e) {
            throw new CannotStart(
                    "the lab cannot start in %s (%s); see that the folder can be written to, or choose another with --folder"
                            .formatted(folder, e),
                    e);
        }
    }

    public URI api() {
        return state.api();
    }

    public URI longhorn() {
        return state.longhorn();
    }

    public URI prometheus() {
        return servers.uri(Plan.PROMETHEUS_POD);
    }

    /** What the world looks like right now. */
    public Picture picture() {
        return stage.look(Picture::of);
    }

    /** False once the world has failed: a fault of the lab, after which its time stands still. */
    public boolean walks() {
        return pace.walks();
    }

    /** Stops everything; what could not be closed is named. */
    public List<Closing.Failure> stop() {
        return closing.closeAll();
    }

    private static ApiServer api(Stage stage, int port) throws IOException, CannotStart {
        try {
            return ApiServer.open(stage, port);
        } catch (BindException e) {
            throw new CannotStart(
                    "the Kubernetes API of the lab cannot listen on 127.0.0.1:%d (%s); choose another with --port, 0 for any free one"
                            .formatted(port, e.getMessage()),
                    e);
        }
    }

    /** Held until the end, however that comes: a lab that was killed leaves no lock behind. */
    private static void lock(Path folder, Closing closing) throws IOException, CannotStart {
        FileChannel file = closing.closes(
                "lock",
                FileChannel.open(folder.resolve("lab.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        if (!taken(file)) {
            throw new CannotStart(
                    "a lab runs in %s already%s; stop it (Ctrl-C where it runs), or choose another folder with --folder"
                            .formatted(
                                    folder,
                                    State.read(folder)
                                            .map(other -> " (process %d)".formatted(other.pid()))
                                            .orElse("")));
        }
    }

    private static boolean taken(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another lab of this very process holds it.
            return false;
        }
    }
}

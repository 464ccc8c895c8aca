package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.servers.HostPrograms;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.kubernetes.Program;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A region of Nomad on the hosts of a lab, whose jobs stand on LUNs ({@code add lun vm-data on nomad-hvn01}). It lives by the
 * time of the stage.
 */
public final class NomadServer implements AutoCloseable {

    private final NomadTokens tokens = NomadTokens.ofLab();
    private final Stage stage;
    private final NomadRegion region;
    private final HttpDoor door;

    private NomadServer(Stage stage, HostPrograms programs, int port) throws IOException {
        this.stage = stage;
        this.region = stage.look(world -> new NomadRegion(new NomadState(world), programs));
        this.door = HttpDoor.open(new NomadDesk(stage, region, tokens), stage::now, port);
    }

    /** An allocation in short, as tests and scenarios look at it. */
    public record Allocation(String id, String name, String node, String status, boolean wanted) {}

    /** Starts to listen; port 0 takes any free one. The programs are those of the stage's own cluster. */
    public static NomadServer open(Stage stage, HostPrograms programs, int port) throws IOException {
        return new NomadServer(stage, programs, port);
    }

    public URI uri() {
        return door.uri();
    }

    public Outage outage() {
        return door.outage();
    }

    /** May everything; goes into the header {@code X-Nomad-Token}. */
    public String token() {
        return tokens.all();
    }

    /** May only read. */
    public String readToken() {
        return tokens.read();
    }

    /** Hosts become clients. */
    public void clients(String... hosts) {
        stage.play(world -> List.of(hosts).forEach(region::joins));
    }

    /** A service of one group and one task, on a CSI volume that is the LUN. */
    public void runs(String job, String lun) {
        runs(job, Optional.empty(), Optional.of(lun));
    }

    /** The same, in which a program of the lab runs; it answers under the name of the job. Without a LUN nothing does. */
    public void runs(String job, Optional<String> program, Optional<String> lun) {
        ObjectNode task = Tree.of("Name", job, "Driver", "docker");
        program.ifPresent(each -> task.set("Meta", Tree.of(Program.ANNOTATION, each)));
        ObjectNode group = Tree.of("Name", job, "Count", 1, "Tasks", Tree.list(task));
        lun.ifPresent(each -> group.set(
                "Volumes", Tree.of("data", Tree.of("Name", "data", "Type", "csi", "Source", each, "PerAlloc", false))));
        stage.play(world -> {
            ObjectNode unused = region.register(
                    Tree.of("ID", job, "Name", job, "Type", "service", "TaskGroups", Tree.list(group)),
                    Optional.empty());
        });
    }

    /** What the command of this name does, with an hour's time. */
    public void drains(String host) {
        ObjectNode spec = Tree.of("Deadline", Duration.ofHours(1).toNanos(), "IgnoreSystemJobs", false);
        stage.play(world -> {
            ObjectNode unused = region.drain(nodeId(host), Tree.of("DrainSpec", spec));
        });
    }

    /** The servers hear nothing of a client any more. */
    public void falls(String host) {
        stage.play(world -> region.falls(host));
    }

    public void returns(String host) {
        stage.play(world -> region.returns(host));
    }

    /** The allocations of a job, oldest first. */
    public List<Allocation> allocations(String job) {
        return stage.look(world -> region.state().allocations(job).stream()
                .map(each -> new Allocation(
                        Tree.text(each, "ID"),
                        Tree.text(each, "Name"),
                        Tree.text(each, "NodeName"),
                        Tree.text(each, "ClientStatus"),
                        Tree.text(each, "DesiredStatus").equals("run")))
                .toList());
    }

    /** The id of a client, which the API asks for. */
    public String nodeId(String host) {
        return stage.look(world -> region.state().all(NomadTable.NODES).stream()
                .filter(each -> Tree.text(each, "Name").equals(host))
                .map(each -> Tree.text(each, "ID"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the region has no client " + host)));
    }

    @Override
    public void close() {
        door.close();
    }
}

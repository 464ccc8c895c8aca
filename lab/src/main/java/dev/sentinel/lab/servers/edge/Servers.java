package dev.sentinel.lab.servers.edge;

import dev.sentinel.lab.servers.Addressing;
import dev.sentinel.lab.servers.Doors;
import dev.sentinel.lab.servers.Letter;
import dev.sentinel.lab.servers.Place;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The open servers of a stage: one port for each place, from when it is first asked for until all are closed. */
public final class Servers implements AutoCloseable {

    private static final int MOST = 200;

    private final Stage stage;
    private final Cluster cluster;
    private final Post post;
    private final Map<Place, Door> doors = new TreeMap<>();

    private Servers(Stage stage, Cluster cluster) {
        this.stage = stage;
        this.cluster = cluster;
        this.post = Post.open(stage, cluster.telemetry());
    }

    /** From now on each pod that runs one of the lab's telemetry servers answers at the address that the pod says. */
    public static Servers open(Stage stage, Cluster cluster) {
        Servers servers = new Servers(stage, cluster);
        Doors lent = place -> servers.door(place).port();
        stage.play(world -> {
            world.hire(new Addressing(cluster.telemetry(), lent));
            world.store().keys(Kinds.POD).forEach(world::look);
        });
        return servers;
    }

    /** Where the server of a place answers, now or once it runs: {@code namespace/pod}, or the name of a host's program. */
    public URI uri(String place) {
        return URI.create("http://127.0.0.1:" + door(Place.of(place)).port());
    }

    /** Where the Alertmanagers send their notifications from now on, and with which token if it asks for one. */
    public void sendAlertsTo(URI receiver, Optional<String> bearer) {
        stage.play(any -> cluster.telemetry().alertsGoTo(new Letter.Receiver(receiver.toString(), bearer)));
    }

    @Override
    public synchronized void close() {
        post.close();
        doors.values().forEach(Door::close);
    }

    private synchronized Door door(Place place) {
        Door known = doors.get(place);
        if (known != null) {
            return known;
        }
        if (doors.size() >= MOST) {
            throw new IllegalStateException("the lab serves at most %d telemetry servers at once".formatted(MOST));
        }
        try {
            Door door = Door.open(asked -> asked.method().equals("GET")
                    ? stage.look(world -> cluster.telemetry().answer(world, place, asked))
                    : stage.ask(world -> cluster.telemetry().answer(world, place, asked)));
            doors.put(place, door);
            return door;
        } catch (IOException e) {
            throw new UncheckedIOException("no port can be opened for " + place, e);
        }
    }
}

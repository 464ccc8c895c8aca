package dev.sentinel.collectors.web;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.Look;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.Event;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at one server in rounds, and keeps what is known of it. For one thread. */
final class ServerWatch<T, S> implements Look {
    static final String EDGES_OF = "edges/";
    static final JsonCodec<List<Edge>> EDGES = JsonCodec.of(new TypeReference<List<Edge>>() {});

    private final Desk desk;
    private final Web web;
    private final Round<T, S> round;
    private final Watched<T> server;
    private final String scope;
    private final Facts facts;
    /** Recalled once: rounds go on while the store is away. */
    private Optional<S> known = Optional.empty();

    private List<Edge> edges = List.of();
    private boolean recalled;
    private boolean wasSilent;

    ServerWatch(Desk desk, Web web, Round<T, S> round, Watched<T> server, String scope) {
        this.desk = desk;
        this.web = web;
        this.round = round;
        this.server = server;
        this.scope = scope;
        this.facts = desk.facts();
    }

    static String stateKey(Watched<?> server) {
        return "server/" + server.name();
    }

    static String edgesKey(Watched<?> server) {
        return EDGES_OF + server.name();
    }

    @Override
    public void look() throws IOException, InterruptedException {
        recall();
        Instant now = desk.now();
        Asking asking = new Asking(web, server.site());
        Optional<Reading<S>> reading = round.read(facts, known, server.thing(), asking, now);
        boolean silent = asking.silent();
        // A lost packet is no news: it takes a second round to believe in silence.
        if (reading.isPresent() && (!silent || wasSilent)) {
            keep(reading.get(), now);
        }
        wasSilent = silent;
        if (asking.trouble().isPresent()) {
            throw asking.trouble().get();
        }
    }

    private void recall() {
        if (!recalled) {
            known = round.keeping().recall(desk.memory(), stateKey(server));
            edges = desk.memory().recall(edgesKey(server), EDGES).orElse(List.of());
            recalled = true;
        }
    }

    private void keep(Reading<S> reading, Instant now) throws IOException, InterruptedException {
        Telling telling = new Telling(facts, now);
        List<Edge> hold = telling.links(scope, server.ref(), edges, edges(now));
        List<Event> events = new ArrayList<>(telling.events());
        events.addAll(reading.events());
        desk.tell(events);
        round.keeping().remember(desk.memory(), stateKey(server), known, reading.state());
        known = Optional.of(reading.state());
        if (!hold.equals(edges)) {
            edges = hold;
            desk.memory().remember(edgesKey(server), hold, EDGES);
        }
    }

    private List<Edge> edges(Instant now) {
        return server.edges().stream()
                .map(edge -> edge.hasValidFrom()
                        ? edge
                        : edge.toBuilder().setValidFrom(Times.stamp(now)).build())
                .toList();
    }
}

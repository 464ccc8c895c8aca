package dev.sentinel.collectors.nomad;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Nomad's event stream and listings. The stream keeps few events, so everything is listed after each connecting, and what
 * is told follows from comparing things, each by its own index: a line that comes twice tells nothing twice.
 */
public final class NomadReading {
    private static final int MOST_EVENTS = 1_000;
    private static final Set<EdgeKind> COVERED =
            Set.of(EdgeKind.EDGE_KIND_OWNS, EdgeKind.EDGE_KIND_RUNS_ON, EdgeKind.EDGE_KIND_USES, EdgeKind.EDGE_KIND_IS);

    private final Facts facts;

    public NomadReading(Facts facts) {
        this.facts = facts;
    }

    /** One line of the stream; a heartbeat is an empty object. A line from before what was read is passed over. */
    public Reading<NomadState> streamed(NomadState before, JsonNode json, Instant now) {
        Tree line = new Tree(json);
        long index = line.at("Index").amount();
        Session session = new Session(before, new Telling(facts, now));
        if (index < before.index()) {
            return session.end(before.index());
        }
        line.at("Events").items().stream().limit(MOST_EVENTS).forEach(event -> one(session, event));
        return session.end(Math.max(index, before.index()));
    }

    /**
     * The answer of {@code /v1/allocations}, {@code /v1/nodes} or {@code /v1/jobs}, over all namespaces.
     *
     * @param index the header X-Nomad-Index; when it went back, the servers were restored from a snapshot and the listing is
     *     all there is
     */
    public Reading<NomadState> listed(NomadState before, Table table, long index, JsonNode json, Instant now) {
        Session session = new Session(before, new Telling(facts, now));
        List<Tree> items = new Tree(json).items();
        boolean restored = index < before.tables().getOrDefault(table, 0L);
        switch (table) {
            case ALLOCATIONS -> session.allocations(items, restored);
            case NODES -> session.clients(items, restored);
            case JOBS -> session.jobs(items, restored);
        }
        session.listed(table, index);
        if (json.size() > items.size()) {
            session.limited();
        }
        return session.end(restored || before.index() == 0 ? index : before.index());
    }

    /** The answer of {@code /v1/job/:id}, which alone says which volumes a job asks for. */
    public Reading<NomadState> described(NomadState before, JsonNode json, Instant now) {
        Session session = new Session(before, new Telling(facts, now));
        Job.of(new Tree(json)).ifPresent(job -> session.job(job, false));
        return session.end(before.index());
    }

    /** All edges that hold, for receivers that were away. */
    public List<Event> listing(NomadState state, Ref collector, Instant now) {
        Telling telling = new Telling(facts, now);
        List<Edge> all = new ArrayList<>();
        state.edges().values().forEach(all::addAll);
        if (!state.limited()) {
            telling.listing(Session.SCOPE, collector, all, COVERED);
        }
        return telling.events();
    }

    private static void one(Session session, Tree event) {
        Tree payload = event.at("Payload");
        String type = event.at("Type").word();
        switch (event.at("Topic").word()) {
            case "Allocation" -> Allocation.of(payload.at("Allocation")).ifPresent(session::allocation);
            case "Node" ->
                Client.of(payload.at("Node")).ifPresent(client -> {
                    if (type.equals("NodeDeregistration")) {
                        session.clientGone(client);
                    } else {
                        session.client(client, false);
                    }
                });
            case "Job" -> job(session, event, type.equals("JobDeregistered") || type.equals("JobBatchDeregistered"));
            default -> {
                // Evaluations, deployments, services and tokens say nothing about storage.
            }
        }
    }

    /** A job that is stopped keeps its definition; one that is purged is gone. */
    private static void job(Session session, Tree event, boolean deregistered) {
        Job.of(event.at("Payload", "Job"))
                .ifPresentOrElse(
                        job -> {
                            if (deregistered && !job.stopped()) {
                                session.jobGone(job);
                            } else {
                                session.job(job, true);
                            }
                        },
                        () -> session.jobGone(
                                event.at("Namespace").name(), event.at("Key").name(), deregistered));
    }
}

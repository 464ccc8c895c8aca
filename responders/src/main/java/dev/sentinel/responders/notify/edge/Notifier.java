package dev.sentinel.responders.notify.edge;

import dev.sentinel.responders.notify.News;
import dev.sentinel.responders.notify.Routing;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.ApprovalTicket;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.TimelineEntry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tells people. What is to be told is written down in the transaction that decided it and leaves by a sender for each channel;
 * when in doubt a thing is told twice rather than not at all.
 */
public final class Notifier implements AutoCloseable {
    private static final int LINES_AT_ONCE = 5;

    private final Routing routing;
    private final List<Channel> channels;
    private final Storm storm;
    private final Book book = new Book();
    private final List<Sender> senders;

    /**
     * Beyond so many new incidents in so short a time a channel gets one word about the rest; what is critical is told all the
     * same, up to three times as many.
     */
    public record Storm(int most, Duration within) {}

    /** Who this program is, how long another one waits for it when it dies, and the time they live in. */
    public record Terms(String holder, Duration lease, Duration troubleAfter, Duration kept, Tempo tempo) {}

    private Notifier(
            Store store, Routing routing, List<Channel> channels, Storm storm, Terms terms, MeterRegistry registry) {
        this.routing = routing;
        this.channels = List.copyOf(channels);
        this.storm = storm;
        this.senders = channels.stream()
                .map(channel -> new Sender(store, book, channel, channels, terms, registry))
                .toList();
    }

    public static Notifier start(
            Store store, Routing routing, List<Channel> channels, Storm storm, Terms terms, MeterRegistry registry) {
        var notifier = new Notifier(store, routing, channels, storm, terms, registry);
        notifier.senders.forEach(Sender::start);
        return notifier;
    }

    /** An incident has changed: whom it concerns is told, and whoever was told of it before sees how it stands now. */
    public void incident(Sql sql, Incident incident, Optional<Incident> before) {
        Instant now = sql.now();
        var destinations = routing.of(incident, now);
        for (Channel channel : channels) {
            Optional<Book.Told> told = book.told(sql, channel.name(), incident.getId());
            boolean waits = book.waits(sql, channel.name(), incident.getId(), Topics.FACE);
            Optional<Routing.Destination> destination = destinations.stream()
                    .filter(each -> each.channel().equals(channel.name()))
                    .findFirst();
            if (told.isPresent()) {
                again(sql, channel, incident, before, told.get());
            } else if (waits && !wanted(incident, destination)) {
                // It was over, or hushed, before anybody was told.
                book.cross(sql, channel.name(), incident.getId(), Topics.FACE);
            } else if (wanted(incident, destination)) {
                first(sql, channel, incident, destination.get(), waits);
            }
        }
        wake();
    }

    private static boolean wanted(Incident incident, Optional<Routing.Destination> destination) {
        return destination.isPresent() && incident.getState() != IncidentState.INCIDENT_STATE_RESOLVED;
    }

    private void first(Sql sql, Channel channel, Incident incident, Routing.Destination destination, boolean waits) {
        if (!waits && storms(sql, channel, incident)) {
            int held = book.stormed(sql, channel.name()) + 1;
            book.put(
                    sql, channel.name(), Topics.STORM, Topics.STORM, new News.OfStorm(held, storm.within()), sql.now());
            return;
        }
        book.put(
                sql,
                channel.name(),
                incident.getId(),
                Topics.FACE,
                new News.OfIncident(incident),
                destination.notBefore().orElse(sql.now()));
    }

    private boolean storms(Sql sql, Channel channel, Incident incident) {
        long begun = book.begunSince(sql, channel.name(), sql.now().minus(storm.within()));
        int most = incident.getSeverity() == Severity.SEVERITY_CRITICAL ? storm.most() * 3 : storm.most();
        return begun >= most || book.waiting(sql, channel.name()) >= Book.MOST;
    }

    private void again(Sql sql, Channel channel, Incident incident, Optional<Incident> before, Book.Told told) {
        if (channel.manner().updates() || !told.what().equals(Topics.state(incident))) {
            book.put(sql, channel.name(), incident.getId(), Topics.FACE, new News.OfIncident(incident), sql.now());
        }
        if (channel.manner().threads()) {
            news(incident, before)
                    .forEach(line -> book.put(
                            sql,
                            channel.name(),
                            incident.getId(),
                            Topics.line(line),
                            new News.OfLine(incident, line.getSentence()),
                            sql.now()));
        }
    }

    /** The last lines of its history that were not there before. */
    private static List<TimelineEntry> news(Incident incident, Optional<Incident> before) {
        List<TimelineEntry> lines = incident.getTimelineList();
        int known = before.map(Incident::getTimelineCount).orElse(lines.size());
        int from = Math.max(Math.min(known, lines.size()), lines.size() - LINES_AT_ONCE);
        return lines.subList(from, lines.size());
    }

    /** A plan has changed, or asks. */
    public void plan(Sql sql, Plan plan, Incident incident, Optional<ApprovalTicket> ticket) {
        var news = new News.OfPlan(plan, incident, ticket);
        for (Routing.Destination destination : routing.of(news, sql.now())) {
            channels.stream()
                    .filter(each -> each.name().equals(destination.channel())
                            && each.manner().plans())
                    .forEach(each -> book.put(
                            sql,
                            each.name(),
                            incident.getId(),
                            Topics.plan(plan.getId()),
                            news,
                            destination.notBefore().orElse(sql.now())));
        }
        wake();
    }

    /** Why not everything is told; empty when it is. */
    public Optional<String> trouble() {
        return senders.stream().map(Sender::trouble).flatMap(Optional::stream).findFirst();
    }

    private void wake() {
        senders.forEach(Sender::wake);
    }

    @Override
    public void close() {
        senders.forEach(Sender::close);
    }
}

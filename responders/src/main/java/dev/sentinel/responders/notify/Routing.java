package dev.sentinel.responders.notify;

import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All routes. Each is asked, so that a pager and a chat room can hear of the same thing. */
public record Routing(List<Route> routes) {

    public Routing {
        routes = List.copyOf(routes);
    }

    /** A channel to be told, and not before when. */
    public record Destination(String channel, Optional<Instant> notBefore) {}

    /** Where an incident is told for the first time; silenced ones nowhere, suspicions where they are wanted. */
    public List<Destination> of(Incident incident, Instant now) {
        if (!incident.getSilencedBy().isEmpty()) {
            return List.of();
        }
        boolean suspected = incident.getState() == IncidentState.INCIDENT_STATE_SUSPECTED;
        return destinations(
                routes.stream()
                        .filter(route -> route.concerns(incident) && (route.suspicions() || !suspected))
                        .toList(),
                new News.OfIncident(incident),
                now);
    }

    /** Where plans of an incident are told; a question to people waits for no morning. */
    public List<Destination> of(News.OfPlan news, Instant now) {
        List<Route> interested = routes.stream()
                .filter(route -> route.plans() && route.concerns(news.incident()))
                .toList();
        List<Destination> destinations = destinations(interested, news, now);
        return news.ticket().isEmpty()
                ? destinations
                : destinations.stream()
                        .map(each -> new Destination(each.channel(), Optional.empty()))
                        .toList();
    }

    /** The earliest of several routes to one channel counts. */
    private static List<Destination> destinations(List<Route> routes, News news, Instant now) {
        Map<String, Destination> byChannel = new LinkedHashMap<>();
        for (Route route : routes) {
            Optional<Instant> notBefore = route.quiet().flatMap(quiet -> quiet.holdBack(news.severity(), now));
            for (String channel : route.channels()) {
                byChannel.merge(channel, new Destination(channel, notBefore), Routing::earlier);
            }
        }
        return List.copyOf(byChannel.values());
    }

    private static Destination earlier(Destination one, Destination other) {
        boolean second = one.notBefore().isPresent()
                && (other.notBefore().isEmpty()
                        || other.notBefore().get().isBefore(one.notBefore().get()));
        return second ? other : one;
    }
}

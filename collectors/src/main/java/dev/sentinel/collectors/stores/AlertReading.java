package dev.sentinel.collectors.stores;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Alert;
import dev.sentinel.v1.AlertOrigin;
import dev.sentinel.v1.AlertStatus;
import dev.sentinel.v1.AlertStorm;
import dev.sentinel.v1.AlertStormEnded;
import dev.sentinel.v1.AlertSuppression;
import dev.sentinel.v1.AlertSuppressionChanged;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Alerts from Alertmanager (webhook of version 4, API v2, event recorder) and Grafana's webhook (telemetry page 6.3, 6.4). */
public final class AlertReading {
    private static final int MOST_ALERTS = 1_000;
    private static final int MOST_TOLD = 20_000;
    private static final Duration STORM = Duration.ofMinutes(15);
    private static final int MANY = 20;
    private static final int MANY_ABOUT_ABSENCE = 5;

    private final Facts facts;

    public AlertReading(Facts facts) {
        this.facts = facts;
    }

    /** The body of one call of a webhook; Grafana's is told by its organisation. */
    public Reading<AlertState> webhook(AlertState before, Store store, JsonNode json, Instant now) {
        Tree body = new Tree(json);
        boolean grafana = body.at("orgId").present()
                || (body.at("title").present() && body.at("state").present());
        Session session = new Session(before, store, new Telling(facts, now));
        AlertOrigin origin = grafana ? AlertOrigin.ALERT_ORIGIN_GRAFANA : AlertOrigin.ALERT_ORIGIN_ALERTMANAGER;
        int count = body.at("alerts").node().size();
        body.at("alerts").items().stream().limit(MOST_ALERTS).forEach(each -> {
            Alert.Builder alert = AlertText.of(each, origin)
                    .setReceiver(body.at("receiver").name())
                    .setGroupKey(body.at("groupKey").message());
            session.alert(alert);
        });
        // What the sender cut off to keep to max_alerts fires too, namelessly; what is cut off here is no better known.
        int unnamed =
                Math.max(0, count - MOST_ALERTS) + body.at("truncatedAlerts").count();
        return session.end(origin, body.at("status").word().equals("resolved") ? 0 : Math.min(MOST_TOLD, unnamed));
    }

    /** One alert of any other system, written as Alertmanager writes one. */
    public Reading<AlertState> single(AlertState before, Store store, JsonNode json, Instant now) {
        Session session = new Session(before, store, new Telling(facts, now));
        session.alert(AlertText.of(new Tree(json), AlertOrigin.ALERT_ORIGIN_WEBHOOK));
        return session.end(AlertOrigin.ALERT_ORIGIN_WEBHOOK);
    }

    /** The answer of GET /api/v2/alerts: all alerts that exist now, with who holds them back. */
    public Reading<AlertState> listing(AlertState before, Store store, JsonNode json, Instant now) {
        Session session = new Session(before, store, new Telling(facts, now));
        new Tree(json).items().stream().limit(MOST_ALERTS).forEach(each -> {
            Alert.Builder alert = AlertText.of(each, AlertOrigin.ALERT_ORIGIN_ALERTMANAGER);
            // The API lists what fires; an end in the past is one that is about to go.
            alert.setStatus(
                    each.at("endsAt").time().filter(end -> end.isBefore(now)).isPresent()
                            ? AlertStatus.ALERT_STATUS_RESOLVED
                            : AlertStatus.ALERT_STATUS_FIRING);
            session.alert(alert);
            session.suppressed(alert, AlertText.suppression(each.at("status")), AlertText.by(each.at("status")));
        });
        return session.end(AlertOrigin.ALERT_ORIGIN_ALERTMANAGER);
    }

    /** One record of Alertmanager's event recorder, in its JSON form. */
    public Reading<AlertState> recorded(AlertState before, Store store, JsonNode json, Instant now) {
        Session session = new Session(before, store, new Telling(facts, now));
        Tree data = new Tree(json).at("data");
        Tree silenced = AlertText.either(data, "silenceMutedAlert", "silence_muted_alert");
        Tree inhibited = AlertText.either(data, "inhibitionMutedAlert", "inhibition_muted_alert");
        if (silenced.present()) {
            AlertText.muted(silenced)
                    .ifPresent(alert -> session.suppressed(
                            alert,
                            AlertSuppression.ALERT_SUPPRESSION_SILENCED,
                            List.of(silenced.at("silence", "id").name())));
        }
        if (inhibited.present()) {
            AlertText.muted(inhibited)
                    .ifPresent(alert -> session.suppressed(
                            alert, AlertSuppression.ALERT_SUPPRESSION_INHIBITED, AlertText.fingerprints(inhibited)));
        }
        return session.end(AlertOrigin.ALERT_ORIGIN_ALERTMANAGER);
    }

    /** Time passed without a call; a storm may have ended. */
    public Reading<AlertState> quiet(AlertState before, Store store, AlertOrigin origin, Instant now) {
        return new Session(before, store, new Telling(facts, now)).end(origin);
    }

    /** The alerts of one call. */
    private static final class Session {
        private final Map<String, AlertState.Told> told;
        private final Optional<AlertState.Storm> storm;
        private final Store store;
        private final Telling telling;

        Session(AlertState before, Store store, Telling telling) {
            this.told = new HashMap<>(before.told());
            this.storm = before.storm();
            this.store = store;
            this.telling = telling;
        }

        /** Repeats of what was told are passed over; fingerprint, start and status tell them apart. */
        void alert(Alert.Builder alert) {
            if (alert.getName().isEmpty()) {
                return;
            }
            boolean firing = alert.getStatus() == AlertStatus.ALERT_STATUS_FIRING;
            String saying = alert.getStatusValue() + "@" + alert.getStartsAt().getSeconds();
            Optional<AlertState.Told> old = Optional.ofNullable(told.get(key(alert)));
            if (old.filter(each -> each.saying().equals(saying)).isPresent()) {
                return;
            }
            Instant at = instant(firing || !alert.hasEndsAt() ? alert.getStartsAt() : alert.getEndsAt());
            // What fires for days and is seen for the first time is no part of a storm that begins.
            Instant since = at.isBefore(telling.now()) ? at : telling.now();
            remember(alert, saying, old.map(AlertState.Told::suppression).orElse(""), firing, since);
            telling.tell(store.ref(), store.related(), at, AlertText.severity(alert), alert.build());
        }

        void suppressed(Alert.Builder alert, AlertSuppression suppression, List<String> by) {
            Optional<AlertState.Told> old = Optional.ofNullable(told.get(key(alert)));
            String was = old.map(AlertState.Told::suppression).orElse("");
            boolean none = suppression == AlertSuppression.ALERT_SUPPRESSION_UNSPECIFIED;
            String is = none ? "" : suppression.name();
            if (alert.getName().isEmpty() || is.equals(was)) {
                return;
            }
            remember(
                    alert,
                    old.map(AlertState.Told::saying).orElse(""),
                    is,
                    old.map(AlertState.Told::firing).orElse(true),
                    old.map(AlertState.Told::at).orElse(telling.now()));
            var changed = AlertSuppressionChanged.newBuilder()
                    .setSuppression(none ? AlertSuppression.ALERT_SUPPRESSION_LIFTED : suppression)
                    .setName(alert.getName())
                    .setFingerprint(alert.getFingerprint())
                    .addAllBy(by.stream()
                            .filter(each -> !each.isEmpty())
                            .limit(64)
                            .toList());
            telling.tell(store.ref(), store.related(), telling.now(), Severity.SEVERITY_INFO, changed.build());
        }

        Reading<AlertState> end(AlertOrigin origin) {
            return end(origin, 0);
        }

        /** @param unnamed how many more fire than were told */
        Reading<AlertState> end(AlertOrigin origin, int unnamed) {
            Instant from = telling.now().minus(STORM);
            List<AlertState.Told> young = told.values().stream()
                    .filter(each -> each.firing() && each.at().isAfter(from))
                    .toList();
            int absence =
                    (int) young.stream().filter(AlertState.Told::aboutAbsence).count();
            boolean blows = young.size() + unnamed >= MANY || absence >= MANY_ABOUT_ABSENCE;
            if (blows && storm.isEmpty()) {
                storm(origin, young, absence, unnamed);
                return telling.with(
                        new AlertState(told, Optional.of(new AlertState.Storm(telling.now(), young.size() + unnamed))));
            }
            if (young.isEmpty() && unnamed == 0 && storm.isPresent()) {
                var ended = AlertStormEnded.newBuilder()
                        .setOrigin(origin)
                        .setAlertCount(Math.max(1, storm.get().alerts()))
                        .setStormSeconds(telling.secondsSince(storm.get().since()));
                telling.tell(store.ref(), store.related(), telling.now(), Severity.SEVERITY_INFO, ended.build());
                return telling.with(new AlertState(told, Optional.empty()));
            }
            Optional<AlertState.Storm> goesOn = storm.map(
                    each -> new AlertState.Storm(each.since(), Math.max(each.alerts(), young.size() + unnamed)));
            return telling.with(new AlertState(told, goesOn));
        }

        private void storm(AlertOrigin origin, List<AlertState.Told> young, int absence, int unnamed) {
            Map<String, Integer> counts = new TreeMap<>();
            young.forEach(each -> counts.merge(each.name(), 1, Integer::sum));
            List<String> named = new ArrayList<>(counts.keySet());
            var detail = AlertStorm.newBuilder()
                    .setOrigin(origin)
                    .setAlertCount(young.size() + unnamed)
                    .setAboutAbsenceCount(absence)
                    .setOmittedNames(Math.max(0, named.size() - 128));
            named.stream()
                    .limit(128)
                    .forEach(name -> detail.putCountsByName(AlertText.key(name), counts.getOrDefault(name, 0)));
            young.stream()
                    .map(AlertState.Told::at)
                    .min(Instant::compareTo)
                    .ifPresent(at -> detail.setFirstAt(Times.stamp(at)));
            young.stream()
                    .map(AlertState.Told::at)
                    .max(Instant::compareTo)
                    .ifPresent(at -> detail.setLastAt(Times.stamp(at)));
            telling.tell(store.ref(), store.related(), telling.now(), Severity.SEVERITY_WARNING, detail.build());
        }

        private void remember(Alert.Builder alert, String saying, String suppression, boolean firing, Instant since) {
            if (told.size() >= MOST_TOLD && !told.containsKey(key(alert))) {
                // The oldest may be told once more; a repeat has the id of the first time.
                told.entrySet().stream()
                        .min((one, other) ->
                                one.getValue().at().compareTo(other.getValue().at()))
                        .map(Map.Entry::getKey)
                        .ifPresent(told::remove);
            }
            told.put(
                    key(alert),
                    new AlertState.Told(alert.getName(), saying, suppression, firing, alert.getAboutAbsence(), since));
        }

        private static String key(Alert.Builder alert) {
            return alert.getFingerprint().isEmpty()
                    ? alert.getName() + new TreeMap<>(alert.getLabelsMap())
                    : alert.getFingerprint();
        }

        private Instant instant(Timestamp time) {
            return time.getSeconds() == 0 ? telling.now() : Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
        }
    }
}

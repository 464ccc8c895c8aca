package dev.sentinel.collectors.stores;

import com.google.protobuf.Message;
import dev.sentinel.collectors.reading.Metrics;
import dev.sentinel.collectors.reading.Metrics.Sample;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.v1.AlertDeliveryFailed;
import dev.sentinel.v1.AlertOrigin;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.VictoriaAlertingFailed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a metrics page says of the evaluation of alert rules (telemetry page 4.2): when history vanishes it stays green. */
final class Vmalert {
    private static final int MOST_RULES = 5_000;
    private static final int MOST_NAMED = 3;
    private static final String ERRORS = "vmalert_alerting_rules_errors_total";
    private static final String MISSED = "vmalert_iteration_missed_total";
    private static final String FETCHED = "vmalert_alerting_rules_last_evaluation_series_fetched";
    private static final String DROPPED = "vmalert_remotewrite_dropped_rows_total";
    private static final String SEND_ERRORS = "vmalert_alerts_send_errors_total";

    private final Telling telling;
    private final Store store;
    private final Metrics metrics;
    private final Map<String, Long> counters;

    Vmalert(Telling telling, Store store, Metrics metrics, Map<String, Long> before) {
        this.telling = telling;
        this.store = store;
        this.metrics = metrics;
        this.counters = new HashMap<>(before);
    }

    /** Tells what is new, and says what to remember. */
    Map<String, Long> counters() {
        List<String> failing = failing();
        Optional<Long> errors = growth(ERRORS);
        Optional<Long> missed = growth(MISSED);
        Optional<Long> series = metrics.sum(FETCHED);
        long hadSeries = counters.getOrDefault(FETCHED, 0L);
        series.ifPresent(count -> counters.put(FETCHED, count));
        boolean blind = hadSeries > 0 && series.filter(count -> count == 0).isPresent();
        if (errors.isPresent() || missed.isPresent() || blind) {
            var failed = VictoriaAlertingFailed.newBuilder();
            errors.ifPresent(failed::setErrors);
            missed.ifPresent(failed::setMissedIterations);
            series.ifPresent(failed::setSeriesFetched);
            if (failing.size() == 1) {
                failed.setRule(failing.getFirst());
            } else if (!failing.isEmpty()) {
                String more = failing.size() > MOST_NAMED ? " and %d more".formatted(failing.size() - MOST_NAMED) : "";
                failed.setMessage("failing rules: "
                        + String.join(", ", failing.stream().limit(MOST_NAMED).toList()) + more);
            }
            tell(blind ? Severity.SEVERITY_ERROR : Severity.SEVERITY_WARNING, failed.build());
        }
        growth(DROPPED)
                .ifPresent(rows -> tell(
                        Severity.SEVERITY_WARNING,
                        VictoriaAlertingFailed.newBuilder()
                                .setMessage(
                                        "%d rows of rule results were dropped on their way to storage".formatted(rows))
                                .build()));
        growth(SEND_ERRORS)
                .ifPresent(failures -> tell(
                        Severity.SEVERITY_ERROR,
                        AlertDeliveryFailed.newBuilder()
                                .setOrigin(AlertOrigin.ALERT_ORIGIN_VMALERT)
                                .setFailures(failures)
                                .build()));
        return counters;
    }

    /** The rules whose own counter grew, by name. */
    private List<String> failing() {
        return metrics.all(ERRORS).stream()
                .limit(MOST_RULES)
                .filter(sample -> grew(ERRORS + "/" + sample.label("group") + "/" + sample.label("alertname"), sample))
                .map(sample -> sample.label("alertname"))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private boolean grew(String key, Sample sample) {
        Optional<Long> old = Optional.ofNullable(counters.put(key, (long) sample.value()));
        return old.filter(before -> sample.value() > before).isPresent();
    }

    private void tell(Severity severity, Message detail) {
        telling.tell(store.ref(), store.related(), telling.now(), severity, detail);
    }

    private Optional<Long> growth(String name) {
        Optional<Long> now = metrics.sum(name);
        Optional<Long> old = Optional.ofNullable(counters.get(name));
        now.ifPresent(value -> counters.put(name, value));
        return now.flatMap(value -> old.filter(before -> value > before).map(before -> value - before));
    }
}

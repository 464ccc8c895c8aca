package dev.sentinel.collectors.stores;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Metrics;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.v1.HistoryWitness;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.VictoriaHistoryCliff;
import dev.sentinel.v1.VictoriaProduct;
import dev.sentinel.v1.VictoriaStoreOpened;
import dev.sentinel.v1.VictoriaStoreReadOnlyChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** VictoriaMetrics and VictoriaLogs: green, and is the history still there (telemetry page 4.1). */
public final class VictoriaReading {
    /** While a cliff is this young, further witnesses of it are looked for. */
    private static final Duration OPEN = Duration.ofHours(1);

    private final Facts facts;

    public VictoriaReading(Facts facts) {
        this.facts = facts;
    }

    /**
     * One round of answers.
     *
     * @param probes for an age in seconds, whether a query for then found anything; ages that were not asked are absent
     */
    public record Answers(VictoriaProduct product, String metrics, Map<Long, Boolean> probes) {
        public Answers {
            probes = Map.copyOf(probes);
        }
    }

    /** What the answers say after what was known; the first reading after a restart of either side is like any other. */
    public Reading<VictoriaState> read(Optional<VictoriaState> before, Store store, Answers answers, Instant now) {
        Telling telling = new Telling(facts, now);
        Metrics metrics = Metrics.of(answers.metrics(), VictoriaReading::isWanted);
        VictoriaState.Base base = base(metrics, now);
        Optional<Long> startedAt = metrics.sum("vm_app_start_timestamp")
                .or(() -> metrics.sum("process_start_time_seconds"))
                .or(() -> before.flatMap(VictoriaState::startedAt));
        boolean restarted = before.isPresent() && !before.get().startedAt().equals(startedAt);
        if (restarted || before.isEmpty()) {
            opened(telling, store, answers.product(), metrics, base, before, startedAt);
        }
        boolean readOnly = readOnly(telling, store, answers.product(), metrics, before);
        // A page of vmalert's own is read the same way, whoever serves it.
        Map<String, Long> counters = new Vmalert(
                        telling,
                        store,
                        metrics,
                        before.map(VictoriaState::counters).orElse(Map.of()))
                .counters();
        Map<Long, Boolean> probes =
                new HashMap<>(before.map(VictoriaState::probes).orElse(Map.of()));
        Set<HistoryWitness> told = EnumSet.noneOf(HistoryWitness.class);
        before.ifPresent(old -> told.addAll(old.cliff()));
        boolean open = before.filter(old ->
                        !old.cliff().isEmpty() && old.cliffAt().plus(OPEN).isAfter(now))
                .isPresent();
        Set<HistoryWitness> seen = before.map(old -> new Cliff(old, base, answers.probes(), restarted).witnesses())
                .orElse(Set.of());
        boolean news = !seen.isEmpty() && !told.containsAll(seen);
        if (news) {
            cliff(telling, store, answers, before.get(), base, seen);
            told.addAll(seen);
        }
        // An empty answer is no baseline: what once answered must go on answering.
        answers.probes().forEach((age, found) -> probes.merge(age, found, Boolean::logicalOr));
        boolean keep = news || open;
        Instant cliffAt = news ? now : before.map(VictoriaState::cliffAt).orElse(Instant.EPOCH);
        return telling.with(new VictoriaState(
                keep ? before.get().base() : merged(before.map(VictoriaState::base), base),
                startedAt,
                readOnly,
                keep || seen.isEmpty() ? probes : answers.probes(),
                keep ? told : Set.of(),
                cliffAt,
                counters));
    }

    private static boolean isWanted(String name) {
        return name.startsWith("vm_")
                || name.startsWith("vl_")
                || name.startsWith("vmalert_")
                || name.equals("process_start_time_seconds");
    }

    private static VictoriaState.Base base(Metrics metrics, Instant now) {
        Optional<Long> rows = metrics.sum(
                        "vm_rows", sample -> sample.label("type").startsWith("storage/"))
                .or(() -> metrics.sum("vl_storage_rows"));
        Optional<Long> bytes = metrics.sum("vm_data_size_bytes").or(() -> metrics.sum("vl_data_size_bytes"));
        Optional<Long> free = metrics.sum("vm_free_disk_space_bytes").or(() -> metrics.sum("vl_free_disk_space_bytes"));
        Optional<Instant> oldest = metrics.sum("vl_storage_log_min_timestamp_seconds")
                .filter(time -> time > 0 && time < 253_402_300_799L)
                .map(Instant::ofEpochSecond);
        return new VictoriaState.Base(rows, bytes, free, oldest, metrics.sum("vm_new_timeseries_created_total"), now);
    }

    /** A page without a number leaves the number as it was known. */
    private static VictoriaState.Base merged(Optional<VictoriaState.Base> before, VictoriaState.Base now) {
        return before.map(old -> new VictoriaState.Base(
                        now.rows().or(old::rows),
                        now.bytes().or(old::bytes),
                        now.freeBytes().or(old::freeBytes),
                        now.oldest().or(old::oldest),
                        now.newSeries().or(old::newSeries),
                        now.at()))
                .orElse(now);
    }

    private static void opened(
            Telling telling,
            Store store,
            VictoriaProduct product,
            Metrics metrics,
            VictoriaState.Base base,
            Optional<VictoriaState> before,
            Optional<Long> startedAt) {
        if (base.rows().isEmpty()) {
            return;
        }
        var opened = VictoriaStoreOpened.newBuilder()
                .setProduct(product)
                .setRowCount(base.rows().get())
                .setPartCount(metrics.sum("vm_parts").orElse(0L))
                .setSizeBytes(base.bytes().orElse(0L));
        metrics.value("vm_app_prev_shutdown_unclean")
                .ifPresent(unclean -> opened.setPreviousShutdownUnclean(unclean == 1));
        Optional<VictoriaState.Base> old = before.map(VictoriaState::base);
        old.flatMap(VictoriaState.Base::rows).ifPresent(opened::setPreviousRowCount);
        old.flatMap(VictoriaState.Base::bytes).ifPresent(opened::setPreviousSizeBytes);
        old.ifPresent(each -> opened.setPreviousObservedAt(Times.stamp(each.at())));
        boolean lost = old.flatMap(VictoriaState.Base::rows)
                .filter(rows -> Cliff.halved(rows, base.rows().get()))
                .isPresent();
        Instant at = startedAt
                .filter(start -> start > 0 && start <= telling.now().getEpochSecond())
                .map(Instant::ofEpochSecond)
                .orElse(telling.now());
        telling.tell(
                store.ref(),
                store.related(),
                at,
                lost ? Severity.SEVERITY_CRITICAL : Severity.SEVERITY_INFO,
                opened.build());
    }

    private static void cliff(
            Telling telling,
            Store store,
            Answers answers,
            VictoriaState before,
            VictoriaState.Base now,
            Set<HistoryWitness> witnesses) {
        VictoriaState.Base old = before.base();
        List<Long> empty = Cliff.emptied(before.probes(), answers.probes());
        var cliff = VictoriaHistoryCliff.newBuilder()
                .setProduct(answers.product())
                .addAllWitnesses(witnesses)
                .addAllEmptyProbeAgesSeconds(empty);
        now.rows().ifPresent(cliff::setRowCount);
        old.rows().ifPresent(cliff::setPreviousRowCount);
        now.bytes().ifPresent(cliff::setSizeBytes);
        old.bytes().ifPresent(cliff::setPreviousSizeBytes);
        now.freeBytes().ifPresent(cliff::setFreeBytes);
        old.freeBytes().ifPresent(cliff::setPreviousFreeBytes);
        now.oldest().ifPresent(at -> cliff.setOldestAt(Times.stamp(at)));
        old.oldest().ifPresent(at -> cliff.setPreviousOldestAt(Times.stamp(at)));
        telling.tell(store.ref(), store.related(), telling.now(), Severity.SEVERITY_CRITICAL, cliff.build());
    }

    /** About free space, not about a remount (page 4.2). */
    private static boolean readOnly(
            Telling telling, Store store, VictoriaProduct product, Metrics metrics, Optional<VictoriaState> before) {
        boolean was = before.map(VictoriaState::readOnly).orElse(false);
        Optional<Long> said = metrics.sum("vm_storage_is_read_only").or(() -> metrics.sum("vl_storage_is_read_only"));
        boolean is = said.map(value -> value > 0).orElse(was);
        if (is != was) {
            var changed = VictoriaStoreReadOnlyChanged.newBuilder()
                    .setProduct(product)
                    .setReadOnly(is);
            metrics.all("vm_storage_is_read_only").stream()
                    .filter(sample -> sample.value() > 0)
                    .findFirst()
                    .ifPresent(sample -> changed.setPath(sample.label("path")));
            metrics.sum("vm_free_disk_space_bytes").ifPresent(changed::setFreeBytes);
            telling.tell(
                    store.ref(),
                    store.related(),
                    telling.now(),
                    is ? Severity.SEVERITY_ERROR : Severity.SEVERITY_INFO,
                    changed.build());
        }
        return is;
    }
}

package dev.sentinel.correlator.running;

import dev.sentinel.transport.store.Sql;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreFault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what has been over for long: resolved incidents, and silences and maintenance windows that ended. */
public final class Forgetting {

    private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);
    /** What a pattern may reopen must still be there, and no pattern reopens after more than 30 days. */
    public static final Duration LEAST = Duration.ofDays(31);

    static final int AT_ONCE = 500;
    static final int BATCHES = 20;
    private static final Duration QUIET_KEPT = Duration.ofDays(30);

    private final Duration incidentsKept;
    private final MeterRegistry registry;

    /** Resolved incidents go when nothing has changed them for so long. */
    public Forgetting(Duration incidentsKept, MeterRegistry registry) {
        if (incidentsKept.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "incidents that could still reopen would be forgotten after " + incidentsKept);
        }
        this.incidentsKept = incidentsKept;
        this.registry = registry;
        counter("incident");
        counter("silence");
        counter("maintenance");
    }

    /** Called now and then; a bounded amount of work in small transactions. */
    public void upkeep(Store store) {
        try {
            forget(store, "incident", sql -> Incidents.forget(sql, incidentsKept, AT_ONCE));
            forget(store, "silence", sql -> Quiets.forgetSilences(sql, QUIET_KEPT, AT_ONCE));
            forget(store, "maintenance", sql -> Quiets.forgetWindows(sql, QUIET_KEPT, AT_ONCE));
        } catch (StoreFault e) {
            LOG.atWarn().setCause(e).log("forgetting what is over has to wait");
        }
    }

    private void forget(Store store, String what, ToIntFunction<Sql> batch) {
        int all = 0;
        for (int i = 0; i < BATCHES; i++) {
            int gone = store.writeNow(batch::applyAsInt);
            counter(what).increment(gone);
            all += gone;
            if (gone < AT_ONCE) {
                break;
            }
        }
        if (all > 0) {
            LOG.atInfo().addKeyValue("what", what).addKeyValue("count", all).log("forgot what has been over for long");
        }
    }

    private Counter counter(String what) {
        return Counter.builder("sentinel.correlator.forgotten")
                .description("Incidents, silences and maintenance windows removed because they have been over for long")
                .tag("what", what)
                .register(registry);
    }
}

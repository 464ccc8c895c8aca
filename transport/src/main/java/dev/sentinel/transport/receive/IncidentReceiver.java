package dev.sentinel.transport.receive;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sentinel.proto.Contract;
import dev.sentinel.proto.Problem;
import dev.sentinel.transport.bus.Delivery;
import dev.sentinel.transport.bus.Handler;
import dev.sentinel.transport.bus.NotNow;
import dev.sentinel.transport.bus.Outcome;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.v1.Incident;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes each revision of an incident count once, whichever way and however often it comes. */
public final class IncidentReceiver implements Handler {

    /** What it stands on; the contract is asked for at the first message. */
    public record Parts(Store store, Effect effect, Supplier<Contract> contract, Memory memory) {}

    /** What becomes of revisions not seen before, inside the transaction that remembers them. */
    @FunctionalInterface
    public interface Effect {
        void apply(Sql sql, List<Incident> incidents);
    }

    private static final Logger LOG = LoggerFactory.getLogger(IncidentReceiver.class);
    private static final String TYPE = Incident.getDescriptor().getFullName();

    private final EventReceiver.Settings settings;
    private final Parts parts;
    private final Clock clock;
    private final Starts starts;

    public IncidentReceiver(EventReceiver.Settings settings, Parts parts, Clock clock) {
        this.settings = settings;
        this.parts = parts;
        this.clock = clock;
        this.starts = new Starts(parts.store(), parts.memory().attempts(), settings.maxStarts(), clock);
    }

    @Override
    public List<Outcome> handle(List<Delivery> batch) {
        List<Outcome> outcomes = new ArrayList<>();
        List<Incident> incidents = new ArrayList<>();
        for (Delivery delivery : batch) {
            outcomes.add(starts.tooMany(delivery) ? starts.parked() : taken(delivery, incidents));
        }
        commit(incidents, batch);
        return outcomes;
    }

    private Outcome taken(Delivery delivery, List<Incident> incidents) {
        if (!delivery.type().equals(TYPE)) {
            return new Outcome.Park("a message of type \"" + delivery.type() + "\" where " + TYPE + " is expected");
        }
        if (delivery.body().size() > settings.maxMessageBytes()) {
            return new Outcome.Park("message of " + delivery.body().size() + " bytes is over the limit of "
                    + settings.maxMessageBytes());
        }
        try {
            Incident incident = Incident.parseFrom(delivery.body());
            List<Problem> problems = parts.contract().get().problems(incident);
            if (!problems.isEmpty()) {
                return new Outcome.Park(Decoded.told(problems));
            }
            incidents.add(incident);
            return Outcome.ACCEPT;
        } catch (InvalidProtocolBufferException e) {
            return new Outcome.Park("not a readable " + TYPE + ": " + e.getMessage());
        }
    }

    /**
     * The way around the broker: the reasons for what is not taken, by place in the list, after the rest is committed.
     *
     * @throws NotNow when nothing can be taken at the moment
     */
    public Map<Integer, String> accept(List<Incident> incidents) {
        Map<Integer, String> rejected = new LinkedHashMap<>();
        for (int i = 0; i < incidents.size(); i++) {
            Incident incident = incidents.get(i);
            List<Problem> problems = parts.contract().get().problems(incident);
            try {
                if (problems.isEmpty()) {
                    commit(List.of(incident), List.of());
                } else {
                    rejected.put(i, Decoded.told(problems));
                }
            } catch (StoreFault e) {
                LOG.atError()
                        .addKeyValue("incident", incident.getId())
                        .setCause(e)
                        .log("an incident broke its receiver");
                rejected.put(i, String.valueOf(e.getMessage()));
            }
        }
        return rejected;
    }

    private void commit(List<Incident> incidents, List<Delivery> from) {
        if (incidents.isEmpty()) {
            return;
        }
        Map<String, Incident> byId = new LinkedHashMap<>();
        incidents.forEach(each -> byId.putIfAbsent(each.getId() + ":" + each.getRevision(), each));
        try {
            parts.store().writeNow(sql -> {
                Set<String> unseen =
                        parts.memory().inbox().unseen(sql, settings.consumer(), byId.keySet(), clock.instant());
                List<Incident> news = byId.entrySet().stream()
                        .filter(each -> unseen.contains(each.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
                if (!news.isEmpty()) {
                    parts.effect().apply(sql, news);
                }
                starts.forget(sql, from);
                return news.size();
            });
        } catch (StoreFault e) {
            throw Starts.judged(e, "");
        }
    }
}

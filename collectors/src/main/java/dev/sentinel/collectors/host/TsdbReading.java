package dev.sentinel.collectors.host;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.HostTsdbInvariantRestored;
import dev.sentinel.v1.HostTsdbInvariantViolated;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.TsdbInvariant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the bomb before the restart: a folder that a running Prometheus bears and the next start does not. Pure. */
public record TsdbReading(Facts facts) {

    /**
     * What was found before.
     *
     * @param suspected broken in the last listing
     * @param told broken and told
     */
    public record Before(Set<TsdbInvariant> suspected, Set<TsdbInvariant> told) {
        public static final Before NOTHING = new Before(Set.of(), Set.of());

        public Before {
            suspected = Set.copyOf(suspected);
            told = Set.copyOf(told);
        }
    }

    /** What is remembered now, and what is news. */
    public record Result(Before before, List<Event> events) {
        public Result {
            events = List.copyOf(events);
        }
    }

    /**
     * Holds a listing against the rules. A folder in use may be listed while files come and go, so it is believed the second
     * time.
     */
    public Result read(TsdbFolder folder, Before before, Ref server, List<Ref> related, Instant observedAt) {
        Map<TsdbInvariant, HostTsdbInvariantViolated> broken = TsdbInvariants.broken(folder);
        Set<TsdbInvariant> told = EnumSet.noneOf(TsdbInvariant.class);
        List<Event> events = new ArrayList<>();
        broken.forEach((invariant, fact) -> {
            boolean known = before.told().contains(invariant);
            boolean sure = !folder.processRunning() || before.suspected().contains(invariant);
            if (known || sure) {
                told.add(invariant);
            }
            if (!known && sure) {
                events.add(facts.event(Seen.now(observedAt), Severity.SEVERITY_ERROR, server, related, fact));
            }
        });
        before.told().stream()
                .filter(each -> !broken.containsKey(each))
                .sorted()
                .forEach(healed -> {
                    HostTsdbInvariantRestored fact = HostTsdbInvariantRestored.newBuilder()
                            .setInvariant(healed)
                            .setPath(folder.path())
                            .build();
                    events.add(facts.event(Seen.now(observedAt), Severity.SEVERITY_INFO, server, related, fact));
                });
        return new Result(new Before(broken.keySet(), told), events);
    }
}

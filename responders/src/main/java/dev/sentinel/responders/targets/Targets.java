package dev.sentinel.responders.targets;

import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Catalog;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be done where. The same act is done in each cluster by hands of its own. */
public final class Targets {
    private Targets() {}

    /** A cluster, in the broadest sense, and what its connections allow. */
    public record Site(String cluster, List<Action> actions) {
        public Site {
            actions = List.copyOf(actions);
        }
    }

    /** All acts of all sites; an order goes to the hands of its cluster, and to nobody where there are none. */
    public static Catalog catalog(Collection<Site> sites) {
        Map<String, Map<String, Action>> byName = new LinkedHashMap<>();
        for (Site site : sites) {
            for (Action action : site.actions()) {
                Action other = byName.computeIfAbsent(action.declaration().name(), any -> new LinkedHashMap<>())
                        .put(site.cluster(), action);
                if (other != null) {
                    throw new IllegalArgumentException("%s can be done in %s in two ways"
                            .formatted(action.declaration().name(), site.cluster()));
                }
            }
        }
        return new Catalog(byName.values().stream().map(InEachCluster::new).toList());
    }
}

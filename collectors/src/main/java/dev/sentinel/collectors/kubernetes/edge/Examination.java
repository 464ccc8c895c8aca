package dev.sentinel.collectors.kubernetes.edge;

import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which kinds can be read, and what to add where one cannot. */
public final class Examination {
    private static final List<String> VERBS = List.of("list", "watch");

    private final Cluster cluster;

    private Examination(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Asks the API about each; when it does not answer at all, that is the one check. */
    public static List<Check> of(Connection connection, Duration timeout, List<Watched> kinds) {
        try (Cluster cluster = Cluster.at(connection, timeout)) {
            return new Examination(cluster).all(kinds);
        }
    }

    private List<Check> all(List<Watched> kinds) {
        List<Check> checks = new ArrayList<>();
        for (Watched kind : kinds) {
            try {
                checks.add(check(kind));
            } catch (Unreachable e) {
                checks.add(Check.unreadable(kind.name(), e.getMessage() + advice(kind, e)));
                if (isDeaf(e)) {
                    return checks;
                }
            } catch (IOException e) {
                checks.add(Check.unreadable(kind.name(), String.valueOf(e.getMessage())));
            }
        }
        return checks;
    }

    private Check check(Watched watched) throws IOException {
        Optional<ObjectKind> served = served(watched);
        if (served.isEmpty()) {
            return watched.optional()
                    ? Check.noteworthy(watched.name(), "not installed here; it is watched as soon as it is")
                    : Check.unreadable(watched.name(), "the API at %s has none".formatted(cluster.endpoint()));
        }
        ObjectKind kind = served.get();
        List<String> missing = new ArrayList<>();
        for (String verb : VERBS) {
            if (!cluster.may(verb, kind, watched.namespace())) {
                missing.add(verb);
            }
        }
        return missing.isEmpty()
                ? Check.readable(
                        watched.name(), "%s %s".formatted(kind.apiVersion(), Cluster.where(watched.namespace())))
                : Check.unreadable(
                        watched.name(), "may not %s; add %s".formatted(String.join(" and ", missing), rule(kind)));
    }

    private Optional<ObjectKind> served(Watched watched) throws IOException {
        for (ObjectKind each : watched.versions()) {
            if (cluster.lists(each, watched.namespace())) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static String advice(Watched watched, Unreachable why) {
        return why.why() == UnreachableCause.UNREACHABLE_CAUSE_FORBIDDEN
                ? "; add " + rule(watched.versions().getFirst())
                : "";
    }

    /** As it stands in a ClusterRole, in one line. */
    private static String rule(ObjectKind kind) {
        return "- {apiGroups: [\"%s\"], resources: [%s], verbs: [get, list, watch]}"
                .formatted(kind.group(), kind.plural());
    }

    /** Whether asking about the next kind would end the same way. */
    private static boolean isDeaf(Unreachable why) {
        return switch (why.why()) {
            case UNREACHABLE_CAUSE_TIMEOUT,
                    UNREACHABLE_CAUSE_REFUSED,
                    UNREACHABLE_CAUSE_NAME_NOT_RESOLVED,
                    UNREACHABLE_CAUSE_TLS,
                    UNREACHABLE_CAUSE_UNAUTHENTICATED -> true;
            case UNREACHABLE_CAUSE_FORBIDDEN,
                    UNREACHABLE_CAUSE_SERVER_ERROR,
                    UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                    UNREACHABLE_CAUSE_IO,
                    UNREACHABLE_CAUSE_UNSPECIFIED,
                    UNRECOGNIZED -> false;
        };
    }
}

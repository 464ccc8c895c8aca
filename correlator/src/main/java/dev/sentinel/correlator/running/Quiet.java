package dev.sentinel.correlator.running;

import com.google.protobuf.util.Timestamps;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sentinel.v1.AffectedThing;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.MaintenanceWindow;
import dev.sentinel.v1.Matcher;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Silence;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The silences and maintenance windows in force at one moment, and what they keep quiet. */
public final class Quiet {

    /** What a matcher can look at. */
    public static final List<String> NAMES = List.of("cluster", "pattern", "severity", "pivot", "thing");

    private final List<Silence> silences;
    private final List<MaintenanceWindow> windows;
    // Each expression is compiled once, not once for each incident.
    private final Map<String, Optional<Pattern>> compiled = new HashMap<>();

    public Quiet(List<Silence> silences, List<MaintenanceWindow> windows, Instant now) {
        this.silences = silences.stream()
                .filter(silence -> holds(
                        now,
                        Timestamps.toMillis(silence.getStartsAt()),
                        silence.hasExpiredAt()
                                ? Timestamps.toMillis(silence.getExpiredAt())
                                : Timestamps.toMillis(silence.getEndsAt())))
                .toList();
        this.windows = windows.stream()
                .filter(window -> holds(
                        now,
                        Timestamps.toMillis(window.getStartsAt()),
                        window.hasExpiredAt()
                                ? Timestamps.toMillis(window.getExpiredAt())
                                : Timestamps.toMillis(window.getEndsAt())))
                .toList();
    }

    /** Why this incident is to be kept quiet: {@code silence:ID} or {@code maintenance:ID}; empty when it is not. */
    public static Optional<String> by(
            Incident incident, List<Silence> silences, List<MaintenanceWindow> windows, Instant now) {
        return new Quiet(silences, windows, now).by(incident);
    }

    Optional<String> by(Incident incident) {
        Stream<String> silenced = silences.stream()
                .filter(silence -> silences(silence, incident))
                .map(silence -> "silence:" + silence.getId());
        Stream<String> maintained = windows.stream()
                .filter(window -> covers(window, incident))
                .map(window -> "maintenance:" + window.getId());
        return Stream.concat(silenced, maintained).findFirst();
    }

    /** The fault in an expression, for who typed it; empty when it is good. */
    public static Optional<String> fault(String expression) {
        try {
            Pattern.compile(expression);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static boolean holds(Instant now, long from, long until) {
        return now.toEpochMilli() >= from && now.toEpochMilli() < until;
    }

    private boolean silences(Silence silence, Incident incident) {
        return (silence.getIncidentId().isEmpty() || silence.getIncidentId().equals(incident.getId()))
                // One without a condition would hide everything; the contract forbids it, so it hides nothing.
                && silence.getMatchersCount() > 0
                && silence.getMatchersList().stream().allMatch(matcher -> meets(matcher, incident));
    }

    private boolean meets(Matcher matcher, Incident incident) {
        Predicate<String> equal = value -> value.equals(matcher.getValue());
        Predicate<String> matches = value -> compiled.computeIfAbsent(matcher.getValue(), Quiet::compile)
                .map(pattern -> pattern.matches(value))
                .orElse(false);
        return switch (matcher.getOperator()) {
            case MATCH_OPERATOR_EQUAL -> values(matcher.getName(), incident).anyMatch(equal);
            case MATCH_OPERATOR_NOT_EQUAL -> values(matcher.getName(), incident).noneMatch(equal);
            case MATCH_OPERATOR_REGEX -> values(matcher.getName(), incident).anyMatch(matches);
            case MATCH_OPERATOR_NOT_REGEX ->
                compiled.computeIfAbsent(matcher.getValue(), Quiet::compile).isPresent()
                        && values(matcher.getName(), incident).noneMatch(matches);
            case MATCH_OPERATOR_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }

    private static Stream<String> values(String name, Incident incident) {
        return switch (name) {
            case "cluster" -> Stream.of(incident.getCluster());
            case "pattern" -> Stream.of(incident.getPattern());
            case "severity" -> Stream.of(Words.of(incident.getSeverity()));
            case "pivot" -> spelled(incident.getPivot());
            case "thing" -> things(incident).flatMap(Quiet::spelled);
            default -> Stream.empty();
        };
    }

    /** A thing goes by its name alone, with its namespace, and with its kind too. */
    private static Stream<String> spelled(Ref ref) {
        String placed = ref.getNamespace().isEmpty() ? ref.getName() : ref.getNamespace() + "/" + ref.getName();
        return Stream.of(ref.getName(), placed, ref.getKind() + "/" + placed);
    }

    /** What is only at risk does not suffer: work on one of many workloads of a node must not hide that the node fails. */
    private static Stream<Ref> things(Incident incident) {
        return Stream.concat(
                Stream.of(incident.getPivot()),
                incident.getBlastRadius().getThingsList().stream()
                        .filter(thing -> !thing.getAtRiskOnly())
                        .map(AffectedThing::getRef));
    }

    private static boolean covers(MaintenanceWindow window, Incident incident) {
        return window.getCluster().equals(incident.getCluster())
                && things(incident)
                        .anyMatch(thing -> window.getTargetsList().stream().anyMatch(target -> same(target, thing)));
    }

    private static boolean same(Ref target, Ref thing) {
        return target.getKind().equals(thing.getKind())
                && target.getNamespace().equals(thing.getNamespace())
                && target.getName().equals(thing.getName());
    }

    private static Optional<Pattern> compile(String expression) {
        try {
            return Optional.of(Pattern.compile(expression));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }
}

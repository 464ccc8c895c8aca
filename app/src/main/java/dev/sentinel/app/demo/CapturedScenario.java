package dev.sentinel.app.demo;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.sentinel.correlator.capture.Capture;
import dev.sentinel.correlator.capture.Moment;
import dev.sentinel.correlator.running.Words;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Ref;
import dev.sentinel.yaml.Spans;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A captured incident as the file of a scenario: bug report and test in one. */
public final class CapturedScenario {
    private static final Duration AFTER = Duration.ofMinutes(3);

    private CapturedScenario() {}

    public static String text(Capture.Good captured) {
        Incident incident = captured.incident();
        return """
                scenario: captured-%s
                title: "Captured: %s"
                story: >-
                  An incident that happened, under other names. Nothing that anybody said or wrote is in it; times are as they were.
                recorded: |
                %space: 60
                ends: %s
                expect:
                  opens:
                    - {pattern: %s, about: %s, severity: %s}
                %s""".formatted(
                        incident.getPattern(),
                        incident.getPattern(),
                        lines(captured.moments()).indent(2),
                        Spans.write(length(captured.moments())),
                        incident.getPattern(),
                        thing(incident.getPivot()),
                        Words.of(incident.getSeverity()),
                        allowed(captured.others()));
    }

    private static String lines(List<Moment> moments) {
        return moments.stream()
                .map(moment -> "%s %s".formatted(moment.accepted(), json(moment)))
                .collect(Collectors.joining("\n"));
    }

    private static String json(Moment moment) {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(moment.event());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an event has no JSON", e);
        }
    }

    private static Duration length(List<Moment> moments) {
        Duration all = Duration.between(
                moments.getFirst().accepted(), moments.getLast().accepted());
        return Duration.ofSeconds(all.plus(AFTER).toSeconds());
    }

    private static String thing(Ref ref) {
        return ref.getNamespace().isEmpty()
                ? ref.getKind() + "/" + ref.getName()
                : "%s/%s/%s".formatted(ref.getKind(), ref.getNamespace(), ref.getName());
    }

    private static String allowed(List<Incident> others) {
        var patterns = others.stream()
                .filter(Incident::hasOpenedAt)
                .map(Incident::getPattern)
                .collect(Collectors.toCollection(TreeSet::new));
        return patterns.isEmpty()
                ? ""
                : "  allowed:\n"
                        + patterns.stream()
                                .map(pattern -> "    - {pattern: %s}\n".formatted(pattern))
                                .collect(Collectors.joining());
    }
}

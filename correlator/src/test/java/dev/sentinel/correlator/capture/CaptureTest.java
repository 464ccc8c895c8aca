package dev.sentinel.correlator.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.sentinel.correlator.engine.Engine;
import dev.sentinel.correlator.engine.Limits;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.patterns.PatternSet;
import dev.sentinel.correlator.trial.PatternTest;
import dev.sentinel.correlator.trial.TestReader;
import dev.sentinel.correlator.trial.TestReading;
import dev.sentinel.proto.Contract;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every incident of the tests of the shipped patterns, captured. */
final class CaptureTest {
    private static final String FOLDER = "/dev/sentinel/correlator/patterns/";
    private static final Contract CONTRACT = new Contract();
    private static final Limits LIMITS =
            new Limits(50_000, 100_000, 20_000, Limits.DEFAULT.evidencePerClause(), 5_000, Limits.DEFAULT.lateness());
    /** Names that stay, because they are everybody's. */
    private static final Set<String> COMMON =
            Set.of("longhorn-system", "kube-system", "default", "prometheus", "loki", "");

    private static List<Pattern> patterns = List.of();
    private static final Map<String, List<PatternTest>> TESTS = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        var texts = new TreeMap<String, String>();
        for (String name : text("list").lines().toList()) {
            texts.put(name, text(name));
        }
        patterns = switch (PatternSet.read(texts)) {
            case PatternSet.Outcome.Good good -> good.set().patterns();
            case PatternSet.Outcome.Bad bad -> throw new AssertionError(bad.problems());
        };
        for (Pattern pattern : patterns) {
            String name = pattern.name() + ".tests.yaml";
            switch (new TestReader(patterns).read(name, text(name))) {
                case TestReading.Good good ->
                    TESTS.put(pattern.name(), good.file().tests());
                case TestReading.Bad bad -> throw new AssertionError(bad.problems());
            }
        }
    }

    private static String text(String name) throws IOException {
        var list = Objects.requireNonNull(PatternSet.class.getResource(FOLDER + "list"));
        return Files.readString(Path.of(URI.create(list.toString())).resolveSibling(name));
    }

    private static PatternTest first(String pattern) {
        return TESTS.getOrDefault(pattern, List.of()).getFirst();
    }

    private static List<Moment> recorded(PatternTest test) {
        var seen = new HashSet<String>();
        return test.given().stream()
                .map(given -> new Moment(given.occurredAt().plus(given.acceptedAfter()), given.event()))
                .sorted(Comparator.comparing(Moment::accepted))
                .filter(moment -> seen.add(moment.event().getId()))
                .toList();
    }

    private static List<Incident> played(PatternTest test, List<Moment> recorded) {
        var engine = new Engine(test.cluster(), patterns, LIMITS);
        Map<String, Incident> incidents = new TreeMap<>();
        Instant now = PatternTest.START;
        for (Moment moment : recorded) {
            for (; now.isBefore(moment.accepted()); now = now.plus(Duration.ofMinutes(1))) {
                engine.advance(now).forEach(each -> incidents.put(each.getId(), each));
            }
            engine.accept(moment.event(), moment.accepted()).forEach(each -> incidents.put(each.getId(), each));
        }
        engine.finish(PatternTest.START.plus(test.until())).forEach(each -> incidents.put(each.getId(), each));
        return List.copyOf(incidents.values());
    }

    @Test
    void each_becomes_the_same_incident_again_under_other_names() {
        List<String> bad = new ArrayList<>();
        int good = 0;
        for (var file : TESTS.entrySet()) {
            for (PatternTest test : file.getValue()) {
                List<Moment> recorded = recorded(test);
                for (Incident incident : played(test, recorded)) {
                    if (!incident.getPattern().equals(file.getKey()) || !incident.hasOpenedAt()) {
                        continue;
                    }
                    switch (Capture.of(incident, recorded, patterns, CONTRACT)) {
                        case Capture.Good captured -> {
                            good++;
                            leaks(captured, recorded).forEach(leak -> bad.add(test.name() + " leaks " + leak));
                        }
                        case Capture.Bad why -> bad.add(file.getKey() + ": " + test.name() + ": " + why.why());
                    }
                }
            }
        }
        assertThat(bad).isEmpty();
        assertThat(good).isGreaterThan(50);
    }

    private static List<String> leaks(Capture.Good captured, List<Moment> recorded) {
        Set<String> names = recorded.stream()
                .map(Moment::event)
                .flatMap(CaptureTest::names)
                .filter(name -> !COMMON.contains(name) && name.length() > 3)
                .collect(Collectors.toSet());
        String text =
                captured.moments().stream().map(moment -> json(moment.event())).collect(Collectors.joining("\n"));
        return names.stream().filter(name -> text.contains("\"" + name + "\"")).toList();
    }

    private static Stream<String> names(Event event) {
        Stream<Ref> refs = Stream.concat(
                Stream.concat(Stream.of(event.getSubject()), event.getRelatedList().stream()),
                event.getTopology().getEdgesList().stream().flatMap(edge -> Stream.of(edge.getFrom(), edge.getTo())));
        return refs.filter(ref -> !ref.getKind().equals("longhorn.setting"))
                .flatMap(ref -> Stream.of(ref.getName(), ref.getNamespace(), ref.getUid()));
    }

    private static String json(Event event) {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(event);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void what_is_far_away_is_left_out_and_what_would_become_something_else_is_refused() {
        PatternTest test = first("new-node-poisons-telemetry");
        List<Moment> recorded = new ArrayList<>(recorded(test));
        Incident incident = played(test, recorded).stream()
                .filter(each -> each.getPattern().equals("new-node-poisons-telemetry"))
                .findFirst()
                .orElseThrow();
        Event template = recorded.stream()
                .map(Moment::event)
                .filter(event -> !event.hasTopology())
                .findFirst()
                .orElseThrow();
        Instant at = recorded.getLast().accepted();
        IntStream.range(0, 100)
                .mapToObj(i -> new Moment(
                        at,
                        template.toBuilder()
                                .setId("00000000-0000-7000-8000-%012d".formatted(i))
                                .setSubject(Ref.newBuilder()
                                        .setKind("kubernetes.pod")
                                        .setNamespace("elsewhere")
                                        .setName("pod-" + i))
                                .clearRelated()
                                .build()))
                .forEach(recorded::add);

        var captured = Capture.of(incident, recorded, patterns, CONTRACT);

        assertThat(captured)
                .isInstanceOfSatisfying(
                        Capture.Good.class, good -> assertThat(good.moments()).hasSizeLessThan(100));
        assertThat(Capture.of(incident, List.of(), patterns, CONTRACT))
                .isInstanceOfSatisfying(
                        Capture.Bad.class,
                        bad -> assertThat(bad.why()).contains("does not become this incident again"));
    }

    @Test
    void what_anybody_said_is_gone_and_numbers_begin_anew() {
        Event said = recorded(first("unexplained-critical-fact")).getFirst().event();
        var scrubber = new Scrubber(new Aliases(), "lab");

        Event first = scrubber.scrubbed(said.toBuilder()
                .setTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .build());
        Event second = scrubber.scrubbed(said);

        assertThat(first.getTraceparent()).isEmpty();
        assertThat(first.getCluster()).isEqualTo("lab");
        assertThat(first.getId()).isNotEqualTo(said.getId()).isNotEqualTo(second.getId());
        assertThat(first.getSequence().getNumber()).isEqualTo(1);
        assertThat(second.getSequence().getNumber()).isEqualTo(2);
        assertThat(first.getSubject()).isEqualTo(second.getSubject());
    }
}

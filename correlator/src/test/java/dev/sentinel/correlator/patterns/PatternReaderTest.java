package dev.sentinel.correlator.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.patterns.Clause.Role;
import dev.sentinel.correlator.topology.Path;
import dev.sentinel.v1.Alert;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.LonghornReplicaFailed;
import dev.sentinel.v1.Severity;
import dev.sentinel.yaml.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatternReaderTest {
    private static final PatternReader READER = new PatternReader();

    @Test
    void reads_the_patterns_beside_it_without_a_warning() {
        for (var name : Fixtures.NAMES) {
            var reading = READER.read(name + ".yaml", Fixtures.text(name));
            assertThat(Fixtures.good(reading).name()).isEqualTo(name);
            assertThat(((Reading.Good) reading).warnings()).isEmpty();
        }
    }

    @Test
    void reads_the_head_of_the_headline() {
        var pattern = headline();

        assertThat(pattern.version()).isEqualTo("1");
        assertThat(pattern.title()).isEqualTo("{pivot} takes replicas it cannot hold; {symptoms} stopped");
        assertThat(pattern.summary()).startsWith("A node that joined lately").doesNotContain("\n");
        assertThat(pattern.pivot()).isEqualTo("kubernetes.node");
        assertThat(pattern.window()).isEqualTo(Duration.ofDays(3));
        assertThat(pattern.fallback()).isFalse();
        assertThat(pattern.explains()).containsExactly("volume-stalled");
        assertThat(pattern.answers())
                .containsExactly(new Pattern.Answer("quarantine-node", "stop it from taking more replicas"));
        assertThat(pattern.resolution())
                .isEqualTo(new Pattern.Resolution(Duration.ofMinutes(30), Duration.ofHours(12)));
    }

    @Test
    void numbers_the_clauses_of_evidence_and_then_those_of_absence() {
        assertThat(headline().clauses())
                .extracting(Clause::name)
                .containsExactly("joined", "replica_failed", "rebuild_started", "stopped", "advancing", "no_progress");
    }

    @Test
    void reads_how_clauses_stand_to_each_other() {
        var clauses = headline().clauses();
        var stopped = clauses.get(3);

        assertThat(stopped.role()).isEqualTo(Role.SYMPTOM);
        assertThat(stopped.order()).contains(new Clause.Order(1, Duration.ofMinutes(30)));
        assertThat(stopped.sameAs()).contains(1);
        assertThat(stopped.count()).isEqualTo(new Clause.Count(1, Duration.ofMinutes(5), true));
        assertThat(stopped.links()).isEmpty();
        assertThat(stopped.paths().getFirst().hops().get(2))
                .isEqualTo(new Path.Hop(EdgeKind.EDGE_KIND_IS, false, "longhorn.volume", true));
        assertThat(clauses.get(1).links()).extracting(Path::to).containsExactly("longhorn.volume");
        assertThat(clauses.get(2).order()).contains(new Clause.Order(0, Duration.ofDays(3)));
        assertThat(clauses.get(4).recovers()).contains(3);
        assertThat(clauses.get(5).absence()).contains(new Clause.Absence(2, Duration.ofMinutes(10)));
        assertThat(clauses.get(0).count()).isEqualTo(Clause.Count.ONE);
    }

    @Test
    void reads_formulas_severities_and_confidence() {
        var pattern = headline();

        assertThat(pattern.open().holds(0b001011)).isTrue();
        assertThat(pattern.open().holds(0b000011)).isFalse();
        assertThat(pattern.suspect().holds(0b100001)).isTrue();
        assertThat(pattern.severities())
                .containsExactly(
                        new Pattern.SeverityRule(Severity.SEVERITY_CRITICAL, new Formula.Holds(3)),
                        new Pattern.SeverityRule(Severity.SEVERITY_ERROR, new Formula.Always()));
        assertThat(pattern.belief().start()).isEqualTo(0.6);
        assertThat(pattern.belief().weights()).extracting(Pattern.Weight::by).containsExactly(0.2, -0.2);
    }

    @Test
    void compiles_a_condition_for_each_kind() {
        var failed = headline().clauses().get(1).matches();
        var info = Event.newBuilder()
                .setSeverity(Severity.SEVERITY_INFO)
                .setLonghornReplicaFailed(LonghornReplicaFailed.getDefaultInstance());

        assertThat(failed)
                .extracting(Match::kind)
                .containsExactly("longhorn.replica.failed", "longhorn.rebuild.failed");
        assertThat(failed.getFirst().condition().holds(info.build())).isFalse();
        assertThat(failed.getFirst()
                        .condition()
                        .holds(info.setSeverity(Severity.SEVERITY_ERROR).build()))
                .isTrue();
        var fold = headline().folds().getFirst();
        assertThat(fold.matches()
                        .getFirst()
                        .condition()
                        .holds(Event.newBuilder()
                                .setAlert(Alert.newBuilder().setAboutAbsence(true))
                                .build()))
                .isTrue();
        assertThat(headline().clauses().getFirst().matches().getFirst().condition())
                .isSameAs(Match.Condition.ALWAYS);
    }

    @Test
    void fills_in_what_is_left_out() {
        var pattern = Fixtures.good(READER.read("site-silent.yaml", Fixtures.text("site-silent")));

        assertThat(pattern.suspect()).isEqualTo(pattern.open());
        assertThat(pattern.belief()).isEqualTo(new Pattern.Belief(0.5, List.of()));
        assertThat(pattern.resolution())
                .isEqualTo(new Pattern.Resolution(Duration.ofMinutes(10), Duration.ofHours(12)));
        assertThat(pattern.folds()).isEmpty();
        assertThat(pattern.fallback()).isTrue();
        assertThat(pattern.clauses().getFirst().say()).isEqualTo("{subject}: {kind}");
        assertThat(pattern.clauses().getFirst().learn()).isEmpty();
        assertThat(headline().clauses().get(5).say())
                .isEqualTo("{subject}: no longhorn rebuild progressed or longhorn rebuild completed for 10m");
    }

    @Test
    void warns_of_things_nobody_names_and_of_paths_nobody_walks() {
        var text = Fixtures.text("volume-stalled")
                .replace(
                        "kubernetes.pod -uses-> kubernetes.persistent_volume_claim",
                        "kubernetes.pod -uses-> kubernetes.persistent_volume_clam")
                .replaceFirst(
                        "paths: \\[longhorn.volume\\]",
                        "paths: [longhorn.volume, \"longhorn.volume <-is- x.my_thing -is-> longhorn.volume\"]");

        var reading = READER.read("v.yaml", text);

        assertThat(Fixtures.good(reading).name()).isEqualTo("volume-stalled");
        assertThat(((Reading.Good) reading).warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "v.yaml:15: evidence.faulted.paths: begins at longhorn.volume like one before it; only the first is walked",
                        "v.yaml:21: evidence.mount_failed.paths: Sentinel's collectors name no thing \"kubernetes.persistent_volume_clam\"; did you mean \"kubernetes.persistent_volume_claim\"? (kinds of your own begin with \"x.\")");
    }

    @Test
    void says_everything_that_is_wrong_at_once_and_in_the_order_of_the_file() {
        var text = Fixtures.text("volume-stalled")
                .replace("window: 24h", "window: soon")
                .replace("role: symptom", "role: symptoms")
                .replace("open: faulted and mount_failed", "open: faulted and mount_fail")
                .replace("{is: warning}", "{is: warn}");

        assertThat(Fixtures.bad(READER.read("v.yaml", text)))
                .containsExactly(
                        "v.yaml:6: window: \"soon\" is not a length of time; write one like 90s, 30m, 1h30m, 48h or 7d",
                        "v.yaml:18: evidence.mount_failed.role: \"symptoms\" is not a role; did you mean \"symptom\"?",
                        "v.yaml:30: open: column 13: no clause is called \"mount_fail\"; did you mean \"mount_failed\"?",
                        "v.yaml:33: severity[2].is: \"warn\" is not a severity; known: info, warning, error, critical");
    }

    @Test
    void shows_no_control_character_of_the_file() {
        var text = "pattern: \"a\\e[31m\\nb\"\n";

        assertThat(Fixtures.bad(READER.read("v.yaml", text)))
                .allSatisfy(problem -> assertThat(problem.chars().noneMatch(Character::isISOControl))
                        .isTrue());
    }

    @Test
    void reads_thirty_two_clauses_and_no_more() {
        assertThat(Fixtures.good(READER.read("v.yaml", clauses(32))).clauses()).hasSize(32);
        assertThat(Fixtures.bad(READER.read("v.yaml", clauses(33))))
                .containsExactly("v.yaml:7: evidence: with absence there are 33 clauses; at most 32");
    }

    private static String clauses(int count) {
        var text = new StringBuilder("""
                pattern: many
                version: "1"
                title: many
                summary: many
                pivot: longhorn.volume
                window: 1h
                evidence:
                """);
        for (int i = 0; i < count; i++) {
            text.append("  c%d: {role: symptom, kinds: [alert], paths: [longhorn.volume]}%n".formatted(i));
        }
        return text + "open: c0\nseverity: [{is: info}]\n";
    }

    private static Pattern headline() {
        return Fixtures.good(
                READER.read("new-node-poisons-telemetry.yaml", Fixtures.text("new-node-poisons-telemetry")));
    }
}

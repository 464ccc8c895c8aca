package dev.sentinel.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.lab.world.faults.Fault;
import dev.sentinel.yaml.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ScenarioReaderTest {
    private static final String GOOD = """
            scenario: flaps
            title: "It flaps"
            story: "One after the other."
            world:
              seed: 7
              begin: 2026-03-10T08:00:00Z
              nodes:
                - {name: agent-1, zone: a}
              longhorn:
                replica-auto-balance: best-effort
              workloads:
                - {sort: prometheus, namespace: monitoring, name: k8s, volume: pvc-c6c1475a, size: 30Gi}
            sentinel:
              responders:
                policy: |
                  policy: ours
                more: |
                  quarantine: {on-join: true}
                people:
                  - {name: ada, roles: [operator]}
                  - {name: grace, roles: [approver], slack: true}
            pace: 60
            timeline:
              - {at: 1m, name: crashes, do: [crash instance-manager on agent-1], pace: 20}
              - {when: volume pvc-c6c1475a is degraded, at-most: 5m, then: 10s, do: [lose broker]}
              - {when: plan freeze-writer for volume-read-only is waiting, do: [grace approves freeze-writer for volume-read-only in slack, ada wants quarantine of agent-1]}
            ends: 1h
            expect:
              opens:
                - {pattern: instance-manager-flaps, about: kubernetes.node/agent-1, within: 60s, after: crashes, severity: error}
                - {pattern: monitoring-blind, after: first prometheus.head.stale}
              allowed:
                - {pattern: rebuild-storm}
                - {act: evidence.*}
              acts:
                - {act: longhorn.node.scheduling.off, on: longhorn.node/longhorn-system/agent-1, runbook: quarantine-node, by: policy, after: crashes, within: 60s}
              becomes:
                - {is: scheduling on agent-1 is off, within: 2m}
              never:
                - {act: kubernetes.*}
                - {is: workload monitoring/k8s is stopped}
              refused:
                - {by: ada, runbook: quarantine-node, says: "somebody else"}
              recovers: {is: volume pvc-c6c1475a is healthy, after: crashes}
            report: {source: "somebody's log", detected: 26h}
            """;

    static List<String> shipped() {
        return Shipped.names();
    }

    private static final String RECORDED = """
            scenario: captured
            title: "Captured"
            story: "What was seen elsewhere."
            recorded: |
              2026-03-10T08:00:00.5Z {"id": "1"}
              2026-03-10T08:00:00.5Z {"id": "2"}
              2026-03-10T09:00:00Z {"id": "3"}
            ends: 2h
            expect: {opens: [{pattern: rebuild-storm}]}
            """;

    private static final String NOMAD = """
            scenario: drained
            title: "Drained"
            story: "One client."
            world:
              begin: 2026-06-04T12:00:00Z
              nomad:
                clients: [nomad-1, nomad-2]
                jobs:
                  - {name: vm, program: victoria-metrics, lun: vm-data}
                  - {name: gateway}
            sentinel: {host: nomad-2}
            timeline:
              - {at: 1m, do: [drain client nomad-1, stop client nomad-1, return client nomad-1]}
            ends: 1h
            expect: {}
            """;

    @Test
    void nomad_may_stand_in_place_of_a_cluster() {
        Scenario scenario = ((ScenarioReading.Good) ScenarioReader.read("n.yaml", NOMAD)).scenario();

        assertThat(scenario.setting().nodes()).isEmpty();
        assertThat(scenario.setting().nomad().orElseThrow().jobs())
                .containsExactly(
                        new NomadSetting.Job("vm", Optional.of("victoria-metrics"), Optional.of("vm-data")),
                        new NomadSetting.Job("gateway", Optional.empty(), Optional.empty()));
        assertThat(scenario.sentinel().host()).contains("nomad-2");
        assertThat(scenario.turns().getFirst().deeds())
                .extracting(deed -> ((Deed.AtClient) deed).meets())
                .containsExactly(Deed.Meets.DRAIN, Deed.Meets.STOP, Deed.Meets.RETURN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drain client nomad-1 | drain client nomad-3 | no client of world.nomad",
                "host: nomad-2 | host: nomad-9 | no client of world.nomad",
                "clients: [nomad-1, nomad-2] | clients: [] | at least one client",
                "program: victoria-metrics, lun: vm-data | program: victoria-metrics | lun: NAME",
                "program: victoria-metrics | program: victoria-metric | did you mean \"victoria-metrics\"",
            })
    void what_is_wrong_about_nomad_is_said(String good, String wrong, String said) {
        var reading = ScenarioReader.read("n.yaml", NOMAD.replace(good, wrong));

        assertThat(((ScenarioReading.Bad) reading).problems().toString()).contains(said);
    }

    @Test
    void what_was_recorded_takes_the_place_of_a_world() {
        Scenario scenario = good(RECORDED);

        assertThat(scenario.recorded())
                .extracting(Scenario.Recorded::event)
                .containsExactly("{\"id\": \"1\"}", "{\"id\": \"2\"}", "{\"id\": \"3\"}");
        assertThat(scenario.setting().nodes()).isEmpty();
        assertThat(scenario.setting().begin())
                .isBefore(scenario.recorded().getFirst().at());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            T09:00:00Z        | T07:00:00Z  | line 7 is earlier than the one before it
            2026-03-10T09     | yesterdayT9 | line 7 does not begin with a time
            ' {"id": "3"}'    | ''          | line 7 is not a time and an event
            """)
    void what_is_wrong_with_a_recording_is_said(String part, String other, String complaint) {
        assertThat(bad(RECORDED.replace(part, other)))
                .anyMatch(problem -> problem.toString().contains(complaint));
    }

    @Test
    void a_recording_has_no_world() {
        assertThat(bad(RECORDED.replace("recorded: |", "world: {}\nrecorded: |")))
                .anyMatch(problem -> problem.toString().contains("has no world of its own"));
    }

    @Test
    void everything_that_is_written_is_read() {
        Scenario scenario = good(GOOD);

        assertThat(scenario.setting().nodes().getFirst().labels()).containsEntry("topology.kubernetes.io/zone", "a");
        assertThat(scenario.setting().workloads().getFirst().sort()).isEqualTo(Setting.Workload.Sort.PROMETHEUS);
        assertThat(scenario.turns().getFirst().deeds())
                .containsExactly(new Deed.Happens(
                        new Fault.InstanceManagerCrashes("agent-1"), "crash instance-manager on agent-1"));
        assertThat(scenario.turns().get(1).when())
                .isEqualTo(new Turn.When.Once(
                        new Condition.InWorld(Condition.What.VOLUME, "pvc-c6c1475a", "", "degraded"),
                        "volume pvc-c6c1475a is degraded",
                        Duration.ofMinutes(5),
                        Optional.of(Duration.ofSeconds(10))));
        assertThat(scenario.expected().opens())
                .extracting(Expectations.Opens::since)
                .containsExactly(
                        new Expectations.Since.ATurn("crashes"),
                        new Expectations.Since.FirstEvent("prometheus.head.stale"));
        assertThat(scenario.report()).map(Scenario.Report::detected).contains("26h");
    }

    @Test
    void what_sentinel_may_do_and_who_decides_is_read() {
        Scenario scenario = good(GOOD);
        Conduct conduct = scenario.expected().conduct();

        assertThat(scenario.sentinel().responding()).hasValueSatisfying(acting -> {
            assertThat(acting.policy()).isEqualTo("policy: ours");
            assertThat(acting.inSlack()).isTrue();
            assertThat(acting.people())
                    .containsExactly(
                            new Scenario.Person("ada", List.of("operator"), false),
                            new Scenario.Person("grace", List.of("approver"), true));
        });
        assertThat(scenario.turns().get(2).deeds())
                .containsExactly(
                        new Deed.Answers(
                                "grace",
                                true,
                                "freeze-writer for volume-read-only",
                                true,
                                "grace approves freeze-writer for volume-read-only in slack"),
                        new Deed.WantsQuarantine("ada", "agent-1", "ada wants quarantine of agent-1"));
        assertThat(conduct.acts()).singleElement().satisfies(act -> {
            assertThat(act.which().thing()).contains("longhorn.node/longhorn-system/agent-1");
            assertThat(act.by()).contains("policy");
            assertThat(act.since()).isEqualTo(new Expectations.Since.ATurn("crashes"));
        });
        assertThat(conduct.allowed()).containsExactly(new Conduct.Which("evidence.*", Optional.empty()));
        assertThat(conduct.becomes())
                .extracting(Conduct.Becomes::condition)
                .containsExactly(new Condition.InWorld(Condition.What.SCHEDULING, "agent-1", "", "off"));
        assertThat(conduct.never()).hasSize(1);
        assertThat(conduct.neverSo())
                .extracting(Conduct.NeverSo::sentence)
                .containsExactly("workload monitoring/k8s is stopped");
        assertThat(conduct.refused())
                .containsExactly(
                        new Conduct.Refusal(Optional.of("ada"), Optional.of("quarantine-node"), "somebody else"));
        assertThat(conduct.recovers()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                scenario: flaps       | scenario: ../flaps    | flaps.yaml:1: scenario: "../flaps" is no name
                at: 1m                | att: 1m               | did you mean "at"
                do: [lose broker]     | do: [crash manager]   | says nothing the lab can do; did you mean: crash instance-manager on <node>
                size: 30Gi            | size: 30              | "30" is no size; write one like 40Gi
                after: crashes        | after: crashs         | no turn is named "crashs"; did you mean "crashes"
                volume pvc-c6c1475a is degraded | volume pvc-c6c1475a is degradd | "degradd" is no such state; did you mean "degraded"
                ends: 1h              | ends: 30s             | a turn comes after the end
                replica-auto-balance  | replica-auto-balanc   | did you mean "replica-auto-balance"
                2026-03-10T08:00:00Z  | yesterday             | "yesterday" is no time
                severity: error       | severity: bad         | "bad" is not known
                about: kubernetes.node/agent-1 | about: agent-1 | write it as kind/name or kind/namespace/name
                pace: 60              | pace: 0               | is not a number from 1.0
                ada wants             | eve wants             | "eve" is nobody of sentinel.responders.people
                slack: true           | slack: false          | needs a person with slack: true
                roles: [operator]     | roles: [boss]         | "boss" is not known
                roles: [operator]     | roles: []             | says what they may do
                name: grace           | name: ada             | "ada" is somebody above
                for volume-read-only is waiting | for volume-read-only is wating | did you mean "waiting"
                act: kubernetes.*     | act: Kubernetes       | is no act
                {act: kubernetes.*}   | {act: a, is: b}       | says by either act or is
                scheduling on agent-1 is off | scheduling on agent-1 is offf | did you mean "off"
                says: "somebody else" | sais: "somebody else" | did you mean "says"
                """)
    void what_is_wrong_is_said_with_its_line_and_the_word_that_was_meant(String was, String is, String says) {
        assertThat(bad(GOOD.replace(was, is)))
                .anySatisfy(problem -> assertThat(problem.toString()).contains(says));
    }

    @Test
    void nobody_decides_where_nobody_acts() {
        String silent = GOOD.replaceFirst("(?s)sentinel:\\n.*?pace: 60", "pace: 60");

        assertThat(bad(silent))
                .anySatisfy(problem -> assertThat(problem.toString()).contains("needs a section sentinel.responders"));
    }

    @Test
    void acts_are_not_expected_where_nobody_acts() {
        String silent =
                GOOD.replaceFirst("(?s)sentinel:\\n.*?pace: 60", "pace: 60").replaceFirst("  - \\{when: plan.*\\n", "");

        assertThat(bad(silent)).singleElement().asString().contains("acts and refused are of Sentinel as it acts");
    }

    @Test
    void a_turn_with_a_wrong_condition_is_not_said_to_be_too_early() {
        assertThat(bad(GOOD.replace("volume pvc-c6c1475a is degraded", "volume pvc-c6c1475a is bad")))
                .singleElement()
                .asString()
                .contains("\"bad\" is no such state");
    }

    @Test
    void all_mistakes_are_told_at_once() {
        assertThat(bad("scenario: x\ntitel: y\n"))
                .extracting(Problem::what)
                .anySatisfy(what -> assertThat(what).contains("\"title\" is missing"))
                .anySatisfy(what -> assertThat(what).contains("\"world\" is missing"))
                .anySatisfy(what -> assertThat(what).contains("\"titel\" is not known"));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void what_is_shipped_can_be_played(String name) {
        assertThat(Shipped.find(name)).map(Scenario::name).contains(name);
    }

    @Test
    void what_is_not_shipped_is_not_found() {
        assertThat(Shipped.find("../list")).isEmpty();
    }

    private static Scenario good(String text) {
        ScenarioReading reading = ScenarioReader.read("flaps.yaml", text);
        assertThat(reading).isInstanceOf(ScenarioReading.Good.class);
        return ((ScenarioReading.Good) reading).scenario();
    }

    private static List<Problem> bad(String text) {
        ScenarioReading reading = ScenarioReader.read("flaps.yaml", text);
        assertThat(reading).isInstanceOf(ScenarioReading.Bad.class);
        return ((ScenarioReading.Bad) reading).problems();
    }
}

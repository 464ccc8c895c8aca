package dev.sentinel.responders.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.responders.shelf.Shelf;
import dev.sentinel.responders.trial.Acts;
import dev.sentinel.responders.trial.Worlds;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyTest {
    private static final Instant MONDAY_NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final PolicyReader READER =
            new PolicyReader(Acts.all().stream().map(each -> each.name()).toList());
    private static final String MINE = """
        policy: mine
        version: "7"
        bounds: {acts_an_hour: 4, node_share: 0.1, volume_share: 0.3, attempts: 2, attempts_within: 6h, cool_down: 5m, exclude: [team.example/hands-off]}
        plan_valid: 12h
        approval_valid: 1h
        windows:
          nights: {days: [mon, tue], from: "22:00", to: "06:00", zone: Europe/Berlin}
          move: {from: 2026-03-02T11:00:00Z, to: 2026-03-02T13:00:00Z}
        rules:
          - {rule: while-moving, clusters: [lab-*], during: move, mode: shadow}
          - {rule: nightly, actions: ["longhorn.node.*"], during: nights, mode: auto}
          - {rule: staging, labels: [env=staging], mode: auto}
          - {rule: poisoned, patterns: [new-node-*], actions: [longhorn.node.scheduling.off], outside: nights, mode: approve, approvals: 3}
          - {rule: reads, tiers: [read], mode: auto}
        """;

    @Test
    void after_install_reading_is_automatic_and_all_else_waits_for_people() {
        var policy = good(Shelf.shippedPolicy());

        assertThat(policy.decide(List.of(read()), MONDAY_NOON))
                .isEqualTo(new Decision(
                        PolicyMode.POLICY_MODE_AUTO, "default/reads", 0, "rule reads about longhorn.volume.observe"));
        assertThat(policy.decide(List.of(reversible()), MONDAY_NOON))
                .returns(PolicyMode.POLICY_MODE_APPROVE, Decision::mode)
                .returns(1, Decision::approvals);
        assertThat(policy.decide(List.of(destructive(Map.of())), MONDAY_NOON))
                .returns(PolicyMode.POLICY_MODE_APPROVE, Decision::mode)
                .returns(2, Decision::approvals);
    }

    @Test
    void the_strictest_act_decides_about_a_plan() {
        var policy = good(Shelf.shippedPolicy());

        assertThat(policy.decide(List.of(read(), reversible(), destructive(Map.of())), MONDAY_NOON))
                .returns(PolicyMode.POLICY_MODE_APPROVE, Decision::mode)
                .returns(2, Decision::approvals);
        var mine = good(MINE);
        assertThat(mine.decide(
                        List.of(read(), matter("lab-2", "x", "longhorn.node.scheduling.off", Map.of())), MONDAY_NOON))
                .returns(PolicyMode.POLICY_MODE_SHADOW, Decision::mode)
                .returns(0, Decision::approvals);
    }

    @Test
    void nothing_destructive_is_automatic_whatever_a_rule_says() {
        assertThat(good(MINE).decide(List.of(destructive(Map.of("env", "staging"))), MONDAY_NOON))
                .returns(PolicyMode.POLICY_MODE_APPROVE, Decision::mode)
                .returns(2, Decision::approvals)
                .returns("nothing destructive is done without people", Decision::reason);
    }

    @Test
    void what_no_rule_speaks_of_waits_for_people() {
        assertThat(good(MINE).decide(List.of(matter("lab", "x", "gitops.suspend", Map.of())), MONDAY_NOON))
                .isEqualTo(new Decision(
                        PolicyMode.POLICY_MODE_APPROVE, "mine/no rule", 1, "no rule speaks of gitops.suspend"));
    }

    @ParameterizedTest
    @CsvSource({
        // lab, new-node-unstable, longhorn.node.scheduling.off: by day three people, by night nobody
        "2026-03-02T12:00:00Z, lab,   prod,    mine/poisoned",
        "2026-03-02T20:59:59Z, lab,   prod,    mine/poisoned",
        "2026-03-02T21:00:00Z, lab,   prod,    mine/nightly",
        "2026-03-03T04:59:59Z, lab,   prod,    mine/nightly",
        "2026-03-03T05:00:00Z, lab,   prod,    mine/poisoned",
        // the night of Tuesday ends on Wednesday, and Wednesday has none
        "2026-03-04T04:00:00Z, lab,   prod,    mine/nightly",
        "2026-03-04T22:00:00Z, lab,   prod,    mine/poisoned",
        // the window of one occasion, and the cluster it is for
        "2026-03-02T10:59:59Z, lab-2, prod,    mine/poisoned",
        "2026-03-02T11:00:00Z, lab-2, prod,    mine/while-moving",
        "2026-03-02T12:59:59Z, lab-2, prod,    mine/while-moving",
        "2026-03-02T13:00:00Z, lab-2, prod,    mine/poisoned",
        "2026-03-02T12:00:00Z, lab,   staging, mine/staging"
    })
    void the_first_rule_that_fits_decides(Instant now, String cluster, String env, String rule) {
        var matter = matter(cluster, "new-node-unstable", "longhorn.node.scheduling.off", Map.of("env", env));

        assertThat(good(MINE).decide(List.of(matter), now).policy()).isEqualTo(rule);
    }

    @Test
    void bounds_are_read_and_have_defaults() {
        var mine = good(MINE);
        assertThat(mine.bounds().actsAnHour()).isEqualTo(4);
        assertThat(mine.bounds().attemptsWithin()).isEqualTo(Duration.ofHours(6));
        assertThat(mine.bounds().exclusions()).containsExactly("team.example/hands-off");
        assertThat(mine.approvalValid()).isEqualTo(Duration.ofHours(1));

        var usual = good(Shelf.shippedPolicy()).bounds();
        assertThat(usual.attempts()).isEqualTo(1);
        assertThat(usual.attemptsWithin()).isEqualTo(Duration.ofHours(12));
        assertThat(usual.exclusions()).containsExactly("sentinel.io/exclude");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode: shadow|mode: shadows|did you mean \"shadow\"?",
                "tiers: [read]|tiers: [reed]|did you mean \"read\"?",
                "during: move|during: mov|did you mean \"move\"?",
                "tiers: [read], mode: auto|tiers: [destructive], mode: auto|nothing destructive is done without people",
                "tiers: [read], mode: auto|tiers: [destructive], mode: approve, approvals: 1|needs two people or more",
                "tiers: [read], mode: auto|tiers: [read], mode: auto, approvals: 2|people are asked only with",
                "env=staging|env|is not written like env=staging",
                "Europe/Berlin|Europa/Berlin|is not a zone like Europe/Berlin",
                "[mon, tue]|[monday]|\"monday\" is not a day",
                "to: 2026-03-02T13:00:00Z|to: 2026-03-02T10:00:00Z|is not after \"from\"",
                "node_share: 0.1|node_share: 10|is not a number from 0.0 to 1.0",
                "approvals: 3|aprovals: 3|did you mean \"approvals\"?"
            })
    void says_what_is_wrong_and_what_was_meant(String right, String wrong, String words) {
        assertThat(READER.read("mine.yaml", MINE.replace(right, wrong)))
                .isInstanceOfSatisfying(
                        Reading.Bad.class,
                        bad -> assertThat(bad.problems())
                                .extracting(Object::toString)
                                .anyMatch(each -> each.contains(words)));
    }

    @Test
    void a_rule_about_nothing_that_can_be_done_is_told() {
        assertThat(READER.read(
                        "mine.yaml",
                        MINE.replace(
                                "actions: [longhorn.node.scheduling.off]", "actions: [longhorn.node.scheduling.of]")))
                .isInstanceOfSatisfying(
                        Reading.Good.class,
                        good -> assertThat(good.warnings())
                                .singleElement()
                                .asString()
                                .contains("did you mean \"longhorn.node.scheduling.off\"?"));
    }

    private static Matter read() {
        return new Matter(
                "lab",
                "x",
                "longhorn.volume.observe",
                RiskTier.RISK_TIER_READ,
                Worlds.ref("longhorn.volume/a/b"),
                Map.of());
    }

    private static Matter reversible() {
        return matter("lab", "x", "longhorn.node.scheduling.off", Map.of());
    }

    private static Matter destructive(Map<String, String> labels) {
        return new Matter(
                "lab",
                "x",
                "files.park",
                RiskTier.RISK_TIER_DESTRUCTIVE,
                Worlds.ref("kubernetes.statefulset/a/b"),
                labels);
    }

    private static Matter matter(String cluster, String pattern, String action, Map<String, String> labels) {
        return new Matter(
                cluster,
                pattern,
                action,
                RiskTier.RISK_TIER_REVERSIBLE,
                Worlds.ref("longhorn.node/longhorn-system/agent-4"),
                labels);
    }

    private static Policy good(String text) {
        return switch (READER.read("mine.yaml", text)) {
            case Reading.Good good -> good.policy();
            case Reading.Bad bad -> throw new AssertionError(bad.problems());
        };
    }
}

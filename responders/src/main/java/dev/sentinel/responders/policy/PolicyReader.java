package dev.sentinel.responders.policy;

import dev.sentinel.responders.guards.Standing.Bounds;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Problems;
import dev.sentinel.yaml.Section;
import dev.sentinel.yaml.YamlText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads a policy from YAML, the language of docs/policy.md. */
public final class PolicyReader {
    static final String NAME = "[a-z][a-z0-9-]{0,62}";
    private static final String GLOB = "\\*|[A-Za-z0-9][A-Za-z0-9_.-]{0,126}\\*?";
    private static final String LABEL = "[A-Za-z0-9][A-Za-z0-9_./-]{0,252}";
    private static final YamlText.Form FORM = new YamlText.Form("policy", "policy: default");
    private static final Map<String, PolicyMode> MODES = Map.of(
            "shadow", PolicyMode.POLICY_MODE_SHADOW,
            "approve", PolicyMode.POLICY_MODE_APPROVE,
            "auto", PolicyMode.POLICY_MODE_AUTO);
    private static final Map<String, RiskTier> TIERS = Map.of(
            "read", RiskTier.RISK_TIER_READ,
            "reversible", RiskTier.RISK_TIER_REVERSIBLE,
            "destructive", RiskTier.RISK_TIER_DESTRUCTIVE);

    private final List<String> actions;

    /** @param actions all that the program can do; a rule about none of them is told */
    public PolicyReader(Collection<String> actions) {
        this.actions = List.copyOf(actions);
    }

    /** Reads one file; says everything that is wrong with it at once. */
    public Reading read(String fileName, String text) {
        var problems = new Problems(fileName);
        var policy = new YamlText(fileName, FORM, problems).read(text).flatMap(mapping -> policy(mapping, problems));
        return problems.none() && policy.isPresent()
                ? new Reading.Good(policy.get(), problems.warnings())
                : new Reading.Bad(problems.problems());
    }

    private Optional<Policy> policy(MappingNode mapping, Problems problems) {
        var top = new Section(problems, "", mapping, mapping);
        var name = named(top, "policy");
        var version = top.need("version", 32);
        var bounds = bounds(top);
        var planValid = top.span("plan_valid").orElse(Duration.ofHours(24));
        var approvalValid = top.span("approval_valid").orElse(Duration.ofHours(4));
        var windows = windows(top);
        var rules = new ArrayList<Rule>();
        for (var section : top.sections("rules")) {
            rules.add(rule(section, windows));
            section.refuseOthers();
        }
        if (!top.has("rules")) {
            top.missing("rules");
        }
        top.refuseOthers();
        return problems.none()
                ? Optional.of(new Policy(name, version, rules, bounds, planValid, approvalValid))
                : Optional.empty();
    }

    private static String named(Section section, String key) {
        var text = section.need(key, 64);
        if (!text.isEmpty() && !text.matches(NAME)) {
            section.complain(key, "\"%s\" is not a name; use lower-case letters, digits and -".formatted(text));
        }
        return text;
    }

    private static Bounds bounds(Section top) {
        var section = top.section("bounds");
        var exclusions = new ArrayList<String>();
        section.ifPresent(bounds -> bounds.items("exclude").forEach(item -> {
            if (!item.text().matches(LABEL)) {
                bounds.complain("exclude", item, "\"%s\" is not the name of a label".formatted(item.text()));
            }
            exclusions.add(item.text());
        }));
        var result = new Bounds(
                section.flatMap(each -> each.count("acts_an_hour", 0, 1000)).orElse(10),
                section.flatMap(each -> each.number("node_share", 0, 1)).orElse(0.2),
                section.flatMap(each -> each.number("volume_share", 0, 1)).orElse(0.2),
                section.flatMap(each -> each.count("attempts", 1, 100)).orElse(1),
                section.flatMap(each -> each.span("attempts_within")).orElse(Duration.ofHours(12)),
                section.flatMap(each -> each.span("cool_down")).orElse(Duration.ofMinutes(10)),
                section.filter(each -> each.has("exclude"))
                        .<List<String>>map(each -> exclusions)
                        .orElse(List.of("sentinel.io/exclude")));
        section.ifPresent(Section::refuseOthers);
        return result;
    }

    private static SequencedMap<String, Window> windows(Section top) {
        var windows = new TreeMap<String, Window>();
        top.section("windows")
                .ifPresent(section -> section.eachSection("window", (name, window) -> {
                    if (!name.matches(NAME)) {
                        section.complainKey(name, "is not a name; use lower-case letters, digits and -");
                    }
                    WindowReader.read(name, window).ifPresent(read -> windows.put(name, read));
                    window.refuseOthers();
                }));
        return windows;
    }

    private Rule rule(Section section, Map<String, Window> windows) {
        var name = named(section, "rule");
        var globs = globs(section, "actions");
        for (var item : section.items("actions")) {
            if (actions.stream().noneMatch(action -> Rule.matches(item.text(), action))) {
                section.warn(
                        "actions",
                        item,
                        "nothing that can be done is called \"%s\"%s"
                                .formatted(item.text(), NearestWord.hint(item.text(), actions)));
            }
        }
        var tiers = tiers(section);
        var mode = mode(section);
        var approvals = section.count("approvals", 1, 8);
        if (approvals.isPresent() && mode != PolicyMode.POLICY_MODE_APPROVE) {
            section.complain("approvals", "people are asked only with \"mode: approve\"");
        }
        if (mode == PolicyMode.POLICY_MODE_AUTO && tiers.contains(RiskTier.RISK_TIER_DESTRUCTIVE)) {
            section.complain(
                    "mode", "nothing destructive is done without people; write approve, with 2 approvals or more");
        }
        if (approvals.filter(count -> count < Policy.APPROVALS_TO_DESTROY).isPresent()
                && tiers.equals(Set.of(RiskTier.RISK_TIER_DESTRUCTIVE))) {
            section.complain("approvals", "what is destructive needs two people or more");
        }
        return new Rule(
                name,
                globs,
                tiers,
                globs(section, "clusters"),
                globs(section, "patterns"),
                labels(section),
                window(section, "during", windows),
                window(section, "outside", windows),
                mode,
                approvals.orElse(1));
    }

    private static List<String> globs(Section section, String key) {
        var globs = new ArrayList<String>();
        for (var item : section.items(key)) {
            if (!item.text().matches(GLOB)) {
                section.complain(
                        key, item, "\"%s\" is neither a name nor the beginning of one and a *".formatted(item.text()));
            }
            globs.add(item.text());
        }
        return globs;
    }

    private static Set<RiskTier> tiers(Section section) {
        var tiers = EnumSet.noneOf(RiskTier.class);
        for (var item : section.items("tiers")) {
            var tier = Optional.ofNullable(TIERS.get(item.text()));
            tier.ifPresent(tiers::add);
            if (tier.isEmpty()) {
                section.complain(
                        "tiers",
                        item,
                        "\"%s\" is not a tier%s".formatted(item.text(), NearestWord.hint(item.text(), TIERS.keySet())));
            }
        }
        return tiers;
    }

    private static PolicyMode mode(Section section) {
        section.need("mode", 16);
        return section.read(
                        "mode",
                        word -> Optional.ofNullable(MODES.get(word))
                                .map(Parsed::good)
                                .orElseGet(() -> Parsed.wrong("\"%s\" is not a mode%s"
                                        .formatted(word, NearestWord.hint(word, MODES.keySet())))))
                .orElse(PolicyMode.POLICY_MODE_APPROVE);
    }

    /** Written as {@code [env=staging, team=storage]}. */
    private static Map<String, String> labels(Section section) {
        var labels = new TreeMap<String, String>();
        for (var item : section.items("labels")) {
            var parts = item.text().split("=", 2);
            if (parts.length != 2 || !parts[0].matches(LABEL)) {
                section.complain("labels", item, "\"%s\" is not written like env=staging".formatted(item.text()));
            } else {
                labels.put(parts[0], parts[1]);
            }
        }
        return labels;
    }

    private static Optional<Window> window(Section section, String key, Map<String, Window> windows) {
        return section.read(
                key,
                name -> Optional.ofNullable(windows.get(name))
                        .map(Parsed::good)
                        .orElseGet(() -> Parsed.wrong("no window is called \"%s\"%s"
                                .formatted(name, NearestWord.hint(name, windows.keySet())))));
    }
}

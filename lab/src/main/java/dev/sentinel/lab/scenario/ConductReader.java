package dev.sentinel.lab.scenario;

import dev.sentinel.lab.scenario.Conduct.Act;
import dev.sentinel.lab.scenario.Conduct.Becomes;
import dev.sentinel.lab.scenario.Conduct.NeverSo;
import dev.sentinel.lab.scenario.Conduct.Refusal;
import dev.sentinel.lab.scenario.Conduct.Which;
import dev.sentinel.lab.scenario.Expectations.Since;
import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what Sentinel should and should not do. */
final class ConductReader {
    private static final int NAME = 128;
    private static final int TEXT = 4_096;
    private static final String ACT = "[a-z][a-z0-9_.]*\\*?";

    private final Function<String, Parsed<Since>> since;

    ConductReader(Function<String, Parsed<Since>> since) {
        this.since = since;
    }

    Conduct read(Section section, List<Which> allowed) {
        List<Which> never = new ArrayList<>();
        List<NeverSo> neverSo = new ArrayList<>();
        for (Section each : section.sections("never")) {
            if (each.has("act") == each.has("is")) {
                each.complain("says by either act or is what must not be");
            } else if (each.has("act")) {
                never.add(which(each));
            } else {
                each.read("is", Condition::read)
                        .ifPresent(condition -> neverSo.add(new NeverSo(condition, each.need("is", TEXT))));
            }
            each.refuseOthers();
        }
        return new Conduct(
                section.sections("acts").stream().map(this::act).toList(),
                allowed,
                never,
                section.sections("becomes").stream()
                        .flatMap(each -> becomes(each).stream())
                        .toList(),
                neverSo,
                section.sections("refused").stream().map(ConductReader::refusal).toList(),
                section.section("recovers").flatMap(this::becomes));
    }

    static Which which(Section section) {
        String act = section.need("act", NAME);
        if (!act.isEmpty() && !act.matches(ACT)) {
            section.complain("act", "\"%s\" is no act; see: sentinel actions list".formatted(act));
        }
        return new Which(act, ScenarioReader.thing(section, "on"));
    }

    private Act act(Section section) {
        Act act = new Act(
                which(section),
                section.text("runbook", NAME),
                section.text("by", NAME),
                section.read("after", since).orElse(new Since.TheBeginning()),
                section.span("within"));
        section.refuseOthers();
        return act;
    }

    private Optional<Becomes> becomes(Section section) {
        String sentence = section.need("is", TEXT);
        Optional<Condition> condition = section.read("is", Condition::read);
        Since from = section.read("after", since).orElse(new Since.TheBeginning());
        Optional<Duration> within = section.span("within");
        section.refuseOthers();
        return condition.map(each -> new Becomes(each, sentence, from, within));
    }

    private static Refusal refusal(Section section) {
        Refusal refusal =
                new Refusal(section.text("by", NAME), section.text("runbook", NAME), section.need("says", TEXT));
        section.refuseOthers();
        return refusal;
    }
}

package dev.sentinel.responders.trial;

import com.google.protobuf.Timestamp;
import dev.sentinel.responders.plan.Planner.Choice;
import dev.sentinel.responders.trial.RunbookTest.Wanted;
import dev.sentinel.v1.AffectedThing;
import dev.sentinel.v1.BlastRadius;
import dev.sentinel.v1.Confidence;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.RunbookMatch;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.SourceTrust;
import dev.sentinel.v1.TrustLevel;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Problems;
import dev.sentinel.yaml.Section;
import dev.sentinel.yaml.YamlText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads files of tests of runbooks. */
public final class TestReader {
    private static final String CLUSTER = "lab";
    private static final YamlText.Form FORM = new YamlText.Form("set of tests", "runbook: quarantine-node");

    /** Reads one file; says everything that is wrong with it at once. */
    public TestReading read(String fileName, String text) {
        var problems = new Problems(fileName);
        var tests = new YamlText(fileName, FORM, problems)
                .read(text)
                .map(mapping -> tests(mapping, problems))
                .orElse(List.of());
        return problems.none() ? new TestReading.Good(fileName, tests) : new TestReading.Bad(problems.problems());
    }

    private static List<RunbookTest> tests(MappingNode mapping, Problems problems) {
        var top = new Section(problems, "", mapping, mapping);
        var runbook = top.need("runbook", 64);
        // Read again for each test, which is how its own part comes on top of the common one.
        var names = new HashSet<String>();
        var tests = new ArrayList<RunbookTest>();
        var sections = top.sections("tests");
        if (sections.isEmpty()) {
            top.complain("tests", "a file holds at least one test");
        }
        for (var section : sections) {
            var situation = new SituationReader();
            top.section("situation").ifPresent(situation::read);
            test(section, runbook, situation, names).ifPresent(tests::add);
            section.refuseOthers();
        }
        top.section("situation");
        top.refuseOthers();
        return tests;
    }

    private static Optional<RunbookTest> test(
            Section section, String runbook, SituationReader situation, Set<String> names) {
        var name = section.need("name", 200);
        if (!names.add(name)) {
            section.complain("name", "another test of this file is called \"%s\" as well".formatted(name));
        }
        section.section("situation").ifPresent(situation::read);
        var incident = section.section("incident");
        if (incident.isEmpty()) {
            section.missing("incident");
        }
        var asOrdered = refs(section, "as_ordered");
        var gone = refs(section, "gone");
        var choice = section.flag("by_person") ? Choice.BY_PERSON : Choice.BY_PATTERN;
        var chosen = section.text("runbook", 64).orElse(runbook);
        var wanted = wanted(section);
        return incident.flatMap(each -> incident(each, chosen))
                .map(read -> new RunbookTest(
                        name,
                        Problems.line(section.place("name")),
                        chosen,
                        choice,
                        read,
                        situation.situation(CLUSTER),
                        asOrdered,
                        gone,
                        wanted));
    }

    private static Wanted wanted(Section section) {
        if (section.has("expect_none")) {
            return new Wanted.None(section.need("expect_none", 500));
        }
        var expect = section.section("expect");
        if (expect.isEmpty()) {
            section.complain("the test expects nothing; give it \"expect\" or \"expect_none\"");
            return new Wanted.None("");
        }
        var plan = expect.get();
        var wanted = new Wanted.APlan(
                texts(plan, "steps"), plan.text("mode", 16), texts(plan, "not_passed"), texts(plan, "says"));
        plan.refuseOthers();
        return wanted;
    }

    private static List<String> texts(Section section, String key) {
        return section.items(key).stream().map(Section.Item::text).toList();
    }

    private static Optional<Incident> incident(Section section, String runbook) {
        var pattern = section.need("pattern", 64);
        section.need("pivot", 512);
        var pivot = section.read("pivot", Refs::parse);
        var radius = BlastRadius.newBuilder();
        refs(section, "hurt").forEach(ref -> radius.addThings(affected(ref, false)));
        refs(section, "at_risk").forEach(ref -> radius.addThings(affected(ref, true)));
        var incident = Incident.newBuilder()
                .setId("incident-1")
                .setCluster(CLUSTER)
                .setRevision(3)
                .setPattern(pattern)
                .setTitle("a test")
                .setState(state(section))
                .setSeverity(Severity.SEVERITY_CRITICAL)
                .setBeganAt(now())
                .setUpdatedAt(now())
                .setConfidence(Confidence.newBuilder().setScore(0.9))
                .setBlastRadius(radius)
                .addRunbooks(RunbookMatch.newBuilder()
                        .setRunbook(runbook)
                        .setBlockedBy(section.text("blocked_by", 500).orElse("")));
        section.items("silent")
                .forEach(item -> incident.addSourceTrust(
                        SourceTrust.newBuilder().setSource(item.text()).setLevel(TrustLevel.TRUST_LEVEL_SILENT)));
        section.refuseOthers();
        return pivot.map(ref -> incident.setPivot(ref).build());
    }

    private static AffectedThing affected(Ref ref, boolean atRiskOnly) {
        return AffectedThing.newBuilder()
                .setRef(ref)
                .setImpact(Severity.SEVERITY_CRITICAL)
                .setAtRiskOnly(atRiskOnly)
                .build();
    }

    private static Timestamp now() {
        return Timestamp.newBuilder()
                .setSeconds(RunbookTest.NOW.getEpochSecond())
                .build();
    }

    private static IncidentState state(Section section) {
        var words = List.of("suspected", "open", "mitigating", "monitoring", "resolved", "reopened");
        return section.read(
                        "state",
                        text -> words.contains(text)
                                ? Parsed.good(IncidentState.valueOf("INCIDENT_STATE_" + text.toUpperCase(Locale.ROOT)))
                                : Parsed.wrong("\"%s\" is not a state of an incident%s"
                                        .formatted(text, NearestWord.hint(text, words))))
                .orElse(IncidentState.INCIDENT_STATE_OPEN);
    }

    private static List<Ref> refs(Section section, String key) {
        var refs = new ArrayList<Ref>();
        for (var item : section.items(key)) {
            switch (Refs.parse(item.text())) {
                case Parsed.Good<Ref> good -> refs.add(good.value());
                case Parsed.Wrong<Ref> wrong -> section.complain(key, item, wrong.why());
            }
        }
        return refs;
    }
}

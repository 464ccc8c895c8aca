package dev.sentinel.correlator.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.yaml.Plain;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each slip in an otherwise good pattern, and what is said about it. */
class PatternFaultsTest {
    private static final PatternReader READER = new PatternReader();

    private static final String GOOD = """
            pattern: probe
            version: "1"
            title: "{pivot} is ill"
            summary: "{affected} wait."
            pivot: longhorn.volume
            window: 24h
            evidence:
              failed:
                role: mechanism
                kinds: [longhorn.replica.failed]
                paths: ["longhorn.replica <-has- longhorn.volume!"]
                say: "{subject} of {fact.volume} failed"
              started:
                role: context
                kinds: [longhorn.rebuild.started, longhorn.rebuild.failed]
                when: 'fact.volume != ""'
                paths: ["longhorn.replica <-has- longhorn.volume"]
                link: ["longhorn.replica <-has- longhorn.volume"]
                after: failed
                within: 1h
                same_as: failed
                count: {at_least: 2, span: 10m}
              done:
                role: recovery
                recovers: failed
                kinds: [longhorn.rebuild.completed]
                paths: [longhorn.volume]
            absence:
              stuck:
                role: symptom
                since: started
                deadline: 10m
                kinds: [longhorn.rebuild.progressed]
                paths: ["longhorn.replica <-has- longhorn.volume!"]
            open: failed and stuck
            severity:
              - {is: error, when: stuck}
              - {is: warning}
            confidence:
              start: 0.5
              weights: [{when: stuck, by: 0.1, because: "it shows"}]
            resolve: {quiet: 30m, reopen: 12h}
            fold: [{kinds: [alert], when: 'fact.about_absence', within: 15m, why: "noise"}]
            explains: [other]
            runbooks: [{name: rescue, why: "helps"}]
            """;

    private record Slip(String from, String to, String said) {}

    private static Slip slip(String from, String to, String said) {
        return new Slip(from, to, said);
    }

    private static final List<Slip> NAMES_AND_KEYS = List.of(
            slip(
                    "pattern: probe",
                    "pattern: Probe",
                    "1: pattern: \"Probe\" is not a name; use lower-case letters, digits and -, beginning with a letter"),
            slip("pattern: probe\n", "", "1: \"pattern\" is missing"),
            slip("version: \"1\"\n", "", "1: \"version\" is missing"),
            slip(
                    "version: \"1\"",
                    "version: \"a b\"",
                    "2: version: \"a b\" is not a name; use letters, digits, dots and -"),
            slip("window: 24h\n", "", "1: \"window\" is missing"),
            slip("open: failed and stuck\n", "", "1: \"open\" is missing"),
            slip(
                    "open: failed and stuck",
                    "opens: failed and stuck",
                    "1: \"open\" is missing\n35: the key \"opens\" is not known; did you mean \"open\"?"),
            slip("    role: mechanism\n", "", "8: \"evidence.failed.role\" is missing"),
            slip(
                    "    role: mechanism",
                    "    rolle: mechanism",
                    "8: \"evidence.failed.role\" is missing\n9: the key \"evidence.failed.rolle\" is not known; did you mean \"role\"?"),
            slip(
                    "    role: mechanism",
                    "    role: mechanizm",
                    "9: evidence.failed.role: \"mechanizm\" is not a role; did you mean \"mechanism\"?"),
            slip(
                    "window: 24h",
                    "window: 24h\nwindow: 23h",
                    "7: the key \"window\" is here twice; the first is in line 6"),
            slip("  done:", "  failed:", "23: the key \"evidence.failed\" is here twice; the first is in line 8"),
            slip(
                    "  stuck:",
                    "  failed:",
                    "29: absence.failed: is a clause of \"evidence\" already\n35: open: column 12: no clause is called \"stuck\"; known: failed, started, done\n37: severity[1].when: column 1: no clause is called \"stuck\"; known: failed, started, done\n41: confidence.weights[1].when: column 1: no clause is called \"stuck\"; known: failed, started, done"),
            slip(
                    "  done:",
                    "  not:",
                    "23: evidence.not: \"not\" is not a name for a clause; use lower-case letters, digits and _"),
            slip(
                    "  done:",
                    "  Done:",
                    "23: evidence.Done: \"Done\" is not a name for a clause; use lower-case letters, digits and _"),
            slip(
                    "pivot: longhorn.volume",
                    "pivot: volume",
                    "5: pivot: \"volume\" is not a kind of thing; write one like kubernetes.node, or *"),
            slip(
                    "fold: [{",
                    "fold: {",
                    "43: not valid YAML: expected <block end>, but found ']' (while parsing a block mapping)"),
            slip("explains: [other]", "explains: other", "44: explains: must be a list, like [a, b]"),
            slip("explains: [other]", "explains: [probe]", "44: explains: a pattern cannot explain itself"),
            slip("explains: [other]", "explains: [other, other]", "44: explains: \"other\" is here twice"),
            slip("explains: [other]", "explains: [Other]", "44: explains: \"Other\" is not the name of a pattern"),
            slip(
                    "name: rescue",
                    "name: \"re scue\"",
                    "45: runbooks[1].name: \"re scue\" is not a name; use lower-case letters, digits and -, beginning with a letter"),
            slip(", why: \"helps\"", "", "45: \"runbooks[1].why\" is missing"),
            slip(", why: \"noise\"", "", "43: \"fold[1].why\" is missing"),
            slip(", within: 15m", "", "43: \"fold[1].within\" is missing"),
            slip(
                    "resolve: {quiet: 30m",
                    "resolve: {quite: 30m",
                    "42: the key \"resolve.quite\" is not known; did you mean \"quiet\"?"),
            slip(
                    "resolve: {quiet: 30m, reopen: 12h}",
                    "resolve: 30m",
                    "42: resolve: is a section; write its keys below it, indented"),
            slip(
                    "open: failed and stuck",
                    "fallback: yes\nopen: failed and stuck",
                    "35: fallback: \"yes\" is neither true nor false"));

    private static final List<Slip> CLAUSES = List.of(
            slip(
                    "[longhorn.replica.failed]",
                    "[longhorn.replica.faild]",
                    "10: evidence.failed.kinds: no event is of kind \"longhorn.replica.faild\"; did you mean \"longhorn.replica.failed\"?"),
            slip(
                    "[longhorn.replica.failed]",
                    "[alert, alert]",
                    "10: evidence.failed.kinds: \"alert\" is here twice\n12: evidence.failed.say: {fact.volume}: Alert has no field \"volume\""),
            slip(
                    "[longhorn.replica.failed]",
                    "[\"*\", alert]",
                    "10: evidence.failed.kinds: \"*\" is every kind; it stands alone\n12: evidence.failed.say: nothing fills {fact.volume}; known: kind, link, pivot, subject"),
            slip("    kinds: [longhorn.replica.failed]\n", "", "8: \"evidence.failed.kinds\" is missing"),
            slip(
                    "{fact.volume}",
                    "{fact.volum}",
                    "12: evidence.failed.say: {fact.volum}: LonghornReplicaFailed has no field \"volum\"; did you mean \"volume\"?"),
            slip(
                    "{fact.volume}",
                    "{fact.times}",
                    "12: evidence.failed.say: {fact.times}: \"times\" of LonghornReplicaFailed is not one value; name one of its fields: healthy_at, failed_at, last_healthy_at, last_failed_at"),
            slip(
                    "{subject} of",
                    "{subjet} of",
                    "12: evidence.failed.say: nothing fills {subjet}; did you mean \"subject\"?"),
            slip(
                    "{subject} of",
                    "{subject of",
                    "12: evidence.failed.say: \"{subject of {fact.volume}\" is not a gap; write one like {pivot} or {fact.volume}"),
            slip(
                    "title: \"{pivot}",
                    "title: \"{subject}",
                    "3: title: nothing fills {subject}; known: affected, causes, pivot, symptoms"),
            slip(
                    "summary: \"{affected}",
                    "summary: \"{afected}",
                    "4: summary: nothing fills {afected}; did you mean \"affected\"?"),
            slip(
                    "fact.volume != \"\"",
                    "fact.volum != \"\"",
                    "16: evidence.started.when: column 5: undefined field 'volum'; LonghornRebuildStarted has no \"volum\"; did you mean \"volume\"?"),
            slip(
                    "fact.volume != \"\"",
                    "fact.engine != \"\"",
                    "16: evidence.started.when: for longhorn.rebuild.failed: column 5: undefined field 'engine'; LonghornRebuildFailed has no \"engine\"; known: volume, replica, target_address, target_node, failure, message, retry_count, backoff_seconds"),
            slip(
                    "'fact.volume != \"\"'",
                    "|\n      fact.volume != \"\" &&\n      fact.volume",
                    "17: evidence.started.when: column 19: found no matching overload for '_&&_' applied to '(bool, string)'|"),
            slip(
                    "longhorn.replica <-has- longhorn.volume\"]\n    after",
                    "longhorn.replica <-hass- longhorn.volume\"]\n    after",
                    "18: evidence.started.link: no edge is called \"hass\"; did you mean \"has\"?"),
            slip(
                    "    paths: [longhorn.volume]\n",
                    "    paths: [kubernetes.node]\n",
                    "27: evidence.done.paths: ends at kubernetes.node; every path ends at the pivot, longhorn.volume"),
            slip("    paths: [longhorn.volume]\n", "", "23: \"evidence.done.paths\" is missing"),
            slip("    paths: [longhorn.volume]\n", "    paths: []\n", "27: evidence.done.paths: names no path"),
            slip(
                    "<-has- longhorn.volume\"]\n    link",
                    "<-has- longhorn.volume!\"]\n    link",
                    "18: evidence.started.link: the link is marked (!) in \"paths\" already; keep one of the two"),
            slip(
                    "longhorn.volume!\"]\n    say",
                    "longhorn.volume!\", longhorn.volume]\n    say",
                    "11: evidence.failed.paths: the link is marked (!) in some paths and not in others; mark it in each, or use \"link\""),
            slip(
                    "after: failed",
                    "after: faild",
                    "19: evidence.started.after: no clause is called \"faild\"; did you mean \"failed\"?"),
            slip(
                    "    after: failed\n",
                    "",
                    "19: evidence.started.within: says how long after another clause; add \"after\""),
            slip(
                    "within: 1h",
                    "within: 25h",
                    "20: evidence.started.within: is longer than the window of the pattern (24h)"),
            slip("within: 1h", "within: 0m", "20: evidence.started.within: must be more than nothing"),
            slip("within: 1h", "within: 31d", "20: evidence.started.within: must not be longer than 30d"),
            slip(
                    "span: 10m",
                    "span: 2d",
                    "22: evidence.started.count.span: is longer than the window of the pattern (24h)"),
            slip(
                    "at_least: 2",
                    "at_least: 0",
                    "22: evidence.started.count.at_least: \"0\" is not a whole number from 1 to 1000"),
            slip(
                    "at_least: 2",
                    "at_least: 17",
                    "22: evidence.started.count.at_least: 17 events are never counted; write at most 16, or \"distinct: true\" to count up to 32 subjects"),
            slip(
                    "at_least: 2, ",
                    "at_least: 33, distinct: true, ",
                    "22: evidence.started.count.at_least: 33 subjects are never counted; write at most 32"),
            slip("at_least: 2, ", "", "22: \"evidence.started.count.at_least\" is missing"),
            slip(
                    "at_least: 2",
                    "atleast: 2",
                    "22: \"evidence.started.count.at_least\" is missing\n22: the key \"evidence.started.count.atleast\" is not known; did you mean \"at_least\"?"),
            slip("window: 24h", "window: 31d", "6: window: must not be longer than 30d"),
            slip(
                    "deadline: 10m",
                    "deadline: 25h",
                    "32: absence.stuck.deadline: is longer than the window of the pattern (24h)"));

    private static final List<Slip> BETWEEN_CLAUSES = List.of(
            slip(
                    "after: failed",
                    "after: started",
                    "19: evidence.started.after: refers to its own clause; name another one"),
            slip(
                    "after: failed",
                    "after: done",
                    "19: evidence.started.after: \"done\" is a recovery; name the clause that it recovers"),
            slip(
                    "after: failed",
                    "after: stuck",
                    "13: evidence.started: waits in a circle with started, stuck; none of them could ever count"),
            slip("    recovers: failed\n", "", "23: \"evidence.done.recovers\" is missing"),
            slip(
                    "    same_as: failed",
                    "    same_as: failed\n    recovers: failed",
                    "22: evidence.started.recovers: only a clause with \"role: recovery\" has this key"),
            slip(
                    "    role: symptom",
                    "    role: recovery",
                    "30: absence.stuck.role: that nothing came cannot be a recovery; use \"evidence\", or \"resolve: {quiet: ...}\"\n35: open: \"stuck\" is a recovery; it ends what another clause reported and cannot stand in a formula\n37: severity[1].when: \"stuck\" is a recovery; it ends what another clause reported and cannot stand in a formula\n41: confidence.weights[1].when: \"stuck\" is a recovery; it ends what another clause reported and cannot stand in a formula"),
            slip("    since: started\n", "", "29: \"absence.stuck.since\" is missing"),
            slip("    deadline: 10m\n", "", "29: \"absence.stuck.deadline\" is missing"),
            slip(
                    "since: started",
                    "since: startd",
                    "31: absence.stuck.since: no clause is called \"startd\"; did you mean \"started\"?"),
            slip(
                    "since: started",
                    "since: stuck",
                    "31: absence.stuck.since: refers to its own clause; name another one"),
            slip(
                    "since: started",
                    "since: done",
                    "31: absence.stuck.since: \"done\" is a recovery; name the clause that it recovers"),
            slip(
                    "    link: [\"longhorn.replica <-has- longhorn.volume\"]\n",
                    "",
                    "20: evidence.started.same_as: this clause has no link to compare; mark one in its paths (!) or add \"link\"\n30: absence.stuck.since: this clause has a link (longhorn.volume) and \"started\" has none; they must be able to share it"),
            slip(
                    "    link: [\"longhorn.replica <-has- longhorn.volume\"]",
                    "    link: [longhorn.replica]",
                    "21: evidence.started.same_as: its link is longhorn.replica, that of \"failed\" is longhorn.volume; they can never be the same\n31: absence.stuck.since: this clause has a link (longhorn.volume) and \"started\" has longhorn.replica; they must be able to share it"),
            slip(
                    "    deadline: 10m",
                    "    deadline: 10m\n    within: 5m",
                    "33: the key \"absence.stuck.within\" is not known; known: role, kinds, when, paths, link, since, deadline, same_as, say, learn"));

    private static final List<Slip> FORMULAS_AND_NUMBERS = List.of(
            slip(
                    "open: failed and stuck",
                    "open: failed and done",
                    "35: open: \"done\" is a recovery; it ends what another clause reported and cannot stand in a formula"),
            slip(
                    "open: failed and stuck",
                    "open: not failed",
                    "35: open: holds when nothing has happened at all; name a clause that must hold"),
            slip(
                    "open: failed and stuck",
                    "suspect: failled\nopen: failed and stuck",
                    "35: suspect: column 1: no clause is called \"failled\"; did you mean \"failed\"?"),
            slip("is: error", "is: eror", "37: severity[1].is: \"eror\" is not a severity; did you mean \"error\"?"),
            slip("{is: error, when: stuck}", "{when: stuck}", "37: \"severity[1].is\" is missing"),
            slip(
                    "{is: error, when: stuck}",
                    "{is: error}",
                    "37: severity[1].is: has no condition, so nothing after it is ever reached; add \"when\" or move it to the end"),
            slip(
                    "{is: warning}",
                    "{is: warning, when: failed}",
                    "38: severity[2].when: the last severity has no condition, so that there always is one"),
            slip("severity:\n  - {is: error, when: stuck}\n  - {is: warning}\n", "", "1: \"severity\" is missing"),
            slip(
                    "severity:\n  - {is: error, when: stuck}\n  - {is: warning}\n",
                    "severity: []\n",
                    "36: severity: names no severity; the last one has no condition, like [{is: error}]"),
            slip("start: 0.5", "start: 1.5", "40: confidence.start: \"1.5\" is not a number from 0.0 to 1.0"),
            slip("start: 0.5", "start: NaN", "40: confidence.start: \"NaN\" is not a number from 0.0 to 1.0"),
            slip("by: 0.1", "by: -1.01", "41: confidence.weights[1].by: \"-1.01\" is not a number from -1.0 to 1.0"),
            slip("by: 0.1, ", "", "41: \"confidence.weights[1].by\" is missing"),
            slip(", because: \"it shows\"", "", "41: \"confidence.weights[1].because\" is missing"),
            slip(
                    "when: stuck, by",
                    "when: stuk, by",
                    "41: confidence.weights[1].when: column 1: no clause is called \"stuk\"; did you mean \"stuck\"?"));

    private static final List<Slip> HOSTILE = List.of(
            slip(
                    "title: \"{pivot} is ill\"",
                    "title: &t \"x\"",
                    "3: anchors and aliases (& and *) are not supported; write the value out, and put a * of its own in quotes"),
            slip(
                    "[longhorn.replica.failed]",
                    "[*]",
                    "10: not valid YAML: unexpected character found ](93) (while scanning an alias)|"),
            slip(
                    "title: \"{pivot} is ill\"",
                    "title: !!java.lang.Runtime x",
                    "3: tags (!) are not supported; remove it, or put the value in quotes"),
            slip(
                    "explains: [other]",
                    "explains: " + "[".repeat(50) + "]".repeat(50),
                    "44: nested deeper than 12 levels; no key lives there"),
            slip(
                    "window: 24h",
                    "window: 24h\n---\na: b",
                    "7: a second document starts here (---); one file holds one pattern"),
            slip("window: 24h", "\twindow: 24h", "6: a tab stands here; YAML is indented with spaces only"),
            slip("window: 24h", "window: 24h\u0007", "6: the character U+0007 is not allowed in YAML; remove it"),
            slip("window: 24h", "window: 24h\n[a, b]: c", "7: a key must be a plain word"),
            slip("window: 24h", "window: [24h]", "6: window: must be one value"),
            slip(
                    "title: \"{pivot} is ill\"",
                    "title: \"" + "x".repeat(201) + "\"",
                    "3: title: has 201 characters; at most 200"),
            slip("window: 24h", "window: 24h # " + "x".repeat(300_000), "0: is larger than 256 KiB; no pattern is"));

    @TestFactory
    Stream<DynamicTest> every_slip_is_told_with_its_line_and_the_nearest_word() {
        return Stream.of(NAMES_AND_KEYS, CLAUSES, BETWEEN_CLAUSES, FORMULAS_AND_NUMBERS, HOSTILE)
                .flatMap(List::stream)
                .map(slip -> DynamicTest.dynamicTest(Plain.clip(slip.said(), 100), () -> tells(slip)));
    }

    @TestFactory
    Stream<DynamicTest> what_is_no_pattern_at_all_is_refused() {
        return Stream.of("", "# nothing\n", "just words", "[a, b]", "42")
                .map(text -> DynamicTest.dynamicTest(
                        "\"" + text + "\"",
                        () -> assertThat(Fixtures.bad(READER.read("f.yaml", text)))
                                .singleElement()
                                .asString()
                                .endsWith("the file must be keys and values, like \"pattern: new-node\"")));
    }

    @TestFactory
    Stream<DynamicTest> the_pattern_without_slips_is_good() {
        return Stream.of(DynamicTest.dynamicTest(
                "good", () -> assertThat(READER.read("f.yaml", GOOD)).isInstanceOf(Reading.Good.class)));
    }

    private static void tells(Slip slip) {
        assertThat(GOOD).contains(slip.from());
        var at = GOOD.indexOf(slip.from());
        var text = GOOD.substring(0, at)
                + slip.to()
                + GOOD.substring(at + slip.from().length());
        var said = String.join("\n", Fixtures.bad(READER.read("f.yaml", text)))
                .replace("f.yaml: ", "f.yaml:0: ")
                .replace("f.yaml:", "");
        // A bar ends what must be said first; what comes after it must be said too.
        if (slip.said().contains("|")) {
            for (var part : slip.said().split("\\|", -1)) {
                assertThat(said).contains(part);
            }
        } else {
            assertThat(said).isEqualTo(slip.said());
        }
    }
}

package dev.sentinel.lab.scenario;

import dev.sentinel.lab.scenario.Conduct.Which;
import dev.sentinel.lab.scenario.Expectations.About;
import dev.sentinel.lab.scenario.Expectations.Opens;
import dev.sentinel.lab.scenario.Expectations.Since;
import dev.sentinel.lab.scenario.Scenario.Recorded;
import dev.sentinel.lab.scenario.Scenario.Report;
import dev.sentinel.lab.scenario.Scenario.Responding;
import dev.sentinel.lab.scenario.Scenario.SentinelSettings;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.longhorn.Settings;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Problems;
import dev.sentinel.yaml.Section;
import dev.sentinel.yaml.Spans;
import dev.sentinel.yaml.YamlText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a scenario and says everything that is wrong with it at once. */
public final class ScenarioReader {
    private static final YamlText.Form FORM =
            new YamlText.Form("scenario", "scenario: drain-and-upgrade", RecordedReader.LARGEST);
    private static final int NAME = 128;
    private static final int TEXT = 4_096;
    private static final int LONG_TEXT = 16_384;
    private static final String WORD = "[a-z0-9][a-z0-9.-]{0,62}";
    private static final String SIZE = "[1-9]\\d{0,5}(Mi|Gi|Ti)";
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final double FASTEST = 9_999;
    private static final List<String> STATES = List.of("open", "monitoring", "resolved");
    private static final List<String> SEVERITIES = List.of("info", "warning", "error", "critical");

    private final Set<String> named = new LinkedHashSet<>();

    private ScenarioReader() {}

    public static ScenarioReading read(String file, String text) {
        Problems problems = new Problems(file);
        Optional<Scenario> scenario = new YamlText(file, FORM, problems)
                .read(text)
                .map(mapping -> new ScenarioReader().scenario(new Section(problems, "", mapping, mapping)));
        return problems.none() && scenario.isPresent()
                ? new ScenarioReading.Good(scenario.get())
                : new ScenarioReading.Bad(problems.problems());
    }

    private Scenario scenario(Section root) {
        String name = word(root, "scenario");
        String title = root.need("title", NAME);
        String story = root.need("story", LONG_TEXT);
        List<Recorded> recorded = RecordedReader.read(root);
        Setting setting = root.has("recorded")
                ? RecordedReader.setting(recorded)
                : need(root, "world").map(this::setting).orElseGet(() -> RecordedReader.setting(List.of()));
        SentinelSettings sentinel = root.section("sentinel")
                .map(section -> sentinel(section, setting))
                .orElse(new SentinelSettings("", "", false, Optional.empty(), Optional.empty()));
        List<Turn> turns = turns(root, sentinel.responding(), setting.nomad());
        Duration ends = root.span("ends").orElse(Duration.ofHours(1));
        if (!root.has("ends")) {
            root.missing("ends");
        }
        double pace = root.number("pace", 1, FASTEST).orElse(20.0);
        Expectations expected =
                need(root, "expect").map(this::expectations).orElse(new Expectations(List.of(), List.of()));
        Optional<Report> report = root.section("report").map(ScenarioReader::report);
        if (sentinel.responding().isEmpty() && expected.conduct().wantsResponders()) {
            root.complain(
                    "expect",
                    "acts and refused are of Sentinel as it acts; write sentinel: {responders: {...}}, without it it only watches");
        }
        root.refuseOthers();
        late(root, turns, ends);
        return new Scenario(name, title, story, setting, sentinel, recorded, turns, ends, pace, expected, report);
    }

    private static Optional<Section> need(Section root, String key) {
        if (!root.has(key)) {
            root.missing(key);
        }
        return root.section(key);
    }

    static String word(Section section, String key) {
        String word = section.need(key, NAME);
        if (!word.isEmpty() && !word.matches(WORD)) {
            section.complain(key, "\"%s\" is no name; letters, digits, dots and dashes".formatted(word));
        }
        return word;
    }

    private Setting setting(Section world) {
        int seed = world.count("seed", 0, 999_999).orElse(1);
        Instant begin = world.read("begin", ScenarioReader::instant).orElse(Instant.EPOCH);
        if (!world.has("begin")) {
            world.missing("begin");
        }
        Duration settles = world.span("settles").orElse(Duration.ofMinutes(10));
        List<Setting.Machine> nodes =
                world.sections("nodes").stream().map(this::machine).toList();
        Optional<NomadSetting> nomad = world.section("nomad").map(NomadReader::read);
        if (nodes.isEmpty() && (nomad.isEmpty() || world.has("nodes"))) {
            world.complain("nodes", "a cluster has at least one node");
        }
        SortedMap<String, String> settings =
                world.section("longhorn").map(ScenarioReader::settings).orElse(new TreeMap<>());
        List<Setting.Workload> workloads =
                world.sections("workloads").stream().map(this::workload).toList();
        world.refuseOthers();
        return new Setting(seed, begin, settles, nodes, settings, workloads, nomad);
    }

    private static Parsed<Instant> instant(String text) {
        try {
            return Parsed.good(Instant.parse(text));
        } catch (DateTimeException e) {
            return Parsed.wrong("\"%s\" is no time; write one like 2026-02-21T03:00:00Z".formatted(text));
        }
    }

    private Setting.Machine machine(Section section) {
        SortedMap<String, String> labels = new TreeMap<>();
        section.text("zone", NAME).ifPresent(zone -> labels.put("topology.kubernetes.io/zone", zone));
        String name = word(section, "name");
        section.refuseOthers();
        return new Setting.Machine(name, labels);
    }

    private static SortedMap<String, String> settings(Section section) {
        SortedMap<String, String> settings = new TreeMap<>();
        for (String name : Settings.names()) {
            section.text(name, NAME).ifPresent(value -> settings.put(name, value));
        }
        section.refuseOthers();
        return settings;
    }

    private Setting.Workload workload(Section section) {
        Setting.Workload.Sort sort =
                section.read("sort", ScenarioReader::sort).orElse(Setting.Workload.Sort.STATEFULSET);
        String name = word(section, "name");
        Setting.Workload workload = new Setting.Workload(
                sort,
                word(section, "namespace"),
                name,
                section.text("program", NAME).orElse(name),
                section.text("volume", NAME).orElse(""),
                sort == Setting.Workload.Sort.ALERTMANAGER
                        ? section.text("size", NAME).orElse("")
                        : section.need("size", NAME));
        if (!workload.size().isEmpty() && !workload.size().matches(SIZE)) {
            section.complain("size", "\"%s\" is no size; write one like 40Gi".formatted(workload.size()));
        }
        section.refuseOthers();
        return workload;
    }

    private static Parsed<Setting.Workload.Sort> sort(String text) {
        List<String> words = new ArrayList<>();
        for (Setting.Workload.Sort each : Setting.Workload.Sort.values()) {
            String word = each.name().toLowerCase(Locale.ROOT);
            if (word.equals(text)) {
                return Parsed.good(each);
            }
            words.add(word);
        }
        return Parsed.wrong("\"%s\" is no sort of workload%s".formatted(text, NearestWord.hint(text, words)));
    }

    private SentinelSettings sentinel(Section section, Setting setting) {
        Optional<String> host = section.text("host", NAME);
        host.flatMap(each -> NomadReader.stranger(each, setting.nomad()))
                .ifPresent(why -> section.complain("host", why));
        SentinelSettings settings = new SentinelSettings(
                section.text("collectors", TEXT).orElse(""),
                section.text("more", TEXT).orElse(""),
                section.flag("broker-apart"),
                host,
                section.section("responders").map(RespondingReader::read));
        section.refuseOthers();
        return settings;
    }

    private List<Turn> turns(Section root, Optional<Responding> responding, Optional<NomadSetting> nomad) {
        List<Turn> turns = new ArrayList<>();
        Duration last = Duration.ZERO;
        for (Section section : root.sections("timeline")) {
            Turn turn = turn(section);
            turn.deeds()
                    .forEach(deed -> stranger(deed, responding, nomad).ifPresent(why -> section.complain("do", why)));
            if (section.has("at") && turn.when() instanceof Turn.When.At at) {
                if (at.time().compareTo(last) < 0) {
                    section.complain("at", "is before the turn above it; write turns in the order they happen");
                }
                last = at.time();
            }
            turns.add(turn);
        }
        return turns;
    }

    private static Optional<String> stranger(Deed deed, Optional<Responding> responding, Optional<NomadSetting> nomad) {
        return deed instanceof Deed.AtClient at
                ? NomadReader.stranger(at.client(), nomad)
                : RespondingReader.stranger(deed, responding);
    }

    private Turn turn(Section section) {
        String name = section.has("name") ? word(section, "name") : "";
        if (!name.isEmpty() && !named.add(name)) {
            section.complain("name", "\"%s\" is the name of a turn above".formatted(name));
        }
        Turn.When when = when(section);
        List<Deed> deeds = new ArrayList<>();
        for (Section.Item item : section.items("do")) {
            deed(section, item).ifPresent(deeds::add);
        }
        String say = section.text("say", TEXT).orElse("");
        Optional<Double> pace = section.number("pace", 1, FASTEST);
        if (deeds.isEmpty() && say.isEmpty() && pace.isEmpty()) {
            section.complain("does nothing; write do: [...], say or pace");
        }
        section.refuseOthers();
        return new Turn(
                name,
                when,
                deeds,
                say,
                pace.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                Problems.line(section.place("")));
    }

    private Turn.When when(Section section) {
        if (section.has("at") == section.has("when")) {
            section.complain("says when it happens by either at or when");
        }
        if (section.has("when")) {
            Optional<Condition> condition = section.read("when", Condition::read);
            Duration atMost = section.span("at-most").orElse(Duration.ofHours(1));
            Optional<Duration> then = section.span("then");
            if (condition.isPresent()) {
                return new Turn.When.Once(
                        condition.get(), section.text("when", TEXT).orElse(""), atMost, then);
            }
        }
        return new Turn.When.At(section.read("at", Spans::parse).orElse(Duration.ZERO));
    }

    private static Optional<Deed> deed(Section section, Section.Item item) {
        try {
            return Optional.of(Deed.read(item.text()));
        } catch (Refused refused) {
            section.complain("do", item, String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
    }

    private static void late(Section root, List<Turn> turns, Duration ends) {
        boolean late = turns.stream()
                .map(Turn::when)
                .anyMatch(when -> when instanceof Turn.When.At at && at.time().compareTo(ends) > 0);
        if (late || ends.compareTo(LONGEST) > 0) {
            root.complain("ends", "a turn comes after the end");
        }
    }

    private Expectations expectations(Section section) {
        List<Opens> opens = section.sections("opens").stream().map(this::opens).toList();
        List<About> allowed = new ArrayList<>();
        List<Which> acts = new ArrayList<>();
        for (Section each : section.sections("allowed")) {
            if (each.has("act")) {
                acts.add(ConductReader.which(each));
            } else {
                allowed.add(about(each));
            }
            each.refuseOthers();
        }
        Conduct conduct = new ConductReader(this::since).read(section, acts);
        section.refuseOthers();
        return new Expectations(opens, allowed, conduct);
    }

    private static About about(Section section) {
        String pattern = word(section, "pattern");
        return new About(pattern, thing(section, "about"));
    }

    static Optional<String> thing(Section section, String key) {
        Optional<String> thing = section.text(key, 512);
        if (thing.filter(each -> !each.matches("[a-z_.]+(/[^/]+){1,2}")).isPresent()) {
            section.complain(key, "write it as kind/name or kind/namespace/name");
        }
        return thing;
    }

    private Opens opens(Section section) {
        About about = about(section);
        Optional<Duration> within = section.span("within");
        Since since = section.read("after", this::since).orElse(new Since.TheBeginning());
        Optional<String> severity = section.read("severity", word -> oneOf(word, SEVERITIES));
        Optional<String> cause = section.text("cause", TEXT);
        List<String> tells =
                section.items("tells").stream().map(Section.Item::text).toList();
        Optional<String> state = section.read("ends", word -> oneOf(word, STATES));
        section.refuseOthers();
        return new Opens(about, within, since, severity, cause, tells, state, Problems.line(section.place("pattern")));
    }

    private Parsed<Since> since(String text) {
        if (text.startsWith("first ")) {
            return Parsed.good(
                    new Since.FirstEvent(text.substring("first ".length()).strip()));
        }
        return named.contains(text)
                ? Parsed.good(new Since.ATurn(text))
                : Parsed.wrong("no turn is named \"%s\"%s; or write: first <kind of event>"
                        .formatted(text, NearestWord.hint(text, named)));
    }

    static Parsed<String> oneOf(String word, List<String> words) {
        return words.contains(word)
                ? Parsed.good(word)
                : Parsed.wrong("\"%s\" is not known%s".formatted(word, NearestWord.hint(word, words)));
    }

    private static Report report(Section section) {
        Report report = new Report(
                section.need("source", TEXT),
                section.text("detected", NAME).orElse(""),
                section.text("contained", NAME).orElse(""),
                section.text("recovered", NAME).orElse(""));
        section.refuseOthers();
        return report;
    }
}

package dev.sentinel.responders.trial;

import dev.sentinel.responders.situation.Machine;
import dev.sentinel.responders.situation.Replica;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.situation.Volume;
import dev.sentinel.responders.situation.Workload;
import dev.sentinel.v1.Ref;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Section;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Reads situations as tests write them: what is left out is as it is in a healthy cluster. */
final class SituationReader {
    private static final Instant NOW = RunbookTest.NOW;
    private static final Duration OLD = Duration.ofDays(400);

    private final SequencedMap<String, Machine> machines = new LinkedHashMap<>();
    private final SequencedMap<String, Volume> volumes = new LinkedHashMap<>();
    private final SequencedMap<String, Workload> workloads = new LinkedHashMap<>();
    private final Map<String, String> settings = new TreeMap<>();
    private final List<Situation.Unread> unread = new ArrayList<>();

    /** What is read stands beside what was read before; the same name takes its place. */
    void read(Section section) {
        section.sections("nodes").forEach(each -> {
            var machine = machine(each);
            machines.put(machine.name(), machine);
            each.refuseOthers();
        });
        section.sections("volumes").forEach(each -> {
            var volume = volume(each);
            volumes.put(volume.name(), volume);
            each.refuseOthers();
        });
        section.sections("workloads").forEach(each -> {
            workload(each).ifPresent(workload -> workloads.put(Refs.write(workload.ref()), workload));
            each.refuseOthers();
        });
        settings.putAll(pairs(section, "settings"));
        section.items("unread")
                .forEach(item -> unread.add(new Situation.Unread(item.text(), "forbidden, as the test says")));
        section.refuseOthers();
    }

    Situation situation(String cluster) {
        return new Situation(
                cluster,
                NOW,
                List.copyOf(machines.values()),
                List.copyOf(volumes.values()),
                List.copyOf(workloads.values()),
                settings,
                unread);
    }

    private static Machine machine(Section section) {
        var name = section.need("name", 253);
        var created = NOW.minus(section.span("age").orElse(OLD));
        var manager = section.text("manager", 253);
        return new Machine(
                name,
                "uid-" + name,
                !section.has("ready") || section.flag("ready"),
                Optional.of(created),
                created,
                section.flag("cordoned"),
                "boot-" + name,
                pairs(section, "labels"),
                Optional.of(new Machine.Storage(
                        "uid-lh-" + name,
                        "1",
                        true,
                        !section.has("scheduling") || section.flag("scheduling"),
                        false,
                        List.of())),
                manager.map(each -> new Machine.InstanceManager(each, true, 0, Optional.of(created))).stream()
                        .toList());
    }

    private static Volume volume(Section section) {
        var name = section.need("name", 253);
        var copies = copies(section, name);
        var safe = copies.stream().filter(Replica::isSafeAlone).count();
        var wanted = section.count("wanted", 1, 20).orElse(copies.size());
        var actual = section.count("actual_gib", 0, 100_000).orElse(1) * (1L << 30);
        var rebuilding = copies.stream()
                .filter(each -> each.mode() == Replica.Mode.WRITES_ONLY)
                .map(each -> new Volume.Rebuild(each.name(), 10))
                .toList();
        var state = word(section, "state", Volume.State.class).orElse(Volume.State.ATTACHED);
        var node = section.text("on", 253).orElse("");
        var robustness = word(section, "robustness", Volume.Robustness.class)
                .orElse(
                        safe == 0
                                ? Volume.Robustness.FAULTED
                                : safe < wanted ? Volume.Robustness.DEGRADED : Volume.Robustness.HEALTHY);
        return new Volume(
                name,
                "uid-" + name,
                "1",
                state,
                robustness,
                node,
                10 * actual,
                actual,
                wanted,
                section.text("auto_balance", 32).orElse("ignored"),
                Optional.empty(),
                section.span("salvaged").map(NOW::minus),
                copies,
                Optional.of(new Volume.Engine(name + "-e-0", node, true, section.flag("read_only"), rebuilding)),
                List.of(),
                section.read("claim", SituationReader::claim),
                pairs(section, "labels"));
    }

    private static Parsed<Volume.Claim> claim(String text) {
        var parts = text.split("/", -1);
        return parts.length == 2
                ? Parsed.good(new Volume.Claim(parts[0], parts[1], "pv-" + parts[1]))
                : Parsed.wrong("\"%s\" is not written like monitoring/data-0".formatted(text));
    }

    /** Each is a node, and what is wrong with the copy there. */
    private static List<Replica> copies(Section section, String volume) {
        var copies = new ArrayList<Replica>();
        for (var item : section.items("copies")) {
            var parts = item.text().split(" ", 2);
            var how = parts.length == 1 ? "good" : parts[1];
            var words = List.of("good", "failed", "rebuilding", "doubtful");
            if (!words.contains(how)) {
                section.complain(
                        "copies", item, "\"%s\" is not how a copy is%s".formatted(how, NearestWord.hint(how, words)));
            }
            copies.add(copy("%s-r-%d".formatted(volume, copies.size() + 1), parts[0], how));
        }
        return copies;
    }

    private static Replica copy(String name, String node, String how) {
        var before = NOW.minus(Duration.ofDays(1));
        var lately = NOW.minus(Duration.ofMinutes(5));
        var mode = switch (how) {
            case "failed" -> Replica.Mode.ERROR;
            case "rebuilding" -> Replica.Mode.WRITES_ONLY;
            default -> Replica.Mode.READS_AND_WRITES;
        };
        return new Replica(
                name,
                "uid-" + name,
                node,
                "disk-" + node,
                mode,
                true,
                how.equals("rebuilding") ? Optional.empty() : Optional.of(before),
                how.equals("failed") ? Optional.of(lately) : Optional.empty(),
                how.equals("rebuilding") ? Optional.empty() : Optional.of(before),
                // Failed after it was last seen healthy, and nobody says so but the times.
                how.equals("doubtful") ? Optional.of(lately) : Optional.empty());
    }

    private static Optional<Workload> workload(Section section) {
        section.need("ref", 512);
        var pods = section.items("pods").stream().map(Section.Item::text).toList();
        var wanted = section.count("wanted", 0, 1000);
        return section.read("ref", Refs::parse)
                .map(ref -> new Workload(
                        uid(ref),
                        "1",
                        wanted,
                        pods.size(),
                        section.flag("paused"),
                        section.read("owner", Refs::parse).map(SituationReader::uid),
                        section.text("gitops", 512),
                        section.items("claims").stream()
                                .map(item -> new Volume.Claim(ref.getNamespace(), item.text(), "pv-" + item.text()))
                                .toList(),
                        pods,
                        pairs(section, "labels")));
    }

    private static Ref uid(Ref ref) {
        return ref.toBuilder().setUid("uid-" + ref.getName()).build();
    }

    /** Written as {@code [env=staging]}. */
    private static Map<String, String> pairs(Section section, String key) {
        var pairs = new TreeMap<String, String>();
        for (var item : section.items(key)) {
            var parts = item.text().split("=", 2);
            if (parts.length == 2) {
                pairs.put(parts[0], parts[1]);
            } else {
                section.complain(key, item, "\"%s\" is not written like name=value".formatted(item.text()));
            }
        }
        return pairs;
    }

    static <E extends Enum<E>> Optional<E> word(Section section, String key, Class<E> type) {
        return section.read(key, text -> {
            var words = Arrays.stream(type.getEnumConstants())
                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                    .toList();
            return words.contains(text)
                    ? Parsed.good(Enum.valueOf(type, text.toUpperCase(Locale.ROOT)))
                    : Parsed.wrong("\"%s\" is not known%s".formatted(text, NearestWord.hint(text, words)));
        });
    }
}

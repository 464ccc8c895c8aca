package dev.sentinel.lab.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Parsed;
import java.util.List;

/** Something that can be so or not, in the world or by what Sentinel says. */
public sealed interface Condition {

    List<String> FORMS = List.of(
            "node <node> is <ready|not-ready>",
            "pod <namespace/pod> is <ready|not-ready>",
            "volume <volume> is <attached|detached|healthy|degraded|faulted>",
            "replica on <node> is <running|rebuilding|failed>",
            "replica of <volume> on <node> is <running|rebuilding|failed>",
            "instance-manager on <node> is <running|error>",
            "scheduling on <node> is <on|off>",
            "workload <namespace/name> is <running|stopped>",
            "incident <pattern> is <open|monitoring|resolved>",
            "plan <runbook> [for <pattern>] is <waiting|running|done|failed|taken-back|rejected|expired|withdrawn>");

    List<String> REPLICA_WORDS = List.of("running", "rebuilding", "failed");

    List<String> PLAN_WORDS =
            List.of("waiting", "running", "done", "failed", "taken-back", "rejected", "expired", "withdrawn");

    /** What the world shows. */
    record InWorld(What what, String name, String volume, String word) implements Condition {

        public boolean holds(World world) {
            return switch (what) {
                case NODE -> ready(world, Kinds.NODE, "") == word.equals("ready");
                case POD -> ready(world, Kinds.POD, namespace()) == word.equals("ready");
                case VOLUME -> volume(world);
                case REPLICA -> replica(world);
                case MANAGER ->
                    world.store().all(Kinds.LH_INSTANCE_MANAGER).stream()
                            .anyMatch(each -> Tree.text(each, "spec", "nodeID").equals(name)
                                    && Tree.text(each, "status", "currentState").equals(word));
                case SCHEDULING ->
                    world.store().all(Kinds.LH_NODE).stream()
                            .anyMatch(
                                    each -> Tree.text(each, "metadata", "name").equals(name)
                                            && Tree.flag(each, "spec", "allowScheduling") == word.equals("on"));
                case WORKLOAD -> pods(world) == word.equals("running");
            };
        }

        private boolean pods(World world) {
            String ordinal = "-\\d+";
            return world.store().all(Kinds.POD).stream()
                    .filter(each -> Tree.text(each, "metadata", "namespace").equals(namespace()))
                    .map(each -> Tree.text(each, "metadata", "name"))
                    .anyMatch(each -> each.startsWith(own())
                            && each.substring(own().length()).matches(ordinal));
        }

        private String own() {
            return name.substring(name.indexOf('/') + 1);
        }

        private String namespace() {
            return name.contains("/") ? name.substring(0, name.indexOf('/')) : "";
        }

        private boolean ready(World world, Kind kind, String namespace) {
            return world.store().all(kind).stream()
                    .filter(each -> Tree.text(each, "metadata", "name").equals(own())
                            && (namespace.isEmpty()
                                    || Tree.text(each, "metadata", "namespace").equals(namespace)))
                    .anyMatch(each -> Tree.items(each, "status", "conditions")
                            .anyMatch(condition -> Tree.text(condition, "type").equals("Ready")
                                    && Tree.text(condition, "status").equals("True")));
        }

        private boolean volume(World world) {
            return world.store().all(Kinds.LH_VOLUME).stream()
                    .filter(each -> Tree.text(each, "metadata", "name").equals(name))
                    .anyMatch(each -> Tree.text(each, "status", "state").equals(word)
                            || Tree.text(each, "status", "robustness").equals(word));
        }

        private boolean replica(World world) {
            return world.store().all(Kinds.LH_REPLICA).stream()
                    .filter(each -> Tree.text(each, "spec", "nodeID").equals(name)
                            && (volume.isEmpty()
                                    || Tree.text(each, "spec", "volumeName").equals(volume)))
                    .anyMatch(this::is);
        }

        private boolean is(ObjectNode replica) {
            boolean failed = !Tree.text(replica, "spec", "failedAt").isEmpty();
            boolean whole = !Tree.text(replica, "spec", "healthyAt").isEmpty();
            boolean runs = Tree.text(replica, "status", "currentState").equals("running");
            return switch (word) {
                case "failed" -> failed;
                case "rebuilding" -> !failed && runs && !whole;
                default -> !failed && runs && whole;
            };
        }
    }

    /** What Sentinel believes. */
    record Believed(String pattern, String word) implements Condition {}

    /** Where a plan stands: of a runbook, or of a runbook for a pattern. */
    record Planned(String plan, String word) implements Condition {}

    /** What a condition is about. */
    enum What {
        NODE,
        POD,
        VOLUME,
        REPLICA,
        MANAGER,
        SCHEDULING,
        WORKLOAD
    }

    static Parsed<Condition> read(String sentence) {
        String[] words = sentence.strip().split("\\s+", -1);
        boolean placed = words.length == 5 && words[1].equals("on") && words[3].equals("is");
        boolean plain = words.length == 4 && words[2].equals("is");
        if (plain && words[0].equals("incident")) {
            return word(words[3], List.of("open", "monitoring", "resolved"))
                    .then(word -> Parsed.good(new Believed(words[1], word)));
        }
        if (plain && words[0].equals("plan")) {
            return word(words[3], PLAN_WORDS).then(word -> Parsed.good(new Planned(words[1], word)));
        }
        if (plain) {
            return switch (words[0]) {
                case "node" -> inWorld(What.NODE, words[1], words[3], List.of("ready", "not-ready"));
                case "pod" -> inWorld(What.POD, words[1], words[3], List.of("ready", "not-ready"));
                case "volume" ->
                    inWorld(
                            What.VOLUME,
                            words[1],
                            words[3],
                            List.of("attached", "detached", "healthy", "degraded", "faulted"));
                case "workload" -> inWorld(What.WORKLOAD, words[1], words[3], List.of("running", "stopped"));
                default -> unknown(sentence);
            };
        }
        if (words.length == 6 && List.of(words[0], words[2], words[4]).equals(List.of("plan", "for", "is"))) {
            String plan = words[1] + " for " + words[3];
            return word(words[5], PLAN_WORDS).then(word -> Parsed.good(new Planned(plan, word)));
        }
        if (placed) {
            return switch (words[0]) {
                case "replica" -> inWorld(What.REPLICA, words[2], words[4], REPLICA_WORDS);
                case "scheduling" -> inWorld(What.SCHEDULING, words[2], words[4], List.of("on", "off"));
                case "instance-manager" -> inWorld(What.MANAGER, words[2], words[4], List.of("running", "error"));
                default -> unknown(sentence);
            };
        }
        if (words.length == 7
                && List.of(words[0], words[1], words[3], words[5]).equals(List.of("replica", "of", "on", "is"))) {
            return word(words[6], REPLICA_WORDS)
                    .then(known -> Parsed.good(new InWorld(What.REPLICA, words[4], words[2], known)));
        }
        return unknown(sentence);
    }

    private static Parsed<Condition> inWorld(What what, String name, String word, List<String> words) {
        return word(word, words).then(known -> Parsed.good(new InWorld(what, name, "", known)));
    }

    private static Parsed<String> word(String word, List<String> words) {
        return words.contains(word)
                ? Parsed.good(word)
                : Parsed.wrong("\"%s\" is no such state%s".formatted(word, NearestWord.hint(word, words)));
    }

    private static Parsed<Condition> unknown(String sentence) {
        return Parsed.wrong("\"%s\" is no condition; write one of: %s".formatted(sentence, String.join(" | ", FORMS)));
    }
}

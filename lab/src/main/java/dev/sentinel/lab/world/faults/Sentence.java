package dev.sentinel.lab.world.faults;

import dev.sentinel.lab.servers.Place;
import dev.sentinel.lab.world.Missing;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.VolumeIo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Faults as people say them: fixed words with names between, e.g. {@code fail replica <replica>}. The last name of a form
 * that ends in a text takes the rest of the line.
 */
public final class Sentence {

    private static final int LIMIT = 4_096;

    /** A form of words; {@code <name>} stands for one word, {@code <text...>} for all that follow. */
    private record Form(String words, Function<Said, Fault> fault) {}

    /** The words that stand where a form has names. */
    private record Said(Map<String, String> names) {

        String get(String name) {
            return names.getOrDefault(name, "");
        }
    }

    private static final List<Form> FORMS = List.of(
            form("join node <node>", of -> new Fault.NodeJoins(of.get("node"), Map.of())),
            form(
                    "join node <node> in zone <zone>",
                    of -> new Fault.NodeJoins(of.get("node"), Map.of("topology.kubernetes.io/zone", of.get("zone")))),
            form("stop node <node>", of -> new Fault.NodeStops(of.get("node"))),
            form("return node <node>", of -> new Fault.NodeReturns(of.get("node"))),
            form("sicken node <node>", of -> new Fault.NodeSickens(of.get("node"))),
            form("reboot node <node>", of -> new Fault.NodeReboots(of.get("node"))),
            form("remove node <node>", of -> new Fault.NodeLeaves(of.get("node"))),
            form("cordon node <node>", of -> new Fault.NodeCordoned(of.get("node"), true)),
            form("uncordon node <node>", of -> new Fault.NodeCordoned(of.get("node"), false)),
            form("drain node <node>", of -> new Fault.NodeDrained(of.get("node"))),
            form("upgrade node <node>", of -> new Fault.NodeUpgraded(of.get("node"))),
            form("fail replica <replica>", of -> new Fault.ReplicaFails(of.get("replica"))),
            form("fail engine of <volume>", of -> new Fault.EngineFails(of.get("volume"))),
            form("crash instance-manager on <node>", of -> new Fault.InstanceManagerCrashes(of.get("node"))),
            form("fail disk on <node>", of -> new Fault.DiskFails(of.get("node"))),
            form("slow disk on <node>", of -> new Fault.DiskSlow(of.get("node"))),
            form("mend disk on <node>", of -> new Fault.DiskMends(of.get("node"))),
            form("detach volume <volume>", of -> new Fault.VolumeDetaches(of.get("volume"))),
            form("blank volume <volume>", of -> new Fault.VolumeSeemsBlank(of.get("volume"))),
            form("format volume <volume>", of -> new Fault.VolumeFormatted(of.get("volume"))),
            form("make volume <volume> <io>", of -> new Fault.VolumeFeels(of.get("volume"), io(of.get("io")))),
            form("add lun <lun> on <host>", of -> new Fault.LunAppears(of.get("lun"), of.get("host"))),
            form("lose path to lun <lun> on <host>", of -> new Fault.LunPathLost(of.get("lun"), of.get("host"))),
            form("find path to lun <lun> on <host>", of -> new Fault.LunPathBack(of.get("lun"), of.get("host"))),
            form("delete pod <namespace/pod>", of -> new Fault.PodDeleted(space(of, "pod"), name(of, "pod"))),
            form(
                    "exit pod <namespace/pod> with <code>",
                    of -> new Fault.ContainerExits(space(of, "pod"), name(of, "pod"), number(of.get("code")))),
            form(
                    "log of <namespace/pod> <container> says <text...>",
                    of -> new Fault.LogSays(space(of, "pod"), name(of, "pod"), of.get("container"), of.get("text"))),
            form("kernel of <host> says <text...>", of -> new Fault.KernelSays(of.get("host"), of.get("text"))),
            form("set <setting> to <value>", of -> new Fault.SettingChanged(of.get("setting"), of.get("value"))),
            form(
                    "grow wal of <namespace/pod> to <segments> segments",
                    of -> new Fault.WalGrows(space(of, "pod"), name(of, "pod"), number(of.get("segments")))),
            form("mix wal of <namespace/pod>", of -> new Fault.WalMixed(space(of, "pod"), name(of, "pod"))),
            form(
                    "damage segment <segment> of <namespace/pod>",
                    of -> new Fault.SegmentDamaged(space(of, "pod"), name(of, "pod"), number(of.get("segment")))),
            form(
                    "break index of <namespace/pod>",
                    of -> new Fault.IndexBroken(space(of, "pod"), name(of, "pod"), false)),
            form(
                    "break index cache of <namespace/pod>",
                    of -> new Fault.IndexBroken(space(of, "pod"), name(of, "pod"), true)),
            form(
                    "give <server> <days> days of history",
                    of -> new Fault.HistoryFilled(Place.of(of.get("server")), Duration.ofDays(number(of.get("days"))))),
            form(
                    "give <server> <hours> hours of history",
                    of -> new Fault.HistoryFilled(
                            Place.of(of.get("server")), Duration.ofHours(number(of.get("hours"))))),
            form(
                    "leave <mebibytes> MiB free beside <server>",
                    of -> new Fault.SpaceLeft(Place.of(of.get("server")), number(of.get("mebibytes")))),
            form(
                    "start <program> on host <host> with lun <lun>",
                    of -> new Fault.HostProgramStarts(of.get("program"), of.get("host"), of.get("lun"))),
            form("stop program on host <host>", of -> new Fault.HostProgramStops(of.get("host"))),
            form(
                    "limit memory of <namespace/pod> to <size>",
                    of -> new Fault.MemoryLimited(space(of, "pod"), name(of, "pod"), of.get("size"))),
            form(
                    "scale statefulset <namespace/set> to <replicas>",
                    of -> new Fault.Scaled(space(of, "set"), name(of, "set"), number(of.get("replicas")))));

    private Sentence() {}

    /** The forms there are, for help texts. */
    public static List<String> forms() {
        return FORMS.stream().map(Form::words).sorted().toList();
    }

    public static Fault read(String sentence) {
        if (sentence.length() > LIMIT) {
            throw new Refused(Refused.Reason.BAD_REQUEST, "a sentence has at most %d characters".formatted(LIMIT));
        }
        List<String> words = List.of(sentence.strip().split("\\s+", -1));
        for (Form form : FORMS) {
            Optional<Said> said = match(form.words().split(" ", -1), words);
            if (said.isPresent()) {
                return form.fault().apply(said.get());
            }
        }
        throw new Refused(
                Refused.Reason.BAD_REQUEST,
                "\"%s\" says nothing the lab can do; %s".formatted(sentence, nearest(words)));
    }

    private static String nearest(List<String> words) {
        List<String> starts = FORMS.stream()
                .map(form -> form.words().split(" ", 2)[0])
                .distinct()
                .toList();
        String first = starts.contains(words.getFirst())
                ? words.getFirst()
                : Missing.nearest(words.getFirst(), starts).orElse("");
        List<String> fitting = FORMS.stream()
                .map(Form::words)
                .filter(form -> form.startsWith(first + " "))
                .toList();
        return fitting.isEmpty()
                ? "it begins with one of: " + String.join(", ", starts)
                : "did you mean: " + String.join(" | ", fitting);
    }

    private static Optional<Said> match(String[] form, List<String> words) {
        Map<String, String> names = new TreeMap<>();
        for (int i = 0; i < form.length; i++) {
            if (i >= words.size()) {
                return Optional.empty();
            }
            if (form[i].endsWith("...>")) {
                names.put("text", String.join(" ", words.subList(i, words.size())));
                return Optional.of(new Said(names));
            }
            if (form[i].startsWith("<")) {
                names.put(form[i].substring(1, form[i].length() - 1), words.get(i));
            } else if (!form[i].equals(words.get(i))) {
                return Optional.empty();
            }
        }
        return form.length == words.size() ? Optional.of(new Said(names)) : Optional.empty();
    }

    private static String space(Said of, String what) {
        return place(of, what)[0];
    }

    private static String name(Said of, String what) {
        return place(of, what)[1];
    }

    private static String[] place(Said of, String what) {
        String said = of.get("namespace/" + what);
        String[] parts = said.split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new Refused(
                    Refused.Reason.BAD_REQUEST, "\"%s\" is no %s; write it as namespace/name".formatted(said, what));
        }
        return parts;
    }

    private static int number(String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new Refused(Refused.Reason.BAD_REQUEST, "\"%s\" is no number".formatted(word));
        }
    }

    private static VolumeIo io(String word) {
        return switch (word) {
            case "fine" -> VolumeIo.FINE;
            case "eio" -> VolumeIo.EIO;
            case "read-only" -> VolumeIo.READ_ONLY;
            case "absent" -> VolumeIo.ABSENT;
            default ->
                throw new Refused(
                        Refused.Reason.BAD_REQUEST,
                        "a volume can be made fine, eio, read-only or absent, not \"%s\"".formatted(word));
        };
    }

    private static Form form(String words, Function<Said, Fault> fault) {
        return new Form(words, fault);
    }
}

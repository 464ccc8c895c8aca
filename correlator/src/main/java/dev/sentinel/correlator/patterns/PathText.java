package dev.sentinel.correlator.patterns;

import dev.sentinel.correlator.topology.Path;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Paths as people write them: {@code longhorn.replica -on-> longhorn.disk -part_of-> kubernetes.node}. */
public final class PathText {
    static final int MOST_HOPS = 12;
    private static final int LONGEST = 1024;
    private static final String PREFIX = "EDGE_KIND_";
    static final String THING = "\\*|[a-z][a-z0-9_]*(\\.[a-z0-9_]+)+";
    private static final Pattern ARROW = Pattern.compile("-([A-Za-z_]+)->|<-([A-Za-z_]+)-");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private PathText() {}

    /** Reads one path. */
    public static Parsed<Path> parse(String text) {
        if (text.length() > LONGEST) {
            return Parsed.wrong("a path has at most %d characters".formatted(LONGEST));
        }
        var words = BLANKS.split(text.strip());
        if (words.length % 2 == 0) {
            return Parsed.wrong(
                    ("\"%s\" is not a path; write things and arrows in turn, with blanks between them, like "
                                    + "longhorn.replica -on-> longhorn.disk")
                            .formatted(text.strip()));
        }
        if (words[0].endsWith("!")) {
            return Parsed.wrong(
                    "a path begins at the subject, which takes no link mark (!); write \"link: [%s]\" instead"
                            .formatted(words[0].substring(0, words[0].length() - 1)));
        }
        return thing(words[0]).then(from -> hops(from, words));
    }

    private static Parsed<Path> hops(String from, String[] words) {
        var hops = new ArrayList<Path.Hop>();
        for (int i = 1; i < words.length; i += 2) {
            switch (hop(words[i], words[i + 1])) {
                case Parsed.Good<Path.Hop> good -> hops.add(good.value());
                case Parsed.Wrong<Path.Hop> wrong -> {
                    return Parsed.wrong(wrong.why());
                }
            }
        }
        if (hops.size() > MOST_HOPS) {
            return Parsed.wrong("a path has at most %d hops, this one has %d".formatted(MOST_HOPS, hops.size()));
        }
        if (hops.stream().filter(Path.Hop::link).count() > 1) {
            return Parsed.wrong("a path has at most one link mark (!)");
        }
        return Parsed.good(new Path(from, hops));
    }

    private static Parsed<Path.Hop> hop(String arrow, String end) {
        var link = end.endsWith("!");
        return edge(arrow)
                .then(edge -> thing(link ? end.substring(0, end.length() - 1) : end)
                        .then(to -> Parsed.good(new Path.Hop(edge, arrow.startsWith("<"), to, link))));
    }

    private static Parsed<EdgeKind> edge(String arrow) {
        var read = ARROW.matcher(arrow);
        if (!read.matches()) {
            return Parsed.wrong(
                    "\"%s\" is not an arrow; write -on-> to follow an edge, <-on- to go against it".formatted(arrow));
        }
        var word = read.group(1) == null ? read.group(2) : read.group(1);
        var edges = edges();
        var edge = edges.get(word);
        return edge == null
                ? Parsed.wrong("no edge is called \"%s\"%s".formatted(word, NearestWord.hint(word, edges.keySet())))
                : Parsed.good(edge);
    }

    private static Parsed<String> thing(String word) {
        return word.matches(THING)
                ? Parsed.good(word)
                : Parsed.wrong("\"%s\" is not a kind of thing; write one like longhorn.volume, or *".formatted(word));
    }

    static SortedMap<String, EdgeKind> edges() {
        var edges = new TreeMap<String, EdgeKind>();
        for (var kind : EdgeKind.values()) {
            if (kind != EdgeKind.EDGE_KIND_UNSPECIFIED && kind != EdgeKind.UNRECOGNIZED) {
                edges.put(word(kind), kind);
            }
        }
        return edges;
    }

    static String word(EdgeKind kind) {
        return kind.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    }

    /** The kinds the path names, each once. */
    static List<String> things(Path path) {
        var things = new ArrayList<>(List.of(path.from()));
        path.hops().forEach(hop -> things.add(hop.to()));
        return things.stream().distinct().toList();
    }
}

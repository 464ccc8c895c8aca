package dev.sentinel.correlator.patterns;

import com.google.protobuf.Message;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A sentence with gaps: {@code {subject} failed on {pivot}}. What fills them comes from logs that anybody may have
 * written, so it is made one line of visible characters and clipped.
 */
public final class Template {
    /** What the sentence of a clause may name, beside {@code fact.<field>}. */
    static final Set<String> OF_A_STEP = new TreeSet<>(List.of("subject", "pivot", "link", "kind"));
    /** What the title and summary of an incident may name. */
    static final Set<String> OF_AN_INCIDENT = new TreeSet<>(List.of("pivot", "causes", "symptoms", "affected"));

    static final String FACT = "fact.";
    private static final int LONGEST_VALUE = 200;
    private static final int USUAL_LENGTH = 120;
    private static final Pattern NAME = Pattern.compile("[a-z_]+(\\.[A-Za-z0-9_./-]+)*");

    private final List<Piece> pieces;

    private sealed interface Piece {
        record Words(String text) implements Piece {}

        record Gap(String name) implements Piece {}
    }

    private Template(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** Reads a sentence; a brace that belongs to no gap is refused. */
    public static Parsed<Template> parse(String text) {
        var pieces = new ArrayList<Piece>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            var words = open < 0 ? text.substring(at) : text.substring(at, open);
            if (words.contains("}")) {
                return Parsed.wrong("a } without its { ; write gaps like {pivot}");
            }
            if (!words.isEmpty()) {
                pieces.add(new Piece.Words(words));
            }
            if (open < 0) {
                break;
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                return Parsed.wrong("a { without its } ; write gaps like {pivot}");
            }
            var name = text.substring(open + 1, close);
            if (!NAME.matcher(name).matches()) {
                return Parsed.wrong("\"{%s}\" is not a gap; write one like {pivot} or {fact.volume}".formatted(name));
            }
            pieces.add(new Piece.Gap(name));
            at = close + 1;
        }
        return Parsed.good(new Template(pieces));
    }

    /** The names of its gaps, each once. */
    public List<String> gaps() {
        return pieces.stream()
                .filter(Piece.Gap.class::isInstance)
                .map(piece -> ((Piece.Gap) piece).name())
                .distinct()
                .toList();
    }

    /** The sentence with its gaps filled; an empty value shows as {@code ?}. */
    public String render(Function<String, String> values) {
        var sentence = new StringBuilder(USUAL_LENGTH);
        for (var piece : pieces) {
            sentence.append(
                    switch (piece) {
                        case Piece.Words words -> words.text();
                        case Piece.Gap gap -> harmless(values.apply(gap.name()));
                    });
        }
        return sentence.toString();
    }

    private static String harmless(String value) {
        var clean = Plain.oneLine(Plain.clip(value, 4 * LONGEST_VALUE)).strip();
        return clean.isEmpty() ? "?" : Plain.clip(clean, LONGEST_VALUE);
    }

    /** A field of an event's detail as people read it: {@code fact(event, "volume")}; empty when it is not there. */
    public static String fact(Event event, String path) {
        return FieldPath.read(event, path);
    }

    /** What fills the gaps of a step that this event tells. */
    static Function<String, String> step(Event event, String subject, String pivot, String link) {
        return name -> switch (name) {
            case "subject" -> subject;
            case "pivot" -> pivot;
            case "link" -> link;
            default -> name.startsWith(FACT) ? fact(event, name.substring(FACT.length())) : words(Kinds.of(event));
        };
    }

    /** What fills the other gaps of a step, told by an event of which only kind and detail are left. */
    public static String step(String kind, Message detail, String name) {
        return name.startsWith(FACT) ? FieldPath.read(detail, name.substring(FACT.length())) : words(kind);
    }

    /** The kind of an event in words: {@code longhorn.replica.failed} is "longhorn replica failed". */
    public static String words(String kind) {
        return kind.equals(Match.ANY) ? "anything" : kind.replaceAll("[._]", " ");
    }
}

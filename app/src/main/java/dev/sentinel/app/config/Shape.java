package dev.sentinel.app.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The form of one value: how it is read from a node, and how a person would write it down again. */
record Shape<T>(Function<Node, Parsed<T>> reading, Function<T, String> writing) {
    private static final Pattern DIGITS = Pattern.compile("-?\\d{1,9}");
    private static final int LONGEST_TEXT = 512;

    Parsed<T> read(Node node) {
        return reading.apply(node);
    }

    String write(T value) {
        return writing.apply(value);
    }

    /** The same shape with one more demand. */
    Shape<T> where(Function<T, Parsed<T>> demand) {
        return new Shape<>(node -> read(node).then(demand), writing);
    }

    static <T> Shape<T> of(Function<String, Parsed<T>> parse, Function<T, String> write) {
        return new Shape<>(node -> scalar(node).then(parse), write);
    }

    static Shape<String> text() {
        return of(Parsed::good, Function.identity());
    }

    static Shape<String> matching(Pattern pattern, String rule) {
        return of(
                text -> pattern.matcher(text).matches()
                        ? Parsed.good(text)
                        : Parsed.wrong("\"%s\" does not fit; %s".formatted(text, rule)),
                Function.identity());
    }

    static Shape<Integer> number(int least, int most) {
        return of(
                text -> DIGITS.matcher(text).matches() && within(Integer.parseInt(text), least, most)
                        ? Parsed.good(Integer.parseInt(text))
                        : Parsed.wrong(
                                "\"%s\" does not fit; write a whole number from %d to %d".formatted(text, least, most)),
                String::valueOf);
    }

    /** Yes or no, in the words of YAML 1.2. */
    static Shape<Boolean> flag() {
        return of(
                text -> switch (text) {
                    case "true" -> Parsed.good(true);
                    case "false" -> Parsed.good(false);
                    default -> Parsed.wrong("\"%s\" does not fit; write true or false".formatted(text));
                },
                String::valueOf);
    }

    static Shape<Duration> duration(Duration least, Duration most) {
        return of(Durations::parse, Durations::write)
                .where(value -> within(value, least, most)
                        ? Parsed.good(value)
                        : Parsed.wrong("%s does not fit; write a duration from %s to %s"
                                .formatted(Durations.write(value), Durations.write(least), Durations.write(most))));
    }

    static Shape<Size> size(Size least, Size most) {
        return of(Size::parse, Size::toString)
                .where(value -> within(value.bytes(), least.bytes(), most.bytes())
                        ? Parsed.good(value)
                        : Parsed.wrong("%s does not fit; write a size from %s to %s".formatted(value, least, most)));
    }

    static Shape<HostPort> address() {
        return of(HostPort::parse, HostPort::toString);
    }

    /** A path; a relative one starts at the folder of the configuration file, wherever the program was started. */
    static Shape<Path> path(Path base) {
        return of(
                text -> {
                    try {
                        return Parsed.good(base.resolve(text));
                    } catch (InvalidPathException impossible) {
                        return Parsed.wrong("\"%s\" cannot be a path (%s)".formatted(text, impossible.getReason()));
                    }
                },
                Path::toString);
    }

    static <E extends Enum<E>> Shape<E> choice(Class<E> type) {
        return of(
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(value -> word(value).equals(text))
                        .findFirst()
                        .map(Parsed::good)
                        .orElseGet(() -> Parsed.wrong("\"%s\" is not one of %s"
                                .formatted(
                                        text,
                                        Arrays.stream(type.getEnumConstants())
                                                .map(Shape::word)
                                                .collect(Collectors.joining(", "))))),
                Shape::word);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A list, or a single value standing for a list of one. */
    static <T> Shape<List<T>> listOf(Shape<T> element, int most) {
        return new Shape<>(
                node -> node instanceof SequenceNode list ? elements(list, element, most) : single(node, element),
                values -> values.isEmpty()
                        ? Section.NOTHING
                        : values.stream().map(element::write).collect(Collectors.joining(", ")));
    }

    private static <T> Parsed<List<T>> single(Node node, Shape<T> element) {
        return element.read(node).then(value -> Parsed.good(List.of(value)));
    }

    private static <T> Parsed<List<T>> elements(SequenceNode list, Shape<T> element, int most) {
        if (list.getValue().size() > most) {
            return Parsed.wrong("holds %d entries; at most %d make sense"
                    .formatted(list.getValue().size(), most));
        }
        var values = new ArrayList<T>();
        var faults = new ArrayList<Parsed.Fault>();
        for (var node : list.getValue()) {
            switch (element.read(node)) {
                case Parsed.Good<T> good -> values.add(good.value());
                case Parsed.Wrong<T> wrong ->
                    wrong.faults()
                            .forEach(fault ->
                                    faults.add(new Parsed.Fault(fault.at().or(() -> Optional.of(node)), fault.why())));
            }
        }
        return faults.isEmpty() ? Parsed.good(List.copyOf(values)) : new Parsed.Wrong<>(faults);
    }

    private static Parsed<String> scalar(Node node) {
        if (node instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) {
            return scalar.getValue().length() > LONGEST_TEXT
                    ? Parsed.wrong("is longer than %d characters".formatted(LONGEST_TEXT))
                    : Parsed.good(scalar.getValue());
        }
        return Parsed.wrong(
                switch (node) {
                    case MappingNode mapping -> "is a section with keys of its own; write one value";
                    case SequenceNode list -> "is a list; write one value";
                    default -> "has no value; write one, or remove the key";
                });
    }

    private static <C extends Comparable<C>> boolean within(C value, C least, C most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }
}

package dev.sentinel.correlator.trial;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One mapping of a test file, read by asking it for keys; what was asked for is what is known. */
final class Entry {
    private static final Pattern SPAN =
            Pattern.compile("(?:(\\d{1,3})d)?(?:(\\d{1,4})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?");

    private final Tree.Fields fields;
    private final Complaints complaints;
    private final Set<String> asked = new LinkedHashSet<>();

    Entry(Tree.Fields fields, Complaints complaints) {
        this.fields = fields;
        this.complaints = complaints;
    }

    int line() {
        return fields.line();
    }

    void complain(String key, String why) {
        complaints.at(field(key).map(Tree.Field::line).orElse(line()), key + ": " + why);
    }

    private Optional<Tree.Field> field(String key) {
        asked.add(key);
        return Optional.ofNullable(fields.fields().get(key));
    }

    Optional<Tree> tree(String key) {
        return field(key).map(Tree.Field::value);
    }

    Optional<String> text(String key) {
        return tree(key).flatMap(value -> switch (value) {
            case Tree.Text text -> Optional.of(text.value());
            case Tree.Items items -> notOne(key);
            case Tree.Fields some -> notOne(key);
        });
    }

    private Optional<String> notOne(String key) {
        complain(key, "must be one value");
        return Optional.empty();
    }

    /** The text of a key that must be there. */
    String need(String key) {
        if (field(key).isEmpty()) {
            complaints.at(line(), "\"%s\" is missing".formatted(key));
        }
        return text(key).orElse("");
    }

    Optional<Duration> span(String key) {
        return text(key).flatMap(text -> {
            var span = span(text, true);
            if (span.isEmpty()) {
                complain(key, "\"%s\" is not a length of time; write one like 90s, 10m, 1h30m or 2d".formatted(text));
            }
            return span;
        });
    }

    /** {@code 1h30m}; {@code 0s} is nothing. */
    static Optional<Duration> span(String text, boolean zero) {
        var written = SPAN.matcher(text);
        if (text.isEmpty() || !written.matches()) {
            return Optional.empty();
        }
        var span = Duration.ofDays(number(written.group(1)))
                .plusHours(number(written.group(2)))
                .plusMinutes(number(written.group(3)))
                .plusSeconds(number(written.group(4)));
        return span.isZero() && !zero ? Optional.empty() : Optional.of(span);
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    Optional<Integer> count(String key, int least, int most) {
        return text(key).flatMap(text -> {
            if (text.matches("\\d{1,6}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
                return Optional.of(Integer.parseInt(text));
            }
            complain(key, "\"%s\" is not a whole number from %d to %d".formatted(text, least, most));
            return Optional.empty();
        });
    }

    /** A word of a fixed set. */
    <T> Optional<T> word(String key, Map<String, T> words) {
        return text(key).flatMap(text -> {
            var meant = Optional.ofNullable(words.get(text));
            if (meant.isEmpty()) {
                complain(
                        key,
                        "\"%s\" is none of %s%s".formatted(text, words.keySet(), Nearest.hint(text, words.keySet())));
            }
            return meant;
        });
    }

    /** The items of a list of single values, each with its line. */
    List<Tree.Text> texts(String key) {
        return items(key, value -> value instanceof Tree.Text text ? Optional.of(text) : Optional.empty(), "one value");
    }

    /** The mappings of a list. */
    List<Entry> entries(String key) {
        return items(
                key,
                value ->
                        value instanceof Tree.Fields some ? Optional.of(new Entry(some, complaints)) : Optional.empty(),
                "a mapping of keys and values");
    }

    private <T> List<T> items(String key, Function<Tree, Optional<T>> as, String said) {
        return switch (tree(key).orElse(new Tree.Items(line(), List.of()))) {
            case Tree.Items list ->
                list.items().stream()
                        .flatMap(item -> {
                            var meant = as.apply(item);
                            if (meant.isEmpty()) {
                                complaints.at(item.line(), "%s: each item is %s".formatted(key, said));
                            }
                            return meant.stream();
                        })
                        .toList();
            case Tree.Text text -> notList(key);
            case Tree.Fields some -> notList(key);
        };
    }

    private <T> List<T> notList(String key) {
        complain(key, "must be a list");
        return List.of();
    }

    /** Complains about every key that nobody asked for. */
    void refuseOthers() {
        fields.fields().forEach((key, field) -> {
            if (!asked.contains(key)) {
                complaints.at(field.line(), "no key is called \"%s\" here%s".formatted(key, Nearest.hint(key, asked)));
            }
        });
    }
}

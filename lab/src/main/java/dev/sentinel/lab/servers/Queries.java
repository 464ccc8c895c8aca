package dev.sentinel.lab.servers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Tree;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The few expressions that people and Sentinel ask of a store to see whether it lives: numbers, {@code vector}, {@code time},
 * and a metric with matchers, bare or in {@code count}, {@code sum}, {@code absent} or {@code timestamp}. Anything else is
 * refused, rather than answered wrongly.
 */
final class Queries {

    /** A sample as an instant query finds it. */
    record Sample(Map<String, String> labels, Instant at, double value) {}

    /** What a store holds. */
    interface Holding {
        /** The newest samples of a metric within the lookback before a time. */
        List<Sample> of(String metric, Instant at);
    }

    static final Duration LOOKBACK = Duration.ofMinutes(5);

    private static final int LONGEST = 2_000;
    private static final Pattern FUNCTION =
            Pattern.compile("(count|sum|max|min|absent|timestamp|vector|scalar)\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern SELECTOR = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{([^{}]*)\\})?(?:(==|!=|>=|<=|>|<)([0-9.]+))?", Pattern.DOTALL);
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)(=|!=)\"([^\"]*)\"");

    private final Holding holding;

    Queries(Holding holding) {
        this.holding = holding;
    }

    /** The answer to an instant query. */
    Answered answer(Asked asked, Instant now) {
        String query = asked.asked("query");
        if (query.isBlank() || query.length() > LONGEST) {
            return Answered.error(400, "bad_data", "invalid parameter \"query\": no expression found in input");
        }
        Optional<Instant> at = time(asked.asked("time"), now);
        if (at.isEmpty()) {
            return Answered.error(
                    400,
                    "bad_data",
                    "invalid parameter \"time\": cannot parse \"%s\" to a valid timestamp"
                            .formatted(asked.asked("time")));
        }
        String bare = query.replaceAll("\\s+", "");
        Optional<Double> number = number(bare, at.get());
        if (number.isPresent()) {
            return Answered.data(Tree.of("resultType", "scalar", "result", pair(at.get(), number.get())));
        }
        return vector(bare, at.get())
                .map(samples -> Answered.data(Tree.of("resultType", "vector", "result", rows(samples, at.get()))))
                .orElseGet(() -> Answered.error(
                        400, "bad_data", "the lab's store does not know how to answer \"%s\"".formatted(query)));
    }

    private Optional<List<Sample>> vector(String bare, Instant at) {
        Matcher function = FUNCTION.matcher(bare);
        if (!function.matches()) {
            return select(bare, at);
        }
        String name = function.group(1);
        String inner = function.group(2);
        if (name.equals("vector")) {
            return number(inner, at).map(value -> List.of(new Sample(Map.of(), at, value)));
        }
        return vector(inner, at).map(samples -> reduced(name, samples, at));
    }

    private static List<Sample> reduced(String name, List<Sample> samples, Instant at) {
        return switch (name) {
            case "absent" -> samples.isEmpty() ? List.of(new Sample(Map.of(), at, 1)) : List.of();
            case "timestamp" ->
                samples.stream()
                        .map(each ->
                                new Sample(unnamed(each.labels()), at, each.at().toEpochMilli() / 1000.0))
                        .toList();
            case "count" -> one(samples, at, samples.size());
            case "sum" ->
                one(samples, at, samples.stream().mapToDouble(Sample::value).sum());
            case "max" ->
                one(
                        samples,
                        at,
                        samples.stream().mapToDouble(Sample::value).max().orElse(0));
            case "min" ->
                one(
                        samples,
                        at,
                        samples.stream().mapToDouble(Sample::value).min().orElse(0));
            default -> samples;
        };
    }

    private static List<Sample> one(List<Sample> samples, Instant at, double value) {
        return samples.isEmpty() ? List.of() : List.of(new Sample(Map.of(), at, value));
    }

    private Optional<List<Sample>> select(String bare, Instant at) {
        Matcher selector = SELECTOR.matcher(bare);
        if (!selector.matches()) {
            return Optional.empty();
        }
        Predicate<Sample> wanted = each -> true;
        String matchers = Optional.ofNullable(selector.group(2)).orElse("");
        if (!matchers.isEmpty()) {
            for (String each : matchers.split(",", -1)) {
                Matcher matcher = MATCHER.matcher(each);
                if (!matcher.matches()) {
                    return Optional.empty();
                }
                boolean equal = matcher.group(2).equals("=");
                wanted = wanted.and(sample ->
                        sample.labels().getOrDefault(matcher.group(1), "").equals(matcher.group(3)) == equal);
            }
        }
        if (selector.group(3) != null) {
            double bound = Double.parseDouble(selector.group(4));
            String comparison = selector.group(3);
            wanted = wanted.and(sample -> holds(sample.value(), comparison, bound));
        }
        return Optional.of(
                holding.of(selector.group(1), at).stream().filter(wanted).toList());
    }

    private static boolean holds(double value, String comparison, double bound) {
        return switch (comparison) {
            case "==" -> value == bound;
            case "!=" -> value != bound;
            case ">" -> value > bound;
            case "<" -> value < bound;
            case ">=" -> value >= bound;
            default -> value <= bound;
        };
    }

    private static Optional<Double> number(String bare, Instant at) {
        if (bare.equals("time()")) {
            return Optional.of(at.toEpochMilli() / 1000.0);
        }
        return bare.matches("\\d{1,15}(\\.\\d{1,9})?") ? Optional.of(Double.parseDouble(bare)) : Optional.empty();
    }

    /** As Prometheus takes times: seconds with a fraction, or RFC 3339. */
    static Optional<Instant> time(String text, Instant now) {
        if (text.isEmpty()) {
            return Optional.of(now);
        }
        if (text.matches("-?\\d{1,12}(\\.\\d{1,9})?")) {
            return Optional.of(
                    Instant.ofEpochMilli(new BigDecimal(text).movePointRight(3).longValue()));
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ArrayNode rows(List<Sample> samples, Instant at) {
        ArrayNode rows = Tree.list();
        samples.forEach(each -> {
            ObjectNode metric = Tree.of();
            new TreeMap<>(each.labels()).forEach(metric::put);
            rows.add(Tree.of("metric", metric, "value", pair(at, each.value())));
        });
        return rows;
    }

    private static ArrayNode pair(Instant at, double value) {
        ArrayNode pair = Tree.list();
        pair.add(BigDecimal.valueOf(at.toEpochMilli()).movePointLeft(3));
        pair.add(plain(value));
        return pair;
    }

    private static String plain(double value) {
        return new BigDecimal(value, MathContext.DECIMAL64).stripTrailingZeros().toPlainString();
    }

    private static Map<String, String> unnamed(Map<String, String> labels) {
        Map<String, String> rest = new TreeMap<>(labels);
        rest.remove("__name__");
        return rest;
    }
}

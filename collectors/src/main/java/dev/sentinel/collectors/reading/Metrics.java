package dev.sentinel.collectors.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * A metrics page in the text format of Prometheus. Only series of wanted names are kept; a line that is none is passed over.
 */
public final class Metrics {
    private static final int MOST_SERIES = 100_000;
    private static final int LONGEST_LINE = 64 << 10;
    private static final int MOST_LABELS = 64;

    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

    private Metrics() {}

    /** One series and its value; never NaN. */
    public record Sample(Map<String, String> labels, double value) {
        public Sample {
            labels = Map.copyOf(labels);
        }

        public String label(String name) {
            return labels.getOrDefault(name, "");
        }
    }

    /** Reads a page. */
    public static Metrics of(String page, Predicate<String> wanted) {
        Metrics metrics = new Metrics();
        int count = 0;
        for (int start = 0; start < page.length() && count < MOST_SERIES; ) {
            int end = page.indexOf('\n', start);
            end = end < 0 ? page.length() : end;
            if (end - start <= LONGEST_LINE && metrics.line(page.substring(start, end), wanted)) {
                count++;
            }
            start = end + 1;
        }
        return metrics;
    }

    /** The series of a name, in the page's order. */
    public List<Sample> all(String name) {
        return List.copyOf(samples.getOrDefault(name, List.of()));
    }

    /** The only or first series of a name. */
    public OptionalDouble value(String name) {
        return samples.getOrDefault(name, List.of()).stream()
                .mapToDouble(Sample::value)
                .findFirst();
    }

    /** A counter or size as a whole number, summed over its series; nothing when there is none. */
    public Optional<Long> sum(String name) {
        return sum(name, each -> true);
    }

    /** The same over some of its series. */
    public Optional<Long> sum(String name, Predicate<Sample> some) {
        List<Sample> series =
                samples.getOrDefault(name, List.of()).stream().filter(some).toList();
        double sum = series.stream().mapToDouble(Sample::value).sum();
        return series.isEmpty() || Double.isNaN(sum) ? Optional.empty() : Optional.of(Math.max(0, (long) sum));
    }

    private boolean line(String line, Predicate<String> wanted) {
        int at = 0;
        while (at < line.length() && isName(line.charAt(at))) {
            at++;
        }
        String name = line.substring(0, at);
        if (at == 0 || !wanted.test(name)) {
            return false;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        if (at < line.length() && line.charAt(at) == '{') {
            at = labels(line, at + 1, labels);
            if (at < 0) {
                return false;
            }
        }
        OptionalDouble value = value(line, at);
        value.ifPresent(number ->
                samples.computeIfAbsent(name, each -> new ArrayList<>()).add(new Sample(labels, number)));
        return value.isPresent();
    }

    /** The place after the closing brace; -1 when there is none. */
    private static int labels(String line, int from, Map<String, String> labels) {
        int at = from;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '}') {
                return at + 1;
            }
            if (c == ',' || c == ' ') {
                at++;
                continue;
            }
            int equals = line.indexOf("=\"", at);
            if (equals < 0 || labels.size() == MOST_LABELS) {
                return -1;
            }
            StringBuilder value = new StringBuilder();
            int end = quoted(line, equals + 2, value);
            if (end < 0) {
                return -1;
            }
            labels.put(line.substring(at, equals).strip(), Bounds.fit(value.toString(), 2048));
            at = end;
        }
        return -1;
    }

    private static int quoted(String line, int from, StringBuilder value) {
        for (int at = from; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                return at + 1;
            }
            if (c == '\\' && at + 1 < line.length()) {
                at++;
                c = line.charAt(at) == 'n' ? '\n' : line.charAt(at);
            }
            value.append(c);
        }
        return -1;
    }

    /** The value; a timestamp may follow it. */
    private static OptionalDouble value(String line, int from) {
        String rest = line.substring(from).strip();
        int space = rest.indexOf(' ');
        String text = space < 0 ? rest : rest.substring(0, space);
        try {
            double number = switch (text) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> text.length() > 64 ? Double.NaN : Double.parseDouble(text);
            };
            return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static boolean isName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
    }
}

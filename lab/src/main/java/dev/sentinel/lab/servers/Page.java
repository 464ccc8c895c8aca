package dev.sentinel.lab.servers;

import java.util.Locale;
import java.util.Map;

/** A page of metrics in Prometheus' text format. */
final class Page {

    private final StringBuilder text = new StringBuilder();
    private String family = "";

    /** One sample; labels are names and values in turn. Samples of a family come one after the other. */
    Page gauge(String name, double value, String... labels) {
        return sample("gauge", name, number(value), labels);
    }

    Page gauge(String name, long value, String... labels) {
        return sample("gauge", name, Long.toString(value), labels);
    }

    Page counter(String name, long value, String... labels) {
        return sample("counter", name, Long.toString(value), labels);
    }

    private Page sample(String type, String name, String value, String... labels) {
        if (!family.equals(name)) {
            text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
            family = name;
        }
        text.append(name);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',')
                    .append(labels[i])
                    .append("=\"")
                    .append(labels[i + 1].replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
        return this;
    }

    Answered answer() {
        return new Answered(200, "text/plain; version=0.0.4; charset=utf-8", Map.of(), text.toString());
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6g", value);
    }
}

package dev.sentinel.app.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows for people as aligned columns, for programs as JSON. */
public final class Table {
    private static final int MOST_ROWS = 10_000;

    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** How a table is written. */
    public enum Format {
        TABLE,
        JSON
    }

    public Table(String... columns) {
        this.columns = List.of(columns);
    }

    public Table row(String... cells) {
        if (cells.length != columns.size() || rows.size() == MOST_ROWS) {
            throw new IllegalArgumentException("a row of %d cells in a table of %d columns and %d rows"
                    .formatted(cells.length, columns.size(), rows.size()));
        }
        rows.add(List.of(cells));
        return this;
    }

    public String write(Format format) {
        return switch (format) {
            case TABLE -> aligned();
            case JSON -> Json.array(rows.stream().map(this::named).toList()) + "\n";
        };
    }

    private Map<String, String> named(List<String> row) {
        var named = new LinkedHashMap<String, String>();
        IntStream.range(0, columns.size()).forEach(i -> named.put(columns.get(i), row.get(i)));
        return named;
    }

    private String aligned() {
        var lines = new ArrayList<List<String>>();
        lines.add(columns.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
        rows.forEach(row -> lines.add(row.stream().map(Printable::escape).toList()));
        var widths = IntStream.range(0, columns.size())
                .map(i -> lines.stream()
                        .mapToInt(line -> width(line.get(i)))
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream().map(line -> padded(line, widths) + "\n").collect(Collectors.joining());
    }

    private static String padded(List<String> line, int[] widths) {
        return IntStream.range(0, line.size())
                .mapToObj(i -> line.get(i) + " ".repeat(widths[i] - width(line.get(i))))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}

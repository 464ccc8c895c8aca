package dev.sentinel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sentinel.collectors.logs.LineTrial;
import dev.sentinel.collectors.logs.ShippedSignatures;
import dev.sentinel.collectors.logs.Signatures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a line of a log costs, with all shipped signatures held against it: those of the examples, and hostile ones. */
public final class Lines {
    private static final Instant MOMENT = Instant.parse("2026-02-21T12:00:00Z");
    private static final int LONG = 1 << 20;
    private static final int WARM = 200;
    private static final int ROUNDS = 30;
    /** Those whose logs have signatures; a line is read as that of one of them. */
    private static final List<String> PROGRAMS = List.of(
            "prometheus",
            "loki",
            "victoria-metrics",
            "longhorn-manager",
            "longhorn-instance-manager",
            "thanos",
            "etcd",
            "alertmanager",
            "multipathd");

    private Lines() {}

    public static void main(String[] arguments) {
        var signatures = switch (Signatures.load(ShippedSignatures.texts())) {
            case Signatures.Loaded.Good good -> good.signatures();
            case Signatures.Loaded.Bad bad ->
                throw new IllegalStateException(bad.faults().toString());
        };
        var trial = new LineTrial(signatures);
        var examples = examples();
        for (int i = 0; i < WARM; i++) {
            examples.forEach(line -> trial.read(line, Optional.empty(), MOMENT));
        }
        System.out.printf(Locale.ROOT, "%d examples:%n", examples.size());
        tell(
                "  worst line",
                examples.stream().mapToLong(line -> cost(trial, line)).max().orElse(0));
        tell(
                "  median line",
                median(examples.stream().mapToLong(line -> cost(trial, line)).toArray()));
        System.out.println("hostile lines of a mebibyte:");
        hostile().forEach((name, line) -> tell("  " + name, cost(trial, line)));
    }

    /** The most that one program's signatures make of it; the best of several tries: what the machine does beside it is not the line's fault. */
    private static long cost(LineTrial trial, byte[] line) {
        return PROGRAMS.stream()
                .mapToLong(each -> cost(trial, each, line))
                .max()
                .orElse(0);
    }

    private static long cost(LineTrial trial, String program, byte[] line) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long began = System.nanoTime();
            var unused = trial.read(line, Optional.of(program), MOMENT);
            best = Math.min(best, System.nanoTime() - began);
        }
        return best;
    }

    private static List<byte[]> examples() {
        var line = Pattern.compile("(?m)^ *- (?:line|nothing): '(.*)'$");
        List<byte[]> all = new ArrayList<>();
        ShippedSignatures.texts()
                .values()
                .forEach(text -> line.matcher(text)
                        .results()
                        .forEach(found ->
                                all.add(found.group(1).replace("''", "'").getBytes(UTF_8))));
        return all;
    }

    private static Map<String, byte[]> hostile() {
        Map<String, byte[]> lines = new LinkedHashMap<>();
        lines.put("one letter", repeated("a"));
        lines.put("pairs", repeated("key=value "));
        lines.put("open quotes", repeated("msg=\"\\\" "));
        lines.put("braces", repeated("{\"a\":"));
        lines.put("numbers", repeated("00000001/"));
        lines.put("invalid UTF-8", filled((byte) 0xC3));
        lines.put("zeros", filled((byte) 0));
        lines.put("an error of Loki's, long", repeated("level=error msg=\"error initialising module: store\" "));
        lines.put("a kernel error, long", repeated("blk_update_request: I/O error, dev sda, sector 1 "));
        return lines;
    }

    private static byte[] repeated(String text) {
        return text.repeat(LONG / text.length()).getBytes(UTF_8);
    }

    private static byte[] filled(byte each) {
        byte[] line = new byte[LONG];
        Arrays.fill(line, each);
        return line;
    }

    private static long median(long... values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static void tell(String what, long nanos) {
        System.out.printf(Locale.ROOT, "%-28s %8.3f ms%n", what, nanos / 1e6);
    }
}

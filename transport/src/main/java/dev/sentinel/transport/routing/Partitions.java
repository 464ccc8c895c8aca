package dev.sentinel.transport.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How many partitions there are, and which one a cluster belongs to. */
public record Partitions(int count) {

    public static final Partitions DEFAULT = new Partitions(8);

    public Partitions {
        if (count < 1 || count > 100) {
            throw new IllegalArgumentException("partitions must be 1 to 100, not " + count);
        }
    }

    /** FNV-1a over UTF-8: written down in the contract so that publishers in other languages find the same partition. */
    public int of(String cluster) {
        int hash = 0x811c9dc5;
        for (byte b : cluster.getBytes(UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        return Integer.remainderUnsigned(hash, count);
    }

    public List<String> labels() {
        return IntStream.range(0, count).mapToObj(Partitions::label).toList();
    }

    static String label(int partition) {
        return String.format(Locale.ROOT, "p%02d", partition);
    }
}

package dev.sentinel.collectors.web;

import java.time.Duration;

/**
 * How long and how much is waited for.
 *
 * @param connect until a connection stands, 3 s unless said otherwise
 * @param whole until one answer is there to its last byte, 5 s unless said otherwise
 * @param mostBytes of one answer, 8 MiB unless said otherwise; a larger one counts as none
 */
public record Limits(Duration connect, Duration whole, int mostBytes) {
    private static final int MOST = 256 << 20;

    public Limits {
        if (!connect.isPositive() || !whole.isPositive() || mostBytes < 1 || mostBytes > MOST) {
            throw new IllegalArgumentException(
                    "times above zero and 1 to %d bytes, not %s, %s, %d".formatted(MOST, connect, whole, mostBytes));
        }
    }

    public static Limits usual() {
        return new Limits(Duration.ofSeconds(3), Duration.ofSeconds(5), 8 << 20);
    }
}

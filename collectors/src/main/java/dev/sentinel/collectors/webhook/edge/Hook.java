package dev.sentinel.collectors.webhook.edge;

import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.web.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * One way in.
 *
 * @param name in metrics, checks and memory: letters, digits, dots and hyphens, at most 64
 * @param path where it is mounted, such as {@code /hooks/alertmanager}
 * @param content what is sent there
 * @param token what a sender shows as {@code Authorization: Bearer ...}; without one anybody who reaches the port may send, so
 *     leave it out on loopback only
 * @param silence how long nothing may come before the way in counts as broken; give it where something comes regularly, such
 *     as the alert that always fires
 */
public record Hook(String name, String path, Content content, Optional<Secret> token, Optional<Duration> silence) {

    public Hook {
        if (name.isEmpty() || name.length() > 64 || !name.chars().allMatch(Hook::isPlain)) {
            throw new IllegalArgumentException(
                    "a name of letters, digits, dots and hyphens, not \"%s\"".formatted(name));
        }
        if (!path.startsWith("/") || path.length() > 256) {
            throw new IllegalArgumentException("a path that begins with a slash, not \"%s\"".formatted(path));
        }
        if (silence.filter(each -> !each.isPositive()).isPresent()) {
            throw new IllegalArgumentException("a silence above zero");
        }
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    }

    /** What is sent. */
    public sealed interface Content {

        /** Alertmanager's webhook (version 4) or Grafana's; which of the two the body says. */
        record Alerts(Store system) implements Content {}

        /** Records of Alertmanager's event recorder ({@code webhook_outputs}). */
        record Records(Store system) implements Content {}

        /** CloudEvents, and any other JSON by the mappings. */
        record Mapped() implements Content {}
    }
}

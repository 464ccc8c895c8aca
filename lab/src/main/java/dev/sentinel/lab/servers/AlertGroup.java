package dev.sentinel.lab.servers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All alerts of an Alertmanager as the one group that its webhook is told of: half a minute after the first, then every five
 * minutes when something changed, and again after twelve hours. The watchdog goes to nobody.
 */
final class AlertGroup {

    static final String RECEIVER = "sentinel";

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration REPEAT = Duration.ofHours(12);
    private static final int TRIES = 6;
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private Optional<Instant> next = Optional.empty();
    private Instant toldAt = Instant.EPOCH;
    private Set<String> told = Set.of();
    private Set<String> telling = Set.of();
    private Optional<String> body = Optional.empty();
    private Optional<Letter.Receiver> to = Optional.empty();
    private Instant tryAt = Instant.EPOCH;
    private boolean under;
    private int tries;
    private long sent;
    private long failed;

    long sentCount() {
        return sent;
    }

    long failedCount() {
        return failed;
    }

    /** Makes a notification when one is due. */
    void tick(Instant now, HeldAlerts alerts, Silences silences, Optional<Letter.Receiver> receiver) {
        List<HeldAlerts.Held> meant = alerts.all().stream()
                .filter(each -> !"Watchdog".equals(each.labels().get("alertname")))
                .filter(each -> silences.muting(now, each.labels()).isEmpty())
                .filter(each -> each.firing(now) || told.contains(each.fingerprint()))
                .toList();
        if (next.isEmpty() && !meant.isEmpty()) {
            next = Optional.of(now.plus(WAIT));
        }
        if (next.isEmpty() || next.get().isAfter(now) || body.isPresent()) {
            return;
        }
        next = meant.isEmpty() ? Optional.empty() : Optional.of(now.plus(INTERVAL));
        Set<String> firing = new TreeSet<>();
        meant.stream().filter(each -> each.firing(now)).forEach(each -> firing.add(each.fingerprint()));
        boolean again = !firing.isEmpty() && !toldAt.plus(REPEAT).isAfter(now);
        if (receiver.isPresent() && (!firing.equals(told) || again)) {
            body = Optional.of(written(now, meant).toString());
            to = receiver;
            telling = firing;
            tryAt = now;
            tries = 0;
        }
    }

    Optional<Letter> letter(Instant now, Place from) {
        if (body.isEmpty() || under || tryAt.isAfter(now)) {
            return Optional.empty();
        }
        under = true;
        return Optional.of(new Letter(from, to.orElseThrow(), body.get()));
    }

    /** A receiver that does not take it is tried again, for longer and longer; says what to print when it is given up. */
    Optional<String> sent(Instant now, boolean taken, String how) {
        under = false;
        tries++;
        if (taken) {
            sent++;
            told = telling;
            toldAt = now;
            body = Optional.empty();
            return Optional.empty();
        }
        failed++;
        if (tries < TRIES) {
            tryAt = now.plusSeconds(1L << tries);
            return Optional.empty();
        }
        body = Optional.empty();
        return Optional.of(LogLine.slog(
                now,
                "ERROR",
                "dispatch.go:360",
                "msg",
                "Notify for alerts failed",
                "component",
                "dispatcher",
                "num_alerts",
                Integer.toString(telling.size()),
                "err",
                "%s/webhook[0]: notify retry canceled after %d attempts: %s".formatted(RECEIVER, tries, how)));
    }

    /** The body of a webhook, version 4. */
    private static ObjectNode written(Instant now, List<HeldAlerts.Held> meant) {
        ArrayNode alerts = Tree.list();
        meant.forEach(each -> {
            boolean fires = each.firing(now);
            alerts.add(Tree.of(
                    "status", fires ? "firing" : "resolved",
                    "labels", HeldAlerts.tree(each.labels()),
                    "annotations", HeldAlerts.tree(each.annotations()),
                    "startsAt", LogLine.time(each.startsAt()),
                    "endsAt", fires ? NEVER : LogLine.time(each.endsAt()),
                    "generatorURL", each.generatorUrl(),
                    "fingerprint", each.fingerprint()));
        });
        boolean fires = meant.stream().anyMatch(each -> each.firing(now));
        return Tree.of(
                "version",
                "4",
                "receiver",
                RECEIVER,
                "status",
                fires ? "firing" : "resolved",
                "groupKey",
                "{}:{}",
                "truncatedAlerts",
                0,
                "groupLabels",
                Tree.of(),
                "commonLabels",
                HeldAlerts.tree(
                        common(meant.stream().map(HeldAlerts.Held::labels).toList())),
                "commonAnnotations",
                HeldAlerts.tree(
                        common(meant.stream().map(HeldAlerts.Held::annotations).toList())),
                "externalURL",
                "http://alertmanager.monitoring:9093",
                "alerts",
                alerts);
    }

    private static Map<String, String> common(List<Map<String, String>> all) {
        Map<String, String> common = new TreeMap<>(all.isEmpty() ? Map.of() : all.getFirst());
        all.forEach(each -> common.entrySet().retainAll(each.entrySet()));
        return Collections.unmodifiableMap(common);
    }
}

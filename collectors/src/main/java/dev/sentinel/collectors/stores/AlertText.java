package dev.sentinel.collectors.stores;

import dev.sentinel.collectors.reading.Bounds;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Alert;
import dev.sentinel.v1.AlertOrBuilder;
import dev.sentinel.v1.AlertOrigin;
import dev.sentinel.v1.AlertStatus;
import dev.sentinel.v1.AlertSuppression;
import dev.sentinel.v1.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How alerts are written down by those who send them. */
final class AlertText {
    private static final int MOST_LABELS = 128;
    private static final int MOST_ANNOTATIONS = 64;
    private static final int MOST_VALUES = 32;

    private AlertText() {}

    /** One alert of a webhook or listing; unknown fields are passed over. */
    static Alert.Builder of(Tree json, AlertOrigin origin) {
        Alert.Builder alert = Alert.newBuilder()
                .setOrigin(origin)
                .setStatus(
                        json.at("status").word().equals("resolved")
                                ? AlertStatus.ALERT_STATUS_RESOLVED
                                : AlertStatus.ALERT_STATUS_FIRING)
                .setName(json.at("labels", "alertname").name())
                .setFingerprint(json.at("fingerprint").word())
                .setGeneratorUrl(json.at("generatorURL").message())
                .setDashboardUrl(json.at("dashboardURL").message())
                .setSilenceUrl(json.at("silenceURL").message());
        json.at("labels").fields().forEach((name, value) -> {
            if (alert.getLabelsCount() < MOST_LABELS) {
                alert.putLabels(key(name), value.message());
            }
        });
        json.at("annotations").fields().forEach((name, value) -> {
            if (alert.getAnnotationsCount() < MOST_ANNOTATIONS) {
                alert.putAnnotations(key(name), value.message());
            }
        });
        json.at("values").fields().forEach((name, value) -> {
            if (value.node().isNumber() && alert.getValuesCount() < MOST_VALUES) {
                alert.putValues(key(name), value.node().asDouble());
            }
        });
        json.at("startsAt").time().ifPresent(at -> alert.setStartsAt(Times.stamp(at)));
        // The end of a firing alert is a guess of the sender that moves with each repeat.
        if (alert.getStatus() == AlertStatus.ALERT_STATUS_RESOLVED) {
            json.at("endsAt").time().ifPresent(at -> alert.setEndsAt(Times.stamp(at)));
        }
        return alert.setAboutAbsence(isAboutAbsence(alert));
    }

    /** By its expression, which the generator's address carries, or by the names that rules for absence have. */
    private static boolean isAboutAbsence(AlertOrBuilder alert) {
        String name = alert.getName().toLowerCase(Locale.ROOT);
        String url = alert.getGeneratorUrl();
        return name.contains("absent")
                || name.equals("datasourcenodata")
                || name.equals("datasourceerror")
                || name.endsWith("nodata")
                || url.contains("absent(")
                || url.contains("absent%28")
                || url.contains("absent_over_time");
    }

    /** Told as an error at most: what critical means here is not for another system's rule to say. */
    static Severity severity(AlertOrBuilder alert) {
        if (alert.getStatus() == AlertStatus.ALERT_STATUS_RESOLVED) {
            return Severity.SEVERITY_INFO;
        }
        return switch (alert.getLabelsOrDefault("severity", "").toLowerCase(Locale.ROOT)) {
            case "critical", "page", "emergency", "error" -> Severity.SEVERITY_ERROR;
            case "info", "none", "informational" -> Severity.SEVERITY_INFO;
            default -> Severity.SEVERITY_WARNING;
        };
    }

    static AlertSuppression suppression(Tree status) {
        if (!status.at("state").word().equals("suppressed")) {
            return AlertSuppression.ALERT_SUPPRESSION_UNSPECIFIED;
        }
        if (!status.at("silencedBy").items().isEmpty()) {
            return AlertSuppression.ALERT_SUPPRESSION_SILENCED;
        }
        return status.at("inhibitedBy").items().isEmpty()
                ? AlertSuppression.ALERT_SUPPRESSION_MUTED_BY_TIME
                : AlertSuppression.ALERT_SUPPRESSION_INHIBITED;
    }

    static List<String> by(Tree status) {
        List<Tree> by = status.at("silencedBy").items().isEmpty()
                ? status.at("inhibitedBy").items()
                : status.at("silencedBy").items();
        return by.stream().map(Tree::name).toList();
    }

    /** The alert of a record about muting: labels as a list of pairs, the fingerprint as a number. */
    static Optional<Alert.Builder> muted(Tree record) {
        Tree muted = either(record, "mutedAlert", "muted_alert");
        Alert.Builder alert = Alert.newBuilder();
        // Versions write labels as a list of pairs, or as a map.
        for (Tree pair : muted.at("labels", "labels").items()) {
            label(alert, pair.at("key").word(), pair.at("value"));
        }
        muted.at("labels").fields().forEach((key, value) -> label(alert, key, value));
        String name = alert.getLabelsOrDefault("alertname", "");
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(alert.setName(Bounds.fit(name, 253)).setFingerprint(hex(muted.at("fingerprint"))));
    }

    private static void label(Alert.Builder alert, String name, Tree value) {
        if (!name.isEmpty() && value.node().isValueNode() && alert.getLabelsCount() < MOST_LABELS) {
            alert.putLabels(key(name), value.message());
        }
    }

    static List<String> fingerprints(Tree record) {
        return either(record, "inhibitingFingerprints", "inhibiting_fingerprints").items().stream()
                .map(AlertText::hex)
                .toList();
    }

    static Tree either(Tree tree, String one, String other) {
        return tree.at(one).present() ? tree.at(one) : tree.at(other);
    }

    /** Webhooks and the API write a fingerprint as sixteen hexadecimal digits, the recorder as a number. */
    private static String hex(Tree number) {
        try {
            return "%016x".formatted(Long.parseUnsignedLong(number.word()));
        } catch (NumberFormatException e) {
            return "";
        }
    }

    static String key(String name) {
        return Bounds.fit(name, 128);
    }
}

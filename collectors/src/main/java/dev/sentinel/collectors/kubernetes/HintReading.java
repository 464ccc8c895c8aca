package dev.sentinel.collectors.kubernetes;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.v1.KubernetesEventObserved;
import dev.sentinel.v1.KubernetesPodMountFailed;
import dev.sentinel.v1.KubernetesPodProbeFailed;
import dev.sentinel.v1.ProbeKind;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Event objects: hints, never the truth. A repeat is the same object with a higher count, and is told again. */
public final class HintReading {
    /** Normal events that belong to stories of storage; the others are the daily life of a cluster. */
    private static final Set<String> TOLD_THOUGH_NORMAL = Set.of(
            "NodeReady",
            "NodeNotReady",
            "NodeSchedulable",
            "NodeNotSchedulable",
            "NodeHasDiskPressure",
            "NodeHasNoDiskPressure",
            "NodeHasInsufficientMemory",
            "RegisteredNode",
            "RemovingNode",
            "Rebooted",
            "Starting",
            "Killing",
            "SuccessfulAttachVolume",
            "TaintManagerEviction");

    private final Facts facts;

    public HintReading(Facts facts) {
        this.facts = facts;
    }

    /**
     * The event object as it is now.
     *
     * @param since what happened before is known already, or is older than this collector
     */
    public Reading<HintState> read(Optional<HintState> before, Hint hint, Instant since, Instant now) {
        Telling telling = new Telling(facts, now);
        Instant at = hint.lastAt().orElse(now);
        boolean news = before.map(old -> hint.count() > old.count()).orElse(true);
        if (news && !at.isBefore(since)) {
            tell(telling, hint, at);
        }
        return telling.with(new HintState(hint.count()));
    }

    private static void tell(Telling telling, Hint hint, Instant at) {
        if (!hint.warning()
                && !hint.apiVersion().startsWith("longhorn.io/")
                && !TOLD_THOUGH_NORMAL.contains(hint.reason())) {
            return;
        }
        observed(telling, hint, at);
        switch (hint.reason()) {
            case "Unhealthy", "ProbeWarning" -> probe(telling, hint, at);
            case "FailedMount", "FailedMapVolume", "FailedAttachVolume" -> mount(telling, hint, at);
            default -> {
                // the hint itself is all there is
            }
        }
    }

    private static void observed(Telling telling, Hint hint, Instant at) {
        var observed = KubernetesEventObserved.newBuilder()
                .setReason(hint.reason())
                .setMessage(hint.message())
                .setWarning(hint.warning())
                .setReportingComponent(hint.component())
                .setReportingInstance(hint.instance())
                .setCount(hint.count())
                .setLastAt(Times.stamp(at))
                .setCombined(hint.combined())
                .setEventUid(hint.uid());
        hint.firstAt().ifPresent(first -> observed.setFirstAt(Times.stamp(first)));
        // Longhorn reports the loss of a copy as Normal (domain page 0.3).
        boolean weighs = hint.warning() || hint.reason().equals("Degraded");
        telling.tell(
                hint.about(),
                List.of(),
                at,
                weighs ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                observed.build());
    }

    private static void probe(Telling telling, Hint hint, Instant at) {
        ProbeKind kind = probe(hint.text());
        if (kind == ProbeKind.PROBE_KIND_UNSPECIFIED || !hint.kind().equals("Pod")) {
            return;
        }
        var failed = KubernetesPodProbeFailed.newBuilder()
                .setContainer(container(hint.field()))
                .setProbe(kind)
                .setMessage(hint.text())
                .setOccurrences(hint.count())
                .setContainerWillRestart(hint.text().contains("will be restarted"));
        telling.tell(hint.about(), List.of(), at, Severity.SEVERITY_WARNING, failed.build());
    }

    private static ProbeKind probe(String message) {
        if (message.startsWith("Startup probe ")) {
            return ProbeKind.PROBE_KIND_STARTUP;
        }
        if (message.startsWith("Readiness probe ")) {
            return ProbeKind.PROBE_KIND_READINESS;
        }
        return message.startsWith("Liveness probe ") ? ProbeKind.PROBE_KIND_LIVENESS : ProbeKind.PROBE_KIND_UNSPECIFIED;
    }

    private static void mount(Telling telling, Hint hint, Instant at) {
        if (!hint.kind().equals("Pod")) {
            return;
        }
        String volume = quoted(hint.text(), "for volume \"");
        // fsck that gave up: the filesystem is the cause, not the pod (domain page 4.3).
        boolean check = hint.text().contains("'fsck' found errors on device");
        var failed = KubernetesPodMountFailed.newBuilder()
                .setVolume(volume)
                .setMessage(hint.text())
                .setFilesystemCheckFailed(check)
                .setDevice(check ? device(hint.text()) : "")
                .setOccurrences(hint.count());
        List<Ref> related = volume.isEmpty()
                ? List.of()
                : List.of(Ref.newBuilder()
                        .setKind("kubernetes.persistent_volume")
                        .setName(volume)
                        .build());
        telling.tell(
                hint.about(), related, at, check ? Severity.SEVERITY_ERROR : Severity.SEVERITY_WARNING, failed.build());
    }

    private static String device(String message) {
        int at = message.indexOf("/dev/", message.indexOf("errors on device"));
        return at < 0 ? "" : message.substring(at).split("\\s", 2)[0];
    }

    private static String quoted(String message, String before) {
        int at = message.indexOf(before);
        int end = at < 0 ? -1 : message.indexOf('"', at + before.length());
        return end < 0 ? "" : message.substring(at + before.length(), end);
    }

    private static String container(String field) {
        int open = field.indexOf('{');
        int close = field.indexOf('}', open + 1);
        return open < 0 || close < 0 ? "" : field.substring(open + 1, close);
    }
}

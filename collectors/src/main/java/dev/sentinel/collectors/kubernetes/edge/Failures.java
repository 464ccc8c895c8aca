package dev.sentinel.collectors.kubernetes.edge;

import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why the API did not say what it was asked, in words for a person. */
final class Failures {
    private static final int DEEPEST = 16;

    private final String endpoint;

    Failures(String endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * What is behind an exception of the client.
     *
     * @param asked what was asked for: "list pods"
     */
    Unreachable of(Throwable failure, String asked) {
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            if (cause instanceof Unreachable known) {
                return known;
            }
            if (cause instanceof KubernetesClientException answer && answer.getCode() > 0) {
                return answered(answer.getCode(), asked, said(answer));
            }
        }
        return silent(causes, asked);
    }

    private Unreachable answered(int code, String asked, String said) {
        return switch (code) {
            case 401 ->
                because(
                        UnreachableCause.UNREACHABLE_CAUSE_UNAUTHENTICATED,
                        "%s does not accept the token or certificate (401) to %s: renew it; %s",
                        asked,
                        said);
            case 403 -> Unreachable.forbidden(asked, "%s forbids to %s (403): %s".formatted(endpoint, asked, said));
            case 408, 504 ->
                because(UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT, "%s took too long to %s: %s", asked, said);
            case 429 ->
                because(
                        UnreachableCause.UNREACHABLE_CAUSE_SERVER_ERROR,
                        "%s has too many requests (429) to %s: %s",
                        asked,
                        said);
            default ->
                because(
                        code >= 500
                                ? UnreachableCause.UNREACHABLE_CAUSE_SERVER_ERROR
                                : UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                        "%s answered " + code + " to %s: %s",
                        asked,
                        said);
        };
    }

    private Unreachable silent(List<Throwable> causes, String asked) {
        String said = causes.getLast().toString();
        for (Throwable cause : causes) {
            switch (cause) {
                case SSLException tls -> {
                    return because(
                            UnreachableCause.UNREACHABLE_CAUSE_TLS,
                            "the certificate of %s is not trusted, asked to %s: check the CA file; %s",
                            asked,
                            String.valueOf(tls.getMessage()));
                }
                case UnknownHostException name -> {
                    return because(
                            UnreachableCause.UNREACHABLE_CAUSE_NAME_NOT_RESOLVED,
                            "the name of %s is not known here, asked to %s: %s",
                            asked,
                            said);
                }
                case UnresolvedAddressException name -> {
                    return because(
                            UnreachableCause.UNREACHABLE_CAUSE_NAME_NOT_RESOLVED,
                            "the name of %s is not known here, asked to %s: %s",
                            asked,
                            said);
                }
                case HttpTimeoutException slow -> {
                    return slow(asked);
                }
                case SocketTimeoutException slow -> {
                    return slow(asked);
                }
                case TimeoutException slow -> {
                    return slow(asked);
                }
                default -> {
                    // looked at further down
                }
            }
        }
        return causes.stream().anyMatch(ConnectException.class::isInstance)
                ? because(
                        UnreachableCause.UNREACHABLE_CAUSE_REFUSED,
                        "%s does not take connections, asked to %s: %s",
                        asked,
                        said)
                : because(UnreachableCause.UNREACHABLE_CAUSE_IO, "%s broke off when asked to %s: %s", asked, said);
    }

    private Unreachable slow(String asked) {
        return because(
                UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT, "%s did not answer in time when asked to %s%s", asked, "");
    }

    private Unreachable because(UnreachableCause why, String sentence, String asked, String said) {
        return Unreachable.because(why, sentence.formatted(endpoint, asked, said));
    }

    private static String said(KubernetesClientException answer) {
        boolean status = answer.getStatus() != null && answer.getStatus().getMessage() != null;
        return status ? answer.getStatus().getMessage() : String.valueOf(answer.getMessage());
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        Throwable next = failure;
        while (next != null && causes.size() < DEEPEST && !causes.contains(next)) {
            causes.add(next);
            next = next.getCause();
        }
        return causes;
    }
}

package dev.sentinel.collectors.web;

import dev.sentinel.collectors.reading.Bounds;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.transport.bus.TlsFault;
import dev.sentinel.v1.UnreachableCause;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/** What went wrong with a request, and what a person would do about it. */
final class Faults {
    private static final int DEEPEST = 8;
    private static final int LONGEST_EXCERPT = 200;

    private Faults() {}

    /** Of a request that got no whole answer. */
    static Unreachable of(Throwable failure, String page) {
        for (Throwable cause : causes(failure)) {
            switch (cause) {
                case Unreachable known -> {
                    return known;
                }
                case HttpConnectTimeoutException slow -> {
                    return because(
                            UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT,
                            page
                                    + ": no connection in time; is the address right, and does a firewall or network policy"
                                    + " let this host in?");
                }
                case HttpTimeoutException slow -> {
                    return because(
                            UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT,
                            page + " took the connection and did not answer in time; it may hang on its storage");
                }
                case UnresolvedAddressException unknown -> {
                    return unresolved(page);
                }
                case UnknownHostException unknown -> {
                    return unresolved(page);
                }
                case SSLException untrusted -> {
                    return because(
                            UnreachableCause.UNREACHABLE_CAUSE_TLS,
                            "%s: no secure connection: %s; is it https, is its certificate made for this name by an"
                                            .formatted(page, untrusted.getMessage())
                                    + " authority in the CA file, and does it ask for a client certificate?");
                }
                case TlsFault files -> {
                    return because(UnreachableCause.UNREACHABLE_CAUSE_TLS, page + ": " + files.getMessage());
                }
                case ProtocolException foreign -> {
                    return because(
                            UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                            page + " does not speak HTTP; is it https, or another port?");
                }
                default -> {
                    // What it was caused by says more.
                }
            }
        }
        if (failure instanceof ConnectException) {
            return because(
                    UnreachableCause.UNREACHABLE_CAUSE_REFUSED,
                    page + ": the connection was refused; does the server run, and is the port right?");
        }
        return because(
                UnreachableCause.UNREACHABLE_CAUSE_IO,
                "%s: the connection broke (%s: %s)"
                        .formatted(page, failure.getClass().getSimpleName(), String.valueOf(failure.getMessage())));
    }

    private static Unreachable unresolved(String page) {
        return because(
                UnreachableCause.UNREACHABLE_CAUSE_NAME_NOT_RESOLVED,
                page + ": this host name is not known here; check its spelling and the name server");
    }

    /** Of an answer with another status than was hoped for. */
    static Unreachable status(Answer answer) {
        int status = answer.status();
        String said = "%s answered %d".formatted(answer.page(), status);
        return switch (status / 100) {
            case 5 -> because(UnreachableCause.UNREACHABLE_CAUSE_SERVER_ERROR, said + excerpt(answer));
            case 3 ->
                because(
                        UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                        said
                                + ", a redirect to elsewhere that is not followed; give the address it leads to, if that is"
                                + " the server");
            default ->
                status == 429
                        ? because(
                                UnreachableCause.UNREACHABLE_CAUSE_SERVER_ERROR,
                                said + ": it is asked too often; lengthen the interval")
                        : because(
                                UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                                said + excerpt(answer)
                                        + "; is this the right server, and does it need a path before its pages?");
        };
    }

    static Unreachable refused(Answer answer, Login login) {
        if (answer.status() == 401) {
            return because(
                    UnreachableCause.UNREACHABLE_CAUSE_UNAUTHENTICATED,
                    "%s asks who we are (401); %s".formatted(answer.page(), login.advice()));
        }
        return Unreachable.forbidden(
                "GET " + answer.page(),
                "%s may not be read by this user (403); allow it GET, or %s".formatted(answer.page(), login.advice()));
    }

    static Unreachable html(Answer answer) {
        return because(
                UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                answer.page()
                        + " answered with a page for people (HTML), such as the login of a proxy before it; give the"
                        + " address of the server itself");
    }

    static Unreachable tooLarge(String page, int most) {
        return because(
                UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                "%s is larger than %d bytes; raise the limit if that is right".formatted(page, most));
    }

    /** What a server says for itself, when it is short. */
    private static String excerpt(Answer answer) {
        String text =
                Bounds.fit(answer.body(), LONGEST_EXCERPT).replace('\n', ' ').strip();
        return text.isEmpty() || answer.isHtml() ? "" : ": " + text;
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        Throwable next = failure;
        while (next != null && causes.size() < DEEPEST) {
            causes.add(next);
            next = next.getCause();
        }
        return causes;
    }

    private static Unreachable because(UnreachableCause cause, String message) {
        return Unreachable.because(cause, message);
    }
}

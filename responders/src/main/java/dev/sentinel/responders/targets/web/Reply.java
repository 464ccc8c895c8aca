package dev.sentinel.responders.targets.web;

import dev.sentinel.responders.actions.NoAnswer;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;

/** What came of a request. Whether it was sent at all decides if something may have happened. */
public sealed interface Reply {
    int LONGEST_SAYING = 1000;

    record Answer(int code, String body) implements Reply {
        public boolean well() {
            return code >= 200 && code < 300;
        }

        /** The beginning of what it said, for a person. */
        public String said() {
            return cut(body.strip());
        }
    }

    /** It never left: nobody can have acted on it. */
    record Unsent(String why) implements Reply {}

    /** It left, and nothing came back: it may have been acted on. */
    record Silence(String why) implements Reply {}

    /** Tells a request that never left from one that was not answered. */
    static Reply of(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable next = failure; next != null && causes.size() < 16; next = next.getCause()) {
            causes.add(next);
        }
        boolean unsent = causes.stream()
                .anyMatch(each -> each instanceof ConnectException
                        || each instanceof HttpConnectTimeoutException
                        || each instanceof UnknownHostException
                        || each instanceof UnresolvedAddressException
                        || each instanceof SSLHandshakeException);
        String why = cut(causes.getLast().toString());
        return unsent ? new Unsent(why) : new Silence(why);
    }

    /** As the reason for not knowing what was asked; nothing when the answer is a good one. */
    static NoAnswer missing(Reply reply, String endpoint, String asked) {
        return switch (reply) {
            case Unsent unsent ->
                new NoAnswer(
                        NoAnswer.Why.UNREACHABLE,
                        "%s is not reached to %s: %s".formatted(endpoint, asked, unsent.why()),
                        null);
            case Silence silence ->
                new NoAnswer(
                        NoAnswer.Why.UNREACHABLE,
                        "%s did not answer when asked to %s: %s".formatted(endpoint, asked, silence.why()),
                        null);
            case Answer answer -> new NoAnswer(why(answer.code()), sentence(answer, endpoint, asked), null);
        };
    }

    private static NoAnswer.Why why(int code) {
        return switch (code) {
            case 401, 403 -> NoAnswer.Why.FORBIDDEN;
            case 408, 429 -> NoAnswer.Why.BROKEN;
            default -> code >= 500 ? NoAnswer.Why.BROKEN : NoAnswer.Why.UNSUPPORTED;
        };
    }

    private static String sentence(Answer answer, String endpoint, String asked) {
        return switch (answer.code()) {
            case 401 ->
                "%s does not accept the token or certificate (401) to %s: renew it; %s"
                        .formatted(endpoint, asked, answer.said());
            case 403 -> "%s forbids to %s (403): %s".formatted(endpoint, asked, answer.said());
            default -> "%s answered %d to %s: %s".formatted(endpoint, answer.code(), asked, answer.said());
        };
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_SAYING ? text : text.substring(0, LONGEST_SAYING) + " ...";
    }
}

package dev.sentinel.responders.notify.edge;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.HttpStatusClass;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.SessionProtocol;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Posts one body to one configured address: no redirects, no proxy, little time, and little to read of the answer. */
final class Wire {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MOST_ANSWERED = 64 << 10;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private final Doorstep doorstep;

    /** What came back. */
    sealed interface Reply {
        /** An answer of HTTP. */
        record Answered(int status, String body, Optional<Duration> retryAfter) implements Reply {
            boolean good() {
                return status >= 200 && status < 300;
            }
        }

        /** None. */
        record Silence(String why, boolean forever) implements Reply {}
    }

    Wire(Doorstep doorstep) {
        this.doorstep = doorstep;
    }

    Reply post(URI address, Map<String, String> headers, byte[] body) {
        try {
            InetAddress where = doorstep.find(address.getHost());
            AggregatedHttpResponse answer = client(address, where)
                    .execute(request(address, headers, body))
                    .aggregate()
                    .join();
            return new Reply.Answered(answer.status().code(), answer.contentUtf8(), retryAfter(answer));
        } catch (UnknownHostException e) {
            return new Reply.Silence("the name %s is not known".formatted(address.getHost()), false);
        } catch (Doorstep.Forbidden e) {
            return new Reply.Silence(String.valueOf(e.getMessage()), true);
        } catch (CompletionException e) {
            return new Reply.Silence("%s did not answer: %s".formatted(address.getHost(), shortly(e)), false);
        }
    }

    private static WebClient client(URI address, InetAddress where) {
        boolean tls = "https".equals(address.getScheme());
        int port = address.getPort() > 0 ? address.getPort() : tls ? 443 : 80;
        // The name stays: certificate and Host are of it, the connection goes to the address that was checked.
        Endpoint endpoint = Endpoint.of(address.getHost(), port).withInetAddress(where);
        return WebClient.builder(tls ? SessionProtocol.HTTPS : SessionProtocol.HTTP, endpoint)
                .factory(ClientFactory.ofDefault())
                .responseTimeout(LIMIT)
                .writeTimeout(LIMIT)
                .maxResponseLength(MOST_ANSWERED)
                .build();
    }

    private static HttpRequest request(URI address, Map<String, String> headers, byte[] body) {
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        var all = RequestHeaders.builder(HttpMethod.POST, path + query).add("user-agent", "sentinel");
        headers.forEach(all::set);
        return HttpRequest.of(all.build(), HttpData.wrap(body));
    }

    private static Optional<Duration> retryAfter(AggregatedHttpResponse answer) {
        return Optional.ofNullable(answer.headers().get("retry-after"))
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    /** What an answer means where its body does not matter. */
    static Carried judged(Reply reply) {
        return switch (reply) {
            case Reply.Silence silence ->
                silence.forever()
                        ? new Carried.Never(silence.why())
                        : new Carried.NotNow(silence.why(), Optional.empty());
            case Reply.Answered answered -> answered.good() ? new Carried.There(Optional.empty()) : refused(answered);
        };
    }

    private static Carried refused(Reply.Answered answered) {
        HttpStatus status = HttpStatus.valueOf(answered.status());
        String why = "it answered " + status;
        boolean passing = status.codeClass() == HttpStatusClass.SERVER_ERROR
                || status.equals(HttpStatus.TOO_MANY_REQUESTS)
                || status.equals(HttpStatus.REQUEST_TIMEOUT);
        return passing ? new Carried.NotNow(why, answered.retryAfter()) : new Carried.Never(why);
    }

    private static String shortly(CompletionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = cause.getMessage();
        return cause.getClass().getSimpleName()
                + (message == null ? "" : ": " + message.lines().findFirst().orElse(""));
    }
}

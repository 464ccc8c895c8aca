package dev.sentinel.collectors.web;

import dev.sentinel.transport.bus.PemTls;
import dev.sentinel.transport.bus.TlsFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks servers: by GET only, past any proxy, without cookies, and never following a redirect to another server. Every failure
 * is an {@link dev.sentinel.collectors.running.Unreachable} with its cause. Safe for all threads.
 */
public final class Web implements AutoCloseable {
    private static final int MOST_HOPS = 3;

    private final Map<Way, Made> clients = new HashMap<>();
    private boolean closed;

    /** Servers on the same way share connections and the threads behind them. */
    private record Way(Trust trust, Duration connect) {}

    private record Made(HttpClient client, List<String> stamps) {}

    private record Opened(HttpResponse<Inflow> response, URI page, String name) {}

    /** One page of a server, whatever its status; but for 401, 403 and a redirect to elsewhere, which are failures of the asking. */
    public Answer get(Site site, String path) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + site.limits().whole().toNanos();
        Opened opened = open(site, path, deadline);
        try (Inflow inflow = opened.response().body()) {
            String body = text(inflow, site.limits().mostBytes(), deadline, opened.name());
            return checked(site, answer(opened, body));
        } catch (IOException e) {
            throw Faults.of(e, opened.name());
        }
    }

    /**
     * A page that goes on for as long as the connection lasts.
     *
     * @param silence how long the server may say nothing before it counts as gone
     */
    public Lines lines(Site site, String path, Duration silence) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + site.limits().whole().toNanos();
        Opened opened = open(site, path, deadline);
        Inflow inflow = opened.response().body();
        if (opened.response().statusCode() == 200) {
            return new Lines(opened.name(), inflow, silence, site.limits().mostBytes());
        }
        try (inflow) {
            String body = text(inflow, site.limits().mostBytes(), deadline, opened.name());
            throw Faults.status(checked(site, answer(opened, body)));
        } catch (IOException e) {
            throw Faults.of(e, opened.name());
        }
    }

    private static Answer answer(Opened opened, String body) {
        return new Answer(
                opened.name(), opened.response().statusCode(), opened.response().headers(), body);
    }

    private static Answer checked(Site site, Answer answer) throws IOException {
        int status = answer.status();
        if (status == 401 || status == 403) {
            throw Faults.refused(answer, site.login());
        }
        if (status / 100 == 3) {
            throw Faults.status(answer);
        }
        return answer;
    }

    private Opened open(Site site, String path, long deadline) throws IOException, InterruptedException {
        URI page = site.page(path);
        // A query may be long, and says little to a person.
        String name = page.toString().replaceFirst("\\?.*", "");
        try {
            for (int hop = 0; ; hop++) {
                HttpResponse<Inflow> response = client(site).send(request(site, page, deadline), info -> new Inflow());
                Optional<URI> further = hop == MOST_HOPS ? Optional.empty() : further(page, response);
                if (further.isEmpty()) {
                    return new Opened(response, page, name);
                }
                response.body().close();
                page = further.get();
            }
        } catch (IOException | TlsFault e) {
            throw Faults.of(e, name);
        }
    }

    private static HttpRequest request(Site site, URI page, long deadline) throws IOException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new HttpTimeoutException("no time is left");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(page)
                .timeout(Duration.ofNanos(left))
                .header("User-Agent", "sentinel")
                .header("Accept", "application/json, text/plain;q=0.9, */*;q=0.1");
        site.login().line().ifPresent(line -> request.header(line.name(), line.value()));
        return request.build();
    }

    /** Where a redirect within the same server leads. */
    private static Optional<URI> further(URI page, HttpResponse<Inflow> response) {
        if (response.statusCode() / 100 != 3) {
            return Optional.empty();
        }
        return response.headers()
                .firstValue("Location")
                .flatMap(Web::uri)
                .map(page::resolve)
                .filter(next -> Objects.equals(next.getScheme(), page.getScheme())
                        && Objects.equals(next.getRawAuthority(), page.getRawAuthority()));
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String text(Inflow inflow, int most, long deadline, String name)
            throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Optional<List<ByteBuffer>> next = inflow.next(deadline - System.nanoTime());
        while (next.isPresent()) {
            for (ByteBuffer buffer : next.get()) {
                if (buffer.remaining() > most - bytes.size()) {
                    throw Faults.tooLarge(name, most);
                }
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                bytes.writeBytes(part);
            }
            next = inflow.next(deadline - System.nanoTime());
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private synchronized HttpClient client(Site site) throws IOException {
        if (closed) {
            throw new IOException("the reader was closed");
        }
        Way way = new Way(site.trust(), site.limits().connect());
        List<String> stamps = way.trust().stamps();
        Made made = clients.get(way);
        if (made == null || !made.stamps().equals(stamps)) {
            made = new Made(client(way), stamps);
            clients.put(way, made);
        }
        return made.client();
    }

    private static HttpClient client(Way way) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(way.connect())
                .sslContext(
                        PemTls.context(way.trust().authorities(), way.trust().identity()))
                .build();
    }

    @Override
    public synchronized void close() {
        closed = true;
        clients.values().forEach(made -> made.client().shutdownNow());
        clients.clear();
    }
}

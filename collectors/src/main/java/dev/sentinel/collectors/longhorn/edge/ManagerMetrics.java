package dev.sentinel.collectors.longhorn.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.kubernetes.edge.Cluster;
import dev.sentinel.collectors.running.Look;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks each manager for its metrics: a second witness, which needs only one manager to answer. */
final class ManagerMetrics implements Look {
    private static final int LARGEST = 8 << 20;
    private static final int MOST_MANAGERS = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final String namespace;
    private final int port;
    private final Taker taker;
    private final HttpClient http;

    /** Who reads a page. */
    interface Taker {
        void take(String page) throws IOException, InterruptedException;
    }

    ManagerMetrics(Cluster cluster, String namespace, int port, Taker taker) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.port = port;
        this.taker = taker;
        this.http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    }

    @Override
    public void look() throws IOException, InterruptedException {
        List<String> addresses = addresses();
        List<String> silent = new ArrayList<>();
        for (String address : addresses) {
            try {
                taker.take(page(address));
            } catch (HttpTimeoutException e) {
                silent.add(address + ": no answer in time");
            } catch (IOException e) {
                silent.add(address + ": " + e.getMessage());
            }
        }
        if (!addresses.isEmpty() && silent.size() == addresses.size()) {
            throw Unreachable.because(
                    UnreachableCause.UNREACHABLE_CAUSE_IO,
                    "no manager of Longhorn shows its metrics here; outside of the cluster switch them off; first "
                            + silent.getFirst());
        }
    }

    private List<String> addresses() throws IOException {
        List<String> addresses = new ArrayList<>();
        cluster.each(Kinds.PODS, namespace, "app=longhorn-manager", pod -> {
            String ip = pod.path("status").path("podIP").asText("");
            if (isAddress(ip) && isRunning(pod) && addresses.size() < MOST_MANAGERS) {
                addresses.add(ip);
            }
        });
        return addresses;
    }

    /** What a pod says of itself never leads anywhere else than to an address. */
    private static boolean isAddress(String ip) {
        return ip.length() <= 45 && ip.matches("[0-9a-fA-F:.]+");
    }

    private static boolean isRunning(JsonNode pod) {
        return pod.path("status").path("phase").asText().equals("Running");
    }

    private String page(String address) throws IOException, InterruptedException {
        String host = address.contains(":") ? "[" + address + "]" : address;
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://%s:%d/metrics".formatted(host, port)))
                .timeout(TIMEOUT)
                .build();
        HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IOException("answered %d".formatted(answer.statusCode()));
            }
            // What is beyond the limit belongs to no series that is read.
            return new String(body.readNBytes(LARGEST), StandardCharsets.UTF_8);
        }
    }
}

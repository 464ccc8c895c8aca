package dev.sentinel.harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A broker that somebody else runs: its virtual hosts are made through its management API, its nodes are not touched. */
final class GivenBroker implements Broker {
    static final String API_VARIABLE = "SENTINEL_TEST_AMQP_API";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<AmqpAddress> addresses;
    private final URI api;
    private final HttpClient http;
    private final List<String> virtualHosts = new ArrayList<>();

    private GivenBroker(List<AmqpAddress> addresses, URI api) {
        this.addresses = addresses;
        this.api = api;
        this.http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    }

    static GivenBroker at(List<AmqpAddress> addresses, Map<String, String> environment) {
        addresses.forEach(GivenBroker::reach);
        String standard = "http://" + addresses.getFirst().host() + ":15672";
        return new GivenBroker(addresses, URI.create(environment.getOrDefault(API_VARIABLE, standard)));
    }

    private static void reach(AmqpAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), (int) PATIENCE.toMillis());
        } catch (IOException e) {
            throw new NoServerException(RabbitProvisions.ADDRESS_VARIABLE + " names " + address
                    + ", where nothing answers (" + e.getMessage() + "); start that broker or unset the variable");
        }
    }

    @Override
    public List<AmqpAddress> addresses() {
        return addresses;
    }

    @Override
    public synchronized void addVirtualHosts(List<String> names) {
        for (String name : names) {
            send("PUT", "/api/vhosts/" + escape(name), "{}");
            virtualHosts.add(name);
            send(
                    "PUT",
                    "/api/permissions/" + escape(name) + "/"
                            + escape(addresses.getFirst().user()),
                    "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
        }
    }

    @Override
    public Optional<NodeControl> control() {
        return Optional.empty();
    }

    @Override
    public synchronized void close() {
        virtualHosts.forEach(name -> send("DELETE", "/api/vhosts/" + escape(name), ""));
        virtualHosts.clear();
        http.close();
    }

    private void send(String method, String path, String body) {
        AmqpAddress address = addresses.getFirst();
        String login = Base64.getEncoder()
                .encodeToString((address.user() + ":" + address.password()).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Basic " + login)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        explain(method, path) + ": it answered " + response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException(explain(method, path), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + method + " " + path, e);
        }
    }

    private String explain(String method, String path) {
        return "the management API of the given broker failed at " + method + " " + api.resolve(path)
                + "; each test needs a virtual host of its own, so enable rabbitmq_management there, name its address in "
                + API_VARIABLE + ", and give the user the tag administrator";
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

package dev.sentinel.collectors.kubernetes.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.reading.Fixture;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.URI;
import java.util.HashMap;
import java.util.Optional;

/** An API that keeps objects and answers watches. */
public final class Api implements AutoCloseable {
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final KubernetesClient client;

    public Api() {
        server.init();
        client = server.createClient();
    }

    public Connection connection() {
        return new Connection.Address(URI.create(client.getMasterUrl().toString()), Optional.empty(), Optional.empty());
    }

    /** Makes an object, or changes it. */
    public void has(String json) {
        JsonNode object = Fixture.json(json);
        client.resource(object.toString()).createOr(it -> it.update());
    }

    public void lacks(String json) {
        client.resource(Fixture.json(json).toString()).delete();
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}

package dev.sentinel.app.config;

import dev.sentinel.collectors.kubernetes.edge.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What defaults may depend on besides the file; asked once, in {@code main}. */
public record Surroundings(Path workingFolder, Optional<Path> stateHome, Map<String, String> environment) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Of a program in no particular place. */
    public Surroundings(Path workingFolder, Optional<Path> stateHome) {
        this(workingFolder, stateHome, Map.of());
    }

    /** XDG_STATE_HOME when it is set, because then somebody decided where state goes; else beside the work. */
    Path dataFolder() {
        return stateHome.map(home -> home.resolve("sentinel")).orElseGet(() -> workingFolder.resolve("sentinel-data"));
    }

    /** The cluster that this program runs in, or else the one that kubectl would speak to. */
    Optional<Connection> cluster() {
        if (environment.containsKey("KUBERNETES_SERVICE_HOST")) {
            return Optional.of(Connection.inCluster(environment));
        }
        Optional<Path> named = Optional.ofNullable(environment.get("KUBECONFIG"))
                .filter(files -> !files.isEmpty())
                .map(files -> Path.of(files.split(":", -1)[0]));
        Optional<Path> usual = Optional.ofNullable(environment.get("HOME"))
                .map(home -> Path.of(home).resolve(".kube/config"))
                .filter(Files::isReadable);
        return named.or(() -> usual).map(file -> new Connection.Kubeconfig(file, ""));
    }
}

package dev.sentinel.harness;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;

/** One server in a container, reached on a host port that stays the same when the container is killed and started again. */
final class Container implements AutoCloseable {
    private final GenericContainer<?> container;
    private final int port = FreePort.find();

    Container(GenericContainer<?> container, int insidePort) {
        this.container = container;
        // A Docker engine elsewhere cannot be reached over our loopback.
        String bind = "localhost".equals(host()) ? "127.0.0.1:" : "";
        container.withExposedPorts(insidePort);
        container.setPortBindings(List.of(bind + port + ":" + insidePort));
    }

    /** Why there can be no containers here; empty when there can. */
    static Optional<String> whyNot() {
        return DockerClientFactory.instance().isDockerAvailable()
                ? Optional.empty()
                : Optional.of("no Docker engine answers");
    }

    /** An engine that cannot get the image (a machine cut off from registries) leaves the next way open. */
    static <S> Provision.Offer<S> orDecline(Supplier<? extends S> start) {
        try {
            return new Provision.Offer.Serves<>(start.get());
        } catch (ContainerFetchException e) {
            return new Provision.Offer.Declines<>("the engine answers but has no image: " + e.getMessage());
        }
    }

    void create() {
        container.start();
    }

    String host() {
        return DockerClientFactory.instance().dockerHostIpAddress();
    }

    int port() {
        return port;
    }

    void kill() {
        docker().killContainerCmd(container.getContainerId()).exec();
    }

    void startAgain(Duration limit, BooleanSupplier ready) {
        docker().startContainerCmd(container.getContainerId()).exec();
        if (!Deadline.in(limit).await(ready)) {
            throw new IllegalStateException("container " + container.getDockerImageName()
                    + " was not ready again after " + limit.toSeconds() + " s:\n" + container.getLogs());
        }
    }

    void freeze() {
        docker().pauseContainerCmd(container.getContainerId()).exec();
    }

    void thaw() {
        docker().unpauseContainerCmd(container.getContainerId()).exec();
    }

    String run(List<String> words) {
        try {
            var result = container.execInContainer(words.toArray(String[]::new));
            if (result.getExitCode() != 0) {
                throw new IllegalStateException(String.join(" ", words) + " ended with exit code "
                        + result.getExitCode() + ":\n" + result.getStderr() + result.getStdout());
            }
            return result.getStdout().strip();
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + String.join(" ", words) + " in its container", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + String.join(" ", words), e);
        }
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }

    @Override
    public void close() {
        container.stop();
    }
}

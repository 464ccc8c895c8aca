package dev.sentinel.harness;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** PostgreSQL in a container. */
final class DockerPostgres implements Postgres, Postgres.ServerControl {
    private static final String IMAGE_VARIABLE = "SENTINEL_TEST_POSTGRES_IMAGE";
    private static final String IMAGE = "postgres:17-alpine";
    private static final Duration READY = Duration.ofMinutes(2);

    private final Container container;
    private final PostgresAddress address;

    private DockerPostgres(Container container, PostgresAddress address) {
        this.container = container;
        this.address = address;
    }

    /** A container, when a Docker engine answers. */
    record Way() implements Provision<Postgres> {
        @Override
        public String name() {
            return "Docker";
        }

        @Override
        public Offer<Postgres> offer() {
            return Container.whyNot()
                    .<Offer<Postgres>>map(Offer.Declines::new)
                    .orElseGet(() -> Container.orDecline(DockerPostgres::start));
        }
    }

    private static DockerPostgres start() {
        String password = UUID.randomUUID().toString();
        GenericContainer<?> image = new GenericContainer<>(System.getenv().getOrDefault(IMAGE_VARIABLE, IMAGE))
                .withEnv("POSTGRES_PASSWORD", password)
                // The image starts the server once to prepare it and then for good.
                .waitingFor(
                        Wait.forLogMessage(".*ready to accept connections.*", 2).withStartupTimeout(READY));
        Container container = new Container(image, 5432);
        container.create();
        return new DockerPostgres(
                container,
                new PostgresAddress(container.host() + ":" + container.port(), "postgres", "", "postgres", password));
    }

    @Override
    public PostgresAddress address() {
        return address;
    }

    @Override
    public Optional<ServerControl> control() {
        return Optional.of(this);
    }

    @Override
    public void kill() {
        container.kill();
    }

    @Override
    public void restart() {
        container.startAgain(READY, () -> PostgresServer.answers(address));
    }

    @Override
    public void freeze() {
        container.freeze();
    }

    @Override
    public void thaw() {
        container.thaw();
    }

    @Override
    public void close() {
        container.close();
    }
}

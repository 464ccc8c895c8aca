package dev.sentinel.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The ways to come by a PostgreSQL, in order. */
record PostgresProvisions(Map<String, String> environment, Debian debian) {
    static final String ADDRESS_VARIABLE = "SENTINEL_TEST_POSTGRES_URL";
    static final String WAYS_OUT = "set " + ADDRESS_VARIABLE
            + "=jdbc:postgresql://host:5432/database?user=...&password=... (a user who may create databases), or start a"
            + " Docker engine, or install postgresql, or run the tests on Debian or Ubuntu as root or with passwordless sudo.";

    static PostgresProvisions onThisMachine() {
        return new PostgresProvisions(System.getenv(), Debian.onThisMachine());
    }

    Postgres provide(List<Fault> faults) {
        return Provision.first(
                faults.isEmpty() ? "PostgreSQL" : "PostgreSQL (able to " + faults + ")", order(faults), WAYS_OUT);
    }

    List<Provision<Postgres>> order(List<Fault> faults) {
        return List.of(
                new Given(environment, faults),
                new DockerPostgres.Way(),
                new Local(debian.installed("postgres")),
                new Local(debian.installing("postgres", "postgresql")));
    }

    /** A server that somebody else runs. */
    private record Given(Map<String, String> environment, List<Fault> faults) implements Provision<Postgres> {
        @Override
        public String name() {
            return ADDRESS_VARIABLE;
        }

        @Override
        public Offer<Postgres> offer() {
            String value = environment.getOrDefault(ADDRESS_VARIABLE, "");
            if (value.isBlank()) {
                return new Offer.Declines<>("is not set");
            }
            if (!faults.isEmpty()) {
                return new Offer.Declines<>("gives a server that the harness cannot " + faults);
            }
            PostgresAddress address = PostgresAddress.parse(value);
            if (!PostgresServer.answers(address)) {
                throw new NoServerException(ADDRESS_VARIABLE + " names " + address + " as " + address.user()
                        + ", where no login succeeds; start that server, correct the variable or unset it");
            }
            return new Offer.Serves<>(new GivenPostgres(address));
        }
    }

    /** Programs of this machine. */
    private record Local(Provision<Path> program) implements Provision<Postgres> {
        @Override
        public String name() {
            return program.name();
        }

        @Override
        public Offer<Postgres> offer() {
            return switch (program.offer()) {
                case Offer.Serves<Path> found -> new Offer.Serves<>(PrivatePostgres.start(found.server()));
                case Offer.Declines<Path> declined -> new Offer.Declines<>(declined.why());
            };
        }
    }
}

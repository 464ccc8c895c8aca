package dev.sentinel.transport.store;

import java.nio.file.Path;

/** Where the store lives. */
public sealed interface StoreConfig {

    /** A file on a local disk: one machine, no server. */
    record Sqlite(Path file) implements StoreConfig {
        public Sqlite {
            file = file.toAbsolutePath().normalize();
        }
    }

    /** A PostgreSQL database that several machines share. */
    record Postgres(String jdbcUrl, String user, String password) implements StoreConfig {
        public Postgres {
            if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
                throw new IllegalArgumentException(
                        "The address must begin with jdbc:postgresql: but is " + shown(jdbcUrl));
            }
        }

        @Override
        public String toString() {
            return "Postgres[" + address() + ", user=" + user + ", password hidden]";
        }

        String address() {
            return shown(jdbcUrl);
        }

        // What follows the question mark may hold a password.
        private static String shown(String url) {
            int options = url.indexOf('?');
            return options < 0 ? url : url.substring(0, options);
        }
    }
}

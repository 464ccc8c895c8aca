package dev.sentinel.harness;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Where one PostgreSQL database is and how to log in. */
record PostgresAddress(String server, String database, String options, String user, String password) {

    static PostgresAddress onLoopback(int port, String database, String user, String password) {
        return new PostgresAddress("127.0.0.1:" + port, database, "", user, password);
    }

    String jdbcUrl() {
        return "jdbc:postgresql://" + server + "/" + database + options;
    }

    PostgresAddress withDatabase(String name) {
        return new PostgresAddress(server, name, options, user, password);
    }

    /** Reads {@code jdbc:postgresql://host:port/database?user=...&password=...}; other options stay in the URL. */
    static PostgresAddress parse(String jdbcUrl) {
        if (!jdbcUrl.startsWith("jdbc:postgresql://")) {
            throw malformed();
        }
        URI uri = URI.create(jdbcUrl.substring("jdbc:".length()));
        Map<String, String> parameters = parameters(uri.getRawQuery() == null ? "" : uri.getRawQuery());
        String user = parameters.remove("user");
        String password = parameters.remove("password");
        if (user == null
                || password == null
                || uri.getRawAuthority() == null
                || uri.getRawPath().length() < 2) {
            throw malformed();
        }
        String options = parameters.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining("&"));
        return new PostgresAddress(
                uri.getRawAuthority(),
                uri.getRawPath().substring(1),
                options.isEmpty() ? "" : "?" + options,
                URLDecoder.decode(user, StandardCharsets.UTF_8),
                URLDecoder.decode(password, StandardCharsets.UTF_8));
    }

    private static Map<String, String> parameters(String query) {
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> pair[1], (first, second) -> second, LinkedHashMap::new));
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                PostgresProvisions.ADDRESS_VARIABLE + " is not an address of PostgreSQL; write it"
                        + " as jdbc:postgresql://host:5432/database?user=...&password=...");
    }

    /** Without the password, for logs and messages. */
    @Override
    public String toString() {
        return "jdbc:postgresql://" + server + "/" + database;
    }
}

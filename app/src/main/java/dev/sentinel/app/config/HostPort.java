package dev.sentinel.app.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** A name or address and a port, as people write them: {@code db:5432}, {@code [::1]:8484}. */
public record HostPort(String host, int port) {
    private static final Pattern WRITTEN = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+)):(\\d{1,5})");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1");
    private static final int HIGHEST_PORT = 65_535;

    public HostPort {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /** As it stands at the command line; empty when it is none. */
    public static Optional<HostPort> read(String text) {
        return parse(text) instanceof Parsed.Good<HostPort> good ? Optional.of(good.value()) : Optional.empty();
    }

    static Parsed<HostPort> parse(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Parsed.wrong(
                    "\"%s\" is not an address; write one like 127.0.0.1:8484 or [::1]:8484".formatted(text));
        }
        var port = Integer.parseInt(written.group(3));
        if (port > HIGHEST_PORT) {
            return Parsed.wrong("port %d does not exist; ports end at %d".formatted(port, HIGHEST_PORT));
        }
        var host = written.group(1) == null ? written.group(2) : written.group(1);
        return Parsed.good(new HostPort(host, port));
    }

    /** Whether only programs on this machine can reach it; a name other than localhost is not trusted to be. */
    public boolean isLoopback() {
        return LOOPBACK.matcher(host).matches();
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

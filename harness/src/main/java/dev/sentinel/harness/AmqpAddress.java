package dev.sentinel.harness;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where one AMQP 0-9-1 broker node listens and how to log in. */
public record AmqpAddress(String host, int port, String virtualHost, String user, String password) {
    private static final int DEFAULT_PORT = 5672;

    public AmqpAddress {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
    }

    /** The address as a URI, every part escaped: {@code amqp://user:password@host:port/virtual-host}. */
    public String toUri() {
        String bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return "amqp://" + escape(user) + ":" + escape(password) + "@" + bracketed + ":" + port + "/"
                + escape(virtualHost);
    }

    /** The same server and user, another virtual host. */
    public AmqpAddress withVirtualHost(String name) {
        return new AmqpAddress(host, port, name, user, password);
    }

    static AmqpAddress parse(String uri) {
        URI parsed = URI.create(uri);
        String login = parsed.getRawUserInfo() == null ? "guest:guest" : parsed.getRawUserInfo();
        int colon = login.indexOf(':');
        if (!"amqp".equals(parsed.getScheme()) || parsed.getHost() == null || colon < 0) {
            throw new IllegalArgumentException(
                    "not an address of a broker; write it as amqp://user:password@host:5672/virtual-host");
        }
        String path = parsed.getRawPath();
        return new AmqpAddress(
                parsed.getHost().replaceAll("[\\[\\]]", ""),
                parsed.getPort() < 0 ? DEFAULT_PORT : parsed.getPort(),
                path.length() <= 1 ? "/" : unescape(path.substring(1)),
                unescape(login.substring(0, colon)),
                unescape(login.substring(colon + 1)));
    }

    /** Without the password, for logs and messages. */
    @Override
    public String toString() {
        return "amqp://" + user + "@" + host + ":" + port + "/" + virtualHost;
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String unescape(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}

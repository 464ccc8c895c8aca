package dev.sentinel.collectors.web;

import java.net.URI;

/**
 * Where one server is and how it is spoken with.
 *
 * @param base {@code http} or {@code https}, host, port and, behind a proxy, the path before the server's own paths; without
 *     a login
 */
public record Site(URI base, Login login, Trust trust, Limits limits) {

    public Site {
        String scheme = String.valueOf(base.getScheme());
        if (base.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException(
                    "an address such as http://prometheus.example:9090, not one of scheme " + scheme);
        }
        if (base.getRawUserInfo() != null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "%s://%s: the address of a server ends with its path, and a login goes into its own setting"
                            .formatted(scheme, base.getHost()));
        }
    }

    /** Without a login and with the usual limits. */
    public static Site at(URI base) {
        return new Site(base, new Login.Nobody(), Trust.ofMachine(), Limits.usual());
    }

    /** A page of it; the path begins with a slash and may have a query. */
    URI page(String path) {
        String prefix = base.toString();
        return URI.create((prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix) + path);
    }

    @Override
    public String toString() {
        return base.toString();
    }
}

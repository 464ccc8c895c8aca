package dev.sentinel.collectors.web;

import java.net.URI;
import java.util.Optional;

/**
 * How servers that were found are spoken with, since an address says little of that.
 *
 * @param scheme {@code http} unless said otherwise
 * @param login shown to every server that is found, so to everybody who may create a pod or mark a service; best none
 */
public record Ways(String scheme, Login login, Trust trust, Limits limits) {

    /** Without TLS and login, as stores are reached inside a cluster. */
    public static Ways plain() {
        return new Ways("http", new Login.Nobody(), Trust.ofMachine(), Limits.usual());
    }

    /** The server at {@code host:port}; none when a cluster's object holds something that is no such thing. */
    public Optional<Site> to(String address) {
        try {
            return Optional.of(new Site(URI.create(scheme + "://" + bracketed(address)), login, trust, limits));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A bare IPv6 address has colons of its own. */
    private static String bracketed(String address) {
        int port = address.lastIndexOf(':');
        boolean bare = port > 0 && address.indexOf(':') < port && !address.startsWith("[");
        return bare ? "[" + address.substring(0, port) + "]" + address.substring(port) : address;
    }
}

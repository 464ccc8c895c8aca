package dev.sentinel.responders.notify.edge;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds the one address that is spoken to. It is resolved once and then held, so that a name cannot mean the internet when it
 * is checked and this machine's neighbour when it is used.
 */
record Doorstep(boolean allowPrivate) {

    /** Where a name leads to that it must not. */
    static final class Forbidden extends Exception {
        private static final long serialVersionUID = 1L;

        Forbidden(String message) {
            super(message);
        }
    }

    InetAddress find(String host) throws UnknownHostException, Forbidden {
        List<InetAddress> all = List.of(InetAddress.getAllByName(host));
        for (InetAddress each : all) {
            if (!allowPrivate && isPrivate(each)) {
                throw new Forbidden(
                        "%s is %s, an address of a private network or of this machine; set allow-private: true on the channel if that is meant"
                                .formatted(host, each.getHostAddress()));
            }
        }
        return all.getFirst();
    }

    /** Loopback, link-local, private, shared (100.64/10), the metadata of clouds, multicast, and the same mapped into IPv6. */
    static boolean isPrivate(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            boolean uniqueLocal = (bytes[0] & 0xFE) == 0xFC;
            // 64:ff9b::/96 leads to IPv4 addresses behind a translator.
            boolean translated =
                    bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 0xFF) == 0xFF && (bytes[3] & 0xFF) == 0x9B;
            return uniqueLocal || translated;
        }
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        boolean shared = first == 100 && second >= 64 && second < 128;
        boolean benchmark = first == 198 && (second == 18 || second == 19);
        return first == 0 || first >= 240 || shared || benchmark;
    }
}

package dev.sentinel.app.wiring;

import dev.sentinel.transport.bus.LinkState;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Who we are on this machine, and how our links are. */
public final class Host {

    private Host() {}

    public static String name() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A host without a name in its own resolver still has to beat.
            return "unnamed-host";
        }
    }

    public static String clientName() {
        return "sentinel@" + name() + "/" + ProcessHandle.current().pid();
    }

    /** Why a link cannot be used; empty when it can. */
    public static Optional<String> trouble(LinkState link) {
        return switch (link) {
            case LinkState.Up up -> Optional.empty();
            case LinkState.Blocked blocked -> Optional.of("the broker takes no messages: " + blocked.why());
            case LinkState.Down down -> Optional.of("not connected: " + down.why());
            case LinkState.Closed closed -> Optional.of("closed");
        };
    }
}

package dev.sentinel.harness;

import java.util.ArrayList;
import java.util.List;

/** One way to come by a server. */
interface Provision<S> {
    /** What a person would call this way, for the message that lists what was tried. */
    String name();

    /** Gives the server, or says why this way is closed; throws when the way is open and the server does not work. */
    Offer<S> offer();

    /** What came of asking. */
    sealed interface Offer<S> {
        /** The server. */
        record Serves<S>(S server) implements Offer<S> {}

        /** Why the next way is to be tried. */
        record Declines<S>(String why) implements Offer<S> {}
    }

    /** The server of the first way that is open. */
    static <S> S first(String what, List<? extends Provision<S>> order, String waysOut) {
        List<String> tried = new ArrayList<>();
        for (Provision<S> provision : order) {
            switch (provision.offer()) {
                case Offer.Serves<S> served -> {
                    return served.server();
                }
                case Offer.Declines<S> declined ->
                    tried.add(tried.size() + 1 + ". " + provision.name() + ": " + declined.why());
            }
        }
        throw new NoServerException("These tests need " + what + " and found none. Tried, in this order:\n  "
                + String.join("\n  ", tried) + "\nWays out: " + waysOut);
    }
}

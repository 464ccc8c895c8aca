package dev.sentinel.lab.scenario;

import dev.sentinel.lab.world.faults.Fault;
import dev.sentinel.lab.world.faults.Sentence;

/** What happens in a turn: to the cluster, or to the message broker beside it. */
public sealed interface Deed {

    /** The words it was written in. */
    String sentence();

    /** Something happens in the cluster. */
    record Happens(Fault fault, String sentence) implements Deed {}

    /** The message broker is gone, with all its connections. */
    record BrokerLost(String sentence) implements Deed {}

    /** It is back, with what it had kept. */
    record BrokerBack(String sentence) implements Deed {}

    static Deed read(String sentence) {
        return switch (sentence) {
            case "lose broker" -> new BrokerLost(sentence);
            case "return broker" -> new BrokerBack(sentence);
            default -> new Happens(Sentence.read(sentence), sentence);
        };
    }
}

package dev.sentinel.lab.scenario;

import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.faults.Fault;
import dev.sentinel.lab.world.faults.Sentence;
import java.util.List;
import java.util.Optional;

/** What happens in a turn: to the cluster, to the message broker beside it, or by people who decide. */
public sealed interface Deed {

    /** The words it was written in. */
    String sentence();

    /** Something happens in the cluster. */
    record Happens(Fault fault, String sentence) implements Deed {}

    /** The message broker is gone, with all its connections. */
    record BrokerLost(String sentence) implements Deed {}

    /** It is back, with what it had kept. */
    record BrokerBack(String sentence) implements Deed {}

    /** Something happens to a client of Nomad. */
    record AtClient(Meets meets, String client, String sentence) implements Deed {}

    /** What may happen to a client of Nomad. */
    enum Meets {
        DRAIN,
        STOP,
        RETURN
    }

    /** As it is written. */
    List<String> CLIENT_FORMS = List.of("drain client <client>", "stop client <client>", "return client <client>");

    /** Somebody answers the newest plan of a runbook, or of a runbook for a pattern, with a token or by a button. */
    record Answers(String who, boolean yes, String plan, boolean inSlack, String sentence) implements OfPeople {}

    /** Somebody who does not know Slack's secret says that somebody pressed "Approve". */
    record Forges(String who, String plan, String sentence) implements OfPeople {}

    /** The last press of somebody is delivered once more. */
    record PressesAgain(String who, String sentence) implements OfPeople {}

    /** Somebody wants a node out of service, which makes a plan of theirs. */
    record WantsQuarantine(String who, String node, String sentence) implements OfPeople {}

    /** Somebody ends the newest plan of a runbook and wants undone what it did. */
    record TakesBack(String who, String plan, String sentence) implements OfPeople {}

    /** Something that a person does. */
    sealed interface OfPeople extends Deed {
        String who();
    }

    static Deed read(String sentence) {
        return switch (sentence) {
            case "lose broker" -> new BrokerLost(sentence);
            case "return broker" -> new BrokerBack(sentence);
            default -> Spoken.read(sentence).or(() -> atClient(sentence)).orElseGet(() -> inTheLab(sentence));
        };
    }

    private static Optional<Deed> atClient(String sentence) {
        String[] words = sentence.strip().split("\\s+", -1);
        if (words.length != 3 || !words[1].equals("client")) {
            return Optional.empty();
        }
        return switch (words[0]) {
            case "drain" -> Optional.of(new AtClient(Meets.DRAIN, words[2], sentence));
            case "stop" -> Optional.of(new AtClient(Meets.STOP, words[2], sentence));
            case "return" -> Optional.of(new AtClient(Meets.RETURN, words[2], sentence));
            default -> Optional.empty();
        };
    }

    private static Deed inTheLab(String sentence) {
        try {
            return new Happens(Sentence.read(sentence), sentence);
        } catch (Refused refused) {
            throw new Refused(
                    refused.reason(),
                    "%s; people: %s; Nomad: %s"
                            .formatted(
                                    refused.getMessage(),
                                    String.join(" | ", Spoken.FORMS),
                                    String.join(" | ", CLIENT_FORMS)));
        }
    }
}

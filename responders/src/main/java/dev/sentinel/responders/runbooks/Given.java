package dev.sentinel.responders.runbooks;

import dev.sentinel.responders.situation.Situation;
import dev.sentinel.v1.Argument;
import dev.sentinel.v1.Incident;
import dev.sentinel.yaml.Parsed;
import java.util.function.UnaryOperator;

/** What a step gives its action: a value, or the way to one. */
public sealed interface Given {

    record Fixed(Argument argument) implements Given {}

    /** A text with gaps. */
    record Worded(String name, Wording wording) implements Given {}

    /** The one thing that is found; the parameter takes no list. */
    record Pointed(String name, Finder finder) implements Given {}

    /** The argument, or why there is none. */
    default Parsed<Argument> argument(Incident incident, Situation situation, UnaryOperator<String> gaps) {
        return switch (this) {
            case Fixed fixed -> Parsed.good(fixed.argument());
            case Worded worded ->
                Parsed.good(Argument.newBuilder()
                        .setName(worded.name())
                        .setText(worded.wording().render(gaps))
                        .build());
            case Pointed pointed ->
                switch (pointed.finder().find(incident, situation)) {
                    case Found.Targets targets -> one(pointed.name(), targets);
                    case Found.Nothing nothing -> Parsed.wrong(nothing.why());
                    case Found.NotKnown unknown -> Parsed.wrong(unknown.why());
                };
        };
    }

    private static Parsed<Argument> one(String name, Found.Targets targets) {
        return targets.refs().size() == 1
                ? Parsed.good(Argument.newBuilder()
                        .setName(name)
                        .setRef(targets.refs().getFirst())
                        .build())
                : Parsed.wrong("%s must be one thing, and there are %d"
                        .formatted(name, targets.refs().size()));
    }
}

package dev.sentinel.app.publish;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.sentinel.proto.Contract;
import dev.sentinel.proto.EventIds;
import dev.sentinel.proto.Problem;
import dev.sentinel.v1.Event;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One line of a file of events in proto3 JSON. */
public sealed interface EventLine {

    /** The longest line that is looked at; a message may not be larger anyway. */
    int MOST_CHARACTERS = 1 << 20;

    /** A good event and the number of its line. */
    record Good(long number, Event event) implements EventLine {}

    /** A line that is not a valid event. */
    record Bad(long number, String why) implements EventLine {}

    /**
     * Reads a line. An event without an id gets one made of its content, so that publishing the same file again makes
     * the same ids; one without an observation time was observed when it happened.
     */
    static EventLine read(long number, String line, Optional<Contract> contract) {
        if (line.length() > MOST_CHARACTERS) {
            return new Bad(number, "longer than " + MOST_CHARACTERS + " characters");
        }
        Event.Builder event = Event.newBuilder();
        try {
            JsonFormat.parser().merge(line, event);
        } catch (InvalidProtocolBufferException e) {
            return new Bad(number, String.valueOf(e.getMessage()));
        }
        if (!event.hasObservedAt() && event.hasOccurredAt()) {
            event.setObservedAt(event.getOccurredAt());
        }
        if (event.getId().isEmpty() && event.hasOccurredAt()) {
            event.setId(EventIds.of(event.build()));
        }
        List<Problem> problems =
                contract.map(rules -> rules.problems(event.build())).orElse(List.of());
        return problems.isEmpty()
                ? new Good(number, event.build())
                : new Bad(number, problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    }
}

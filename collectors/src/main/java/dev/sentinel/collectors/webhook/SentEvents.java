package dev.sentinel.collectors.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.sentinel.collectors.stores.AlertState;
import dev.sentinel.proto.Contract;
import dev.sentinel.proto.EventIds;
import dev.sentinel.proto.Problem;
import dev.sentinel.v1.Event;
import java.time.DateTimeException;
import java.util.List;

/** Events of Sentinel's own contract that other programs send, as protobuf or in its JSON form. */
public final class SentEvents {
    private static final int MOST_PROBLEMS = 5;
    private static final int LONGEST_NUMBER = 1_000;

    private final Contract contract;
    private final Body bodies = new Body();

    public SentEvents(Contract contract) {
        this.contract = contract;
    }

    Outcome read(AlertState before, String contentType, byte[] bytes) {
        return switch (contentType) {
            case "application/protobuf", "application/x-protobuf", "application/vnd.google.protobuf" ->
                binary(before, bytes);
            case "application/json", "" ->
                switch (bodies.read(bytes)) {
                    case Body.Read.Bad bad -> bad.why();
                    case Body.Read.Good good -> readJson(before, good.json());
                };
            default ->
                new Outcome.Refused(
                        Refusal.UNSUPPORTED,
                        "an event of Sentinel is application/protobuf or application/json, not \"%s\""
                                .formatted(Words.shown(contentType, 100)));
        };
    }

    Outcome readJson(AlertState before, JsonNode json) {
        if (hasHugeNumber(json)) {
            return invalid("a number in it is out of any range");
        }
        Event.Builder event = Event.newBuilder();
        try {
            // A newer program may know fields that this one does not.
            JsonFormat.parser().ignoringUnknownFields().merge(json.toString(), event);
        } catch (InvalidProtocolBufferException broken) {
            return invalid("it is no sentinel.v1.Event: " + Words.shown(String.valueOf(broken.getMessage()), 300));
        }
        return checked(before, event);
    }

    /** Protobuf's parser writes the "1e999999999" of a 64-bit field out digit by digit. */
    private static boolean hasHugeNumber(JsonNode json) {
        if (json.isTextual()) {
            return json.asText().length() <= LONGEST_NUMBER
                    && json.asText().matches("\\s*[-+]?[0-9.]+[eE]\\+?[0-9]{4,}\\s*");
        }
        for (JsonNode each : json) {
            if (hasHugeNumber(each)) {
                return true;
            }
        }
        return false;
    }

    private Outcome binary(AlertState before, byte[] bytes) {
        try {
            return checked(before, Event.parseFrom(bytes).toBuilder());
        } catch (InvalidProtocolBufferException broken) {
            return invalid("it is no sentinel.v1.Event: " + Words.shown(String.valueOf(broken.getMessage()), 300));
        }
    }

    /** One without an id gets the one that follows from it, so that sending it again is no second event. */
    private Outcome checked(AlertState before, Event.Builder event) {
        // The spool that takes it numbers it anew.
        event.clearSequence();
        if (event.getId().isEmpty()) {
            try {
                event.setId(EventIds.of(event.build()));
            } catch (IllegalArgumentException | DateTimeException noTime) {
                return invalid("occurred_at is out of range");
            }
        }
        List<Problem> problems = contract.problems(event.build());
        if (problems.isEmpty()) {
            return new Outcome.Taken(before, List.of(event.build()), List.of());
        }
        List<String> told = problems.stream()
                .limit(MOST_PROBLEMS)
                .map(problem -> Words.shown(problem.toString(), 200))
                .toList();
        return invalid("against the contract: " + String.join("; ", told));
    }

    private static Outcome invalid(String why) {
        return new Outcome.Refused(Refusal.INVALID, why);
    }
}

package dev.sentinel.transport.receive;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sentinel.proto.Contract;
import dev.sentinel.proto.Problem;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.EventBatch;
import java.util.List;
import java.util.stream.Collectors;

/** What a message body turned out to be. */
sealed interface Decoded {

    int MOST_EVENTS = 1_000;

    record Events(List<Event> events) implements Decoded {
        public Events {
            events = List.copyOf(events);
        }
    }

    /** A batch of which some events are against the contract; the others must not suffer for it. */
    record Mixed(List<Event> good, String why) implements Decoded {
        public Mixed {
            good = List.copyOf(good);
        }
    }

    record Unusable(String why) implements Decoded {}

    /** Decodes and validates: this is a trust boundary, whoever published. */
    static Decoded of(Contract contract, String type, ByteString body, int maxBytes) {
        if (body.size() > maxBytes) {
            return new Unusable("message of " + body.size() + " bytes is over the limit of " + maxBytes);
        }
        try {
            if (type.equals(EventBatch.getDescriptor().getFullName())) {
                return sorted(contract, EventBatch.parseFrom(body));
            }
            if (type.equals(Event.getDescriptor().getFullName())) {
                Event event = Event.parseFrom(body);
                List<Problem> problems = contract.problems(event);
                return problems.isEmpty() ? new Events(List.of(event)) : unusable(problems);
            }
            return new Unusable("unknown message type \"" + type + "\"; the AMQP type property must be "
                    + Event.getDescriptor().getFullName() + " or "
                    + EventBatch.getDescriptor().getFullName());
        } catch (InvalidProtocolBufferException e) {
            return new Unusable("not a readable " + type + ": " + e.getMessage());
        }
    }

    private static Decoded sorted(Contract contract, EventBatch batch) {
        List<Problem> problems = contract.problems(batch);
        if (problems.isEmpty()) {
            return new Events(batch.getEventsList());
        }
        List<Event> good = batch.getEventsCount() > MOST_EVENTS
                ? List.of()
                : batch.getEventsList().stream()
                        .filter(event -> contract.problems(event).isEmpty())
                        .toList();
        return good.isEmpty() ? unusable(problems) : new Mixed(good, told(problems));
    }

    private static Unusable unusable(List<Problem> problems) {
        return new Unusable(told(problems));
    }

    static String told(List<Problem> problems) {
        return "against the contract: "
                + problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    }
}

package dev.sentinel.transport.spool;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Sequence;
import dev.sentinel.v1.Severity;

/** An event on its way through the spool, serialized on the thread that offers it and not on the one that writes. */
final class Item {
    // What a row costs beside its body, roughly: ids, numbers, index entries.
    private static final int OVERHEAD = 200;

    private final Event event;
    private final byte[] body;

    Item(Event event) {
        this.event = event;
        this.body = event.toByteArray();
    }

    String id() {
        return event.getId();
    }

    String collector() {
        return event.getSource().getCollector();
    }

    String instance() {
        return event.getSource().getInstance();
    }

    Severity severity() {
        return event.getSeverity();
    }

    // A severity of a newer contract is kept in the body as it is, but ranks lowest here.
    int rank() {
        return event.getSeverity() == Severity.UNRECOGNIZED ? 0 : event.getSeverityValue();
    }

    Sequence sequence() {
        return event.getSequence();
    }

    byte[] body() {
        return body;
    }

    long size() {
        return (long) body.length + OVERHEAD;
    }

    Event numbered(long epoch, long number) {
        return numbered(event, epoch, number);
    }

    static Event numbered(ByteString body, long epoch, long number) throws InvalidProtocolBufferException {
        return numbered(Event.parseFrom(body), epoch, number);
    }

    private static Event numbered(Event event, long epoch, long number) {
        Sequence sequence =
                Sequence.newBuilder().setEpoch(epoch).setNumber(number).build();
        return event.toBuilder().setSequence(sequence).build();
    }

    /** Whether events of this severity are given up to make room for critical ones. */
    static boolean isLesser(Severity severity) {
        return switch (severity) {
            case SEVERITY_UNSPECIFIED, SEVERITY_INFO, SEVERITY_WARNING, UNRECOGNIZED -> true;
            case SEVERITY_ERROR, SEVERITY_CRITICAL -> false;
        };
    }
}

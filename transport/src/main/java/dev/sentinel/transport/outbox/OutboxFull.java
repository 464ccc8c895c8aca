package dev.sentinel.transport.outbox;

/** The outbox holds as much as it may: the decision that needed it is undone and has to be made again later. */
public final class OutboxFull extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutboxFull(String lane, long most) {
        super("The outbox %s holds %d messages, which is its limit. Check why they are not published (broker, network)."
                .formatted(lane, most));
    }
}

package dev.sentinel.transport.store;

/** A write came from somebody who no longer holds the lease; nothing was changed, and the holder must stop. */
public final class Fenced extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Fenced(Lease lease) {
        super("%s lost the lease on %s (epoch %d): its write changed nothing. Somebody else acts for it now; stop."
                .formatted(lease.holder(), lease.name(), lease.epoch()));
    }
}

package dev.sentinel.transport.inbox;

import dev.sentinel.v1.Source;

/** Numbers of a source that never came: events that were refused or lost on the way. Both ends are missing too. */
public record Gap(Source source, long epoch, long from, long to) {
    public long missing() {
        return to - from + 1;
    }
}

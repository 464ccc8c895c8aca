package dev.sentinel.stories.badhouse.proto;

/** Breaks a rule: a thread in the pure zone. */
record StartsThread(Runnable work) {
    void start() {
        Thread.ofVirtual().start(work);
    }
}

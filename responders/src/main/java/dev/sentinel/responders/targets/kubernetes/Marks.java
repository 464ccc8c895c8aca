package dev.sentinel.responders.targets.kubernetes;

/** What Sentinel writes beside its acts. */
public final class Marks {
    /** The operation that changed an object last. */
    public static final String OPERATION = "sentinel.io/op-key";

    static final String PATH = "metadata.annotations." + OPERATION;

    private Marks() {}
}

package dev.sentinel.lab.world.kubernetes;

/** What the probes of a container would find now. */
public sealed interface Health {

    /** Not up yet; the startup probe's budget runs. */
    record Starting(String probe) implements Health {}

    record Ready() implements Health {}

    /** Up, but not to be sent anything. */
    record Unready(String probe) implements Health {}

    /** Its liveness probe fails; after its threshold the kubelet kills it. */
    record Hung(String probe) implements Health {}

    /** The process ends by itself. */
    record Exits(int code, String reason) implements Health {}
}

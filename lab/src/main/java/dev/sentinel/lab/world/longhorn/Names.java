package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;

/** The names that Longhorn gives, and the short ways to what it reads most. */
public final class Names {

    public static final String NAMESPACE = "longhorn-system";
    public static final String VERSION = "v1.12.1";
    static final String ENGINE_IMAGE = "longhornio/longhorn-engine:" + VERSION;
    static final String MANAGER_IMAGE = "longhornio/longhorn-instance-manager:" + VERSION;
    static final String EI_NAME = "ei-8b1e4e9a";
    static final String FINALIZER = "longhorn.io";

    private Names() {}

    public static Key key(Kind kind, String name) {
        return new Key(kind, NAMESPACE, name);
    }

    public static Key volume(String name) {
        return key(Kinds.LH_VOLUME, name);
    }

    /** Engines are numbered, and without a live migration there is only the first (1.1). */
    public static Key engine(String volume) {
        return key(Kinds.LH_ENGINE, volume + "-e-0");
    }

    static String name(JsonNode object) {
        return Tree.text(object, "metadata", "name");
    }

    static String volumeOf(JsonNode engineOrReplica) {
        return Tree.text(engineOrReplica, "spec", "volumeName");
    }

    static String state(JsonNode object) {
        return Tree.text(object, "status", "currentState");
    }

    static boolean running(JsonNode object) {
        return state(object).equals("running");
    }

    static boolean failed(JsonNode replica) {
        return !Tree.text(replica, "spec", "failedAt").isEmpty();
    }

    static String address(JsonNode replica) {
        return Tree.text(replica, "status", "storageIP") + ":" + Tree.number(replica, 0, "status", "port");
    }

    static boolean ending(JsonNode object) {
        return object.path("metadata").has("deletionTimestamp");
    }
}

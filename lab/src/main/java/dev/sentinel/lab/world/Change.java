package dev.sentinel.lab.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What happened to one object: {@code after} is how it is now, or how it last was when it went. */
public record Change(long version, Type type, Key key, Optional<ObjectNode> before, ObjectNode after) {

    /** The words of a watch. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    public boolean of(Kind kind) {
        return key.kind().equals(kind);
    }
}

package dev.sentinel.lab.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** An admission webhook: completes what is about to be kept, or throws {@link Refused}. */
public interface Admission {

    void admit(Optional<ObjectNode> before, ObjectNode after, Kind kind);
}

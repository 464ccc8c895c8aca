package dev.sentinel.app.lifecycle;

import java.util.List;

/** A program that runs until it is told to stop. */
public interface Running {

    /** Whether every part can do its work right now. */
    boolean ready();

    /** Stops in order, within the grace; what could not be closed is named and already logged. */
    List<Closing.Failure> stop();
}

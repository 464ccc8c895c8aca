package dev.sentinel.lab.world;

import java.util.stream.Stream;

/** A behaviour: which objects a change makes it look at again, and what it then does about one of them. */
public interface Controller {

    Stream<Key> concerns(World world, Change change);

    /** Looks at an object, which may be gone, and moves it one step; changes nothing when all is as it should be. */
    void reconcile(World world, Key key);
}

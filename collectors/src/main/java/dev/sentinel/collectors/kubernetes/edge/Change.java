package dev.sentinel.collectors.kubernetes.edge;

/** Something that happened to the objects of a kind. */
sealed interface Change {
    /** Which watch saw it. */
    Watching watching();

    /** There is another state of an object, or a new object. */
    record Now(Watching watching, String key) implements Change {}

    /** An object was deleted; this is the last that was seen of it. */
    record Gone(Watching watching, String key, Bytes last) implements Change {}

    /** All objects of the kind were listed. */
    record Listed(Watching watching) implements Change {}
}

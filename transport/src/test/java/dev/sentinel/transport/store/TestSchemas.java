package dev.sentinel.transport.store;

/** Small schemas that exist for tests alone. */
final class TestSchemas {
    private static final int ID = Schema.SENTINEL.applicationId();

    static final Schema NOTES = new Schema("schemas/notes", ID);
    static final Schema NOTES_BEFORE = new Schema("schemas/notes-before", ID);
    static final Schema NOTES_CHANGED = new Schema("schemas/notes-changed", ID);
    static final Schema NOTES_BROKEN = new Schema("schemas/notes-broken", ID);

    private TestSchemas() {}
}

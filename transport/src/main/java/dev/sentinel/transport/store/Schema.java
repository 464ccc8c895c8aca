package dev.sentinel.transport.store;

/**
 * Which tables a database holds: numbered SQL files in a resource folder, listed in order in its file {@code list}.
 *
 * @param folder resource folder, absolute without the leading slash
 * @param applicationId marks a SQLite file as ours, so that a foreign one is never touched
 */
public record Schema(String folder, int applicationId) {
    /** The tables of Sentinel's store. "SNTL" in ASCII. */
    public static final Schema SENTINEL = new Schema("dev/sentinel/transport/store/migrations", 0x534e544c);
}

package dev.sentinel.correlator.running;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.MaintenanceWindow;
import dev.sentinel.v1.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Silences and maintenance windows as they are kept. */
public final class Quiets {

    /** More at one time are refused: each is looked at for every incident that is published. */
    public static final int MOST = 500;

    private Quiets() {}

    static Quiet inForce(Sql sql, Instant now) {
        return new Quiet(silences(sql, now), windows(sql, now), now);
    }

    /** What is in force at this moment, as a text that changes when that changes. */
    static String fingerprint(Sql sql, Instant now) {
        List<String> ids = sql.query("""
                select id from silence where starts_ms <= ? and ends_ms > ? union all
                select id from maintenance where starts_ms <= ? and ends_ms > ? order by id""", row -> row.text("id"), now, now, now, now);
        return String.join(" ", ids);
    }

    /** Those that have not ended yet, the first to end first. */
    public static List<Silence> silences(Sql sql, Instant now) {
        return sql.query(
                "select body from silence where ends_ms > ? order by ends_ms, id limit ?",
                row -> silence(row.bytes("body")),
                now,
                MOST);
    }

    /** Those that have not ended yet, the first to end first. */
    public static List<MaintenanceWindow> windows(Sql sql, Instant now) {
        return sql.query(
                "select body from maintenance where ends_ms > ? order by ends_ms, id limit ?",
                row -> window(row.bytes("body")),
                now,
                MOST);
    }

    /** False when there are too many already. */
    public static boolean add(Sql sql, Silence silence) {
        if (silences(sql, sql.now()).size() >= MOST) {
            return false;
        }
        return sql.update(
                        "insert into silence (id, starts_ms, ends_ms, body) values (?, ?, ?, ?)",
                        silence.getId(),
                        Timestamps.toMillis(silence.getStartsAt()),
                        Timestamps.toMillis(silence.getEndsAt()),
                        silence.toByteArray())
                == 1;
    }

    /** False when there are too many already. */
    public static boolean add(Sql sql, MaintenanceWindow window) {
        if (windows(sql, sql.now()).size() >= MOST) {
            return false;
        }
        return sql.update(
                        "insert into maintenance (id, starts_ms, ends_ms, body) values (?, ?, ?, ?)",
                        window.getId(),
                        Timestamps.toMillis(window.getStartsAt()),
                        Timestamps.toMillis(window.getEndsAt()),
                        window.toByteArray())
                == 1;
    }

    /** Ends a silence now; empty when there is none of this id that has not ended. */
    public static Optional<Silence> expire(Sql sql, String id) {
        Instant now = sql.now();
        Optional<Silence> ended = silences(sql, now).stream()
                .filter(silence -> silence.getId().equals(id))
                .findFirst()
                .map(silence -> silence.toBuilder()
                        .setExpiredAt(Timestamps.fromMillis(now.toEpochMilli()))
                        .build());
        ended.ifPresent(silence ->
                sql.update("update silence set ends_ms = ?, body = ? where id = ?", now, silence.toByteArray(), id));
        return ended;
    }

    /** Ends a window now; empty when there is none of this id that has not ended. */
    public static Optional<MaintenanceWindow> end(Sql sql, String id) {
        Instant now = sql.now();
        Optional<MaintenanceWindow> ended = windows(sql, now).stream()
                .filter(window -> window.getId().equals(id))
                .findFirst()
                .map(window -> window.toBuilder()
                        .setExpiredAt(Timestamps.fromMillis(now.toEpochMilli()))
                        .build());
        ended.ifPresent(window ->
                sql.update("update maintenance set ends_ms = ?, body = ? where id = ?", now, window.toByteArray(), id));
        return ended;
    }

    /** Forgets silences that ended so long ago, at most {@code max}; returns how many. */
    static int forgetSilences(Sql sql, Duration age, int max) {
        return sql.update(
                "delete from silence where id in (select id from silence where ends_ms < ? order by ends_ms limit ?)",
                sql.now().minus(age),
                max);
    }

    /** Forgets maintenance windows that ended so long ago, at most {@code max}; returns how many. */
    static int forgetWindows(Sql sql, Duration age, int max) {
        return sql.update(
                "delete from maintenance where id in"
                        + " (select id from maintenance where ends_ms < ? order by ends_ms limit ?)",
                sql.now().minus(age),
                max);
    }

    private static Silence silence(byte[] body) {
        try {
            return Silence.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the store holds what is not a silence", e);
        }
    }

    private static MaintenanceWindow window(byte[] body) {
        try {
            return MaintenanceWindow.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the store holds what is not a maintenance window", e);
        }
    }
}

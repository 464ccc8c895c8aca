package dev.sentinel.responders.books;

import dev.sentinel.transport.store.Row;
import dev.sentinel.transport.store.Sql;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Intents: what is on record here as started may have happened. */
public final class Steps {

    /** How far an act is. */
    public enum Phase {
        /** The intent is committed; whether it was done is only known by looking. */
        STARTED,
        /** It is known not to have been done, and may be tried again. */
        NOT_DONE,
        /** It was done, and its outcome is looked for. */
        CHECKING,
        ENDED
    }

    /** Which act is meant: a step of a plan, or its taking back. */
    public record Which(String planId, int step, boolean inverse) {
        /** The same for every attempt. */
        public String operationKey() {
            return planId + (inverse ? ".back." : ".") + step;
        }
    }

    /**
     * The record of one act.
     *
     * @param checkedSince when its outcome was looked for first
     * @param holdingSince since when the outcome has held without a break
     */
    public record Intent(
            Which which,
            int attempt,
            long epoch,
            Phase phase,
            Instant startedAt,
            Optional<Instant> checkedSince,
            Optional<Instant> holdingSince) {}

    private Steps() {}

    public static Optional<Intent> find(Sql sql, Which which) {
        return sql.one(
                "select * from response_step where plan_id = ? and step = ? and inverse = ?",
                Steps::read,
                which.planId(),
                which.step(),
                which.inverse());
    }

    /** Records that it is about to be done, by who holds the lease of this epoch; returns which attempt it is. */
    public static int intend(Page page, Which which, long epoch) {
        return page.sql()
                .one(
                        """
                        insert into response_step
                        (plan_id, step, inverse, op_key, attempt, epoch, state, started_ms)
                        values (?, ?, ?, ?, 1, ?, ?, ?)
                        on conflict (plan_id, step, inverse) do update set attempt = response_step.attempt + 1,
                        epoch = excluded.epoch, state = excluded.state, started_ms = excluded.started_ms
                        returning attempt""",
                        row -> (int) row.number("attempt"),
                        which.planId(),
                        which.step(),
                        which.inverse(),
                        which.operationKey(),
                        epoch,
                        word(Phase.STARTED),
                        page.now())
                .orElseThrow();
    }

    public static void phase(Page page, Which which, Phase phase) {
        page.sql()
                .update(
                        "update response_step set state = ? where plan_id = ? and step = ? and inverse = ?",
                        word(phase),
                        which.planId(),
                        which.step(),
                        which.inverse());
    }

    /** It was done; the looking begins now. */
    public static void check(Page page, Which which) {
        page.sql()
                .update(
                        "update response_step set state = ?, checked_ms = ?, holding_ms = null"
                                + " where plan_id = ? and step = ? and inverse = ?",
                        word(Phase.CHECKING),
                        page.now(),
                        which.planId(),
                        which.step(),
                        which.inverse());
    }

    /** Since when the outcome holds; empty when it does not. */
    public static void holding(Page page, Which which, Optional<Instant> since) {
        page.sql()
                .update(
                        "update response_step set holding_ms = ? where plan_id = ? and step = ? and inverse = ?",
                        since,
                        which.planId(),
                        which.step(),
                        which.inverse());
    }

    private static String word(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private static Intent read(Row row) {
        return new Intent(
                new Which(row.text("plan_id"), (int) row.number("step"), row.flag("inverse")),
                (int) row.number("attempt"),
                row.number("epoch"),
                Phase.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                row.instant("started_ms"),
                row.optionalInstant("checked_ms"),
                row.optionalInstant("holding_ms"));
    }
}

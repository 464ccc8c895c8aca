package dev.sentinel.responders.running;

import dev.sentinel.responders.audit.CheckpointFile;
import dev.sentinel.responders.audit.Notary;
import dev.sentinel.responders.audit.SigningKey;
import dev.sentinel.responders.autonomy.Autonomy;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Inverses;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.responders.books.QuarantineBook;
import dev.sentinel.responders.execution.Executor;
import dev.sentinel.responders.execution.Means;
import dev.sentinel.responders.execution.Tally;
import dev.sentinel.transport.outbox.OutboxFull;
import dev.sentinel.transport.store.Fenced;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the one who acts does while it holds one lease; it ends with the lease and is never used again. */
final class Tenure {

    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);
    private static final int AT_ONCE = 20;
    // Pauses, also those by file, and what other programs write are noticed within this time.
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BROKEN = Duration.ofMinutes(1);
    private static final Duration UPKEEP = Duration.ofMinutes(1);

    private final Parts parts;
    private final Lease lease;
    private Instant tended = Instant.EPOCH;
    private Rules known;

    /** What a tenure works with. */
    record Parts(
            Books books,
            Casework casework,
            Executor executor,
            Quarantining quarantining,
            Hearing hearing,
            Comparing comparing,
            Notary notary,
            Pruning pruning,
            Supplier<Rules> rules) {}

    /** Put together in one place, for the program and for whoever plays without threads. */
    static Parts parts(Books books, Means means, Tally tally, Settings settings, Supplier<Rules> rules) {
        var casework = new Casework(books, means, rules);
        var quarantining = new Quarantining(books, casework, settings.isolation());
        return new Parts(
                books,
                casework,
                new Executor(books, means, tally),
                quarantining,
                new Hearing(books, quarantining),
                new Comparing(books, means, Autonomy.Bars.usual().people()),
                new Notary(
                        books.audit(),
                        SigningKey.readOrCreate(settings.proof().key()),
                        new CheckpointFile(settings.proof().checkpoints()),
                        settings.proof().pace()),
                new Pruning(settings.retention()),
                rules);
    }

    Tenure(Parts parts, Lease lease) {
        this.parts = parts;
        this.lease = lease;
        this.known = parts.rules().get();
        parts.books().write(lease, page -> {
            page.audit(Entries.of(
                            Entries.RESPONDER,
                            AuditAct.AUDIT_ACT_LEASE_TAKEN,
                            "%s acts from now on".formatted(lease.holder()))
                    .putDetails("epoch", Long.toString(lease.epoch())));
            return 0;
        });
    }

    /** Everything that is due now; returns how long nothing will be. */
    Duration work() {
        Books books = parts.books();
        Instant now = books.read(sql -> sql.now());
        noteRules();
        for (Cases.Case each : books.read(sql -> Cases.due(sql, now, AT_ONCE))) {
            consider(each);
        }
        for (Plans.Kept each : books.read(sql -> Plans.due(sql, now, AT_ONCE))) {
            move(each);
        }
        parts.hearing().work(lease);
        parts.quarantining().work(lease);
        parts.comparing().work(lease);
        sign();
        if (!now.isBefore(tended.plus(UPKEEP))) {
            tended = now;
            tend();
        }
        return rest();
    }

    /** Which rules decided is in the audit, and that others were not taken. */
    private void noteRules() {
        Rules now = parts.rules().get();
        if (now.equals(known)) {
            return;
        }
        known = now;
        String sentence = now.problem()
                .map(why -> "Changed rules are not used: " + why)
                .orElseGet(() -> "Policy %s, version %s, and its runbooks are in force"
                        .formatted(now.policy().name(), now.policy().version()));
        parts.books().write(lease, page -> {
            page.audit(Entries.of(Entries.RESPONDER, AuditAct.AUDIT_ACT_POLICY_CHANGED, sentence));
            return 0;
        });
    }

    private void consider(Cases.Case each) {
        String incident = each.incident().getId();
        try {
            if (parts.quarantining().isOver(lease, each.incident())) {
                return;
            }
            parts.casework().consider(lease, each);
        } catch (Fenced | StoreFault | OutboxFull e) {
            throw e;
        } catch (RuntimeException e) {
            // One incident that breaks the planning must not keep the others from being thought about.
            LOG.atError().addKeyValue("incident", incident).setCause(e).log("planning broke");
            parts.books().write(lease, page -> {
                Cases.again(
                        page.sql(),
                        each.incident(),
                        "planning broke: " + e,
                        page.now().plus(BROKEN));
                return 0;
            });
        }
    }

    private void move(Plans.Kept each) {
        Plan plan = each.plan();
        try {
            if (plan.getState() != PlanState.PLAN_STATE_APPROVED && Plans.BEFORE.contains(plan.getState())) {
                parts.casework().expire(lease, plan);
            } else {
                parts.executor().move(lease, each);
            }
        } catch (Fenced | StoreFault | OutboxFull e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("plan", plan.getId()).setCause(e).log("a move of a plan broke");
            parts.books().write(lease, page -> {
                Plans.due(page, plan.getId(), Due.at(page.now().plus(BROKEN)));
                return 0;
            });
        }
    }

    private void sign() {
        Books books = parts.books();
        Instant now = books.read(sql -> sql.now());
        parts.notary()
                .sign(books.store(), now)
                .ifPresent(checkpoint -> books.write(lease, page -> {
                    page.tell(checkpoint);
                    return 0;
                }));
    }

    private void tend() {
        parts.books().write(lease, page -> {
            for (Inverses.Owed late : Inverses.late(page, AT_ONCE)) {
                LOG.atWarn()
                        .addKeyValue("plan", late.planId())
                        .addKeyValue("step", late.step())
                        .log("a step is not taken back and is late");
                Plans.find(page.sql(), late.planId())
                        .ifPresent(kept -> page.audit(Entries.of(
                                        Entries.RESPONDER,
                                        AuditAct.AUDIT_ACT_STEP_VERIFIED,
                                        kept.plan(),
                                        "Still to be taken back, and late: %s on %s"
                                                .formatted(
                                                        late.inverse().getAction(),
                                                        late.target().getName()))
                                .setTarget(late.target())
                                .setStepNumber(late.step())));
            }
            parts.pruning().work(page.sql());
            return 0;
        });
    }

    private Duration rest() {
        return parts.books().read(sql -> {
            Instant now = sql.now();
            List<Instant> next = Stream.of(Cases.next(sql), Plans.next(sql), QuarantineBook.next(sql))
                    .flatMap(Optional::stream)
                    .sorted()
                    .toList();
            if (next.isEmpty() || next.getFirst().isAfter(now.plus(POLL))) {
                return POLL;
            }
            Duration rest = Duration.between(now, next.getFirst());
            return rest.isNegative() ? Duration.ZERO : rest;
        });
    }
}

package dev.sentinel.responders.running;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Inverses;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.responders.books.QuarantineBook;
import dev.sentinel.responders.books.Witnesses;
import dev.sentinel.responders.quarantine.Gate;
import dev.sentinel.responders.quarantine.Turn;
import dev.sentinel.responders.quarantine.Watch;
import dev.sentinel.responders.quarantine.Witness;
import dev.sentinel.responders.situation.Machine;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.AuditEntry;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.Quarantine;
import dev.sentinel.v1.QuarantineState;
import dev.sentinel.v1.QuarantineTrigger;
import dev.sentinel.v1.Ref;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what is in quarantine in its books: it begins when a plan that isolates was carried out, hears of events, looks now
 * and then, and is released by taking that plan back.
 */
final class Quarantining {

    private static final int AT_ONCE = 200;
    private static final int MOST_PAGES = 1_000;
    private static final Duration BLIND = Duration.ofMinutes(2);
    private static final Duration RELEASING = Duration.ofSeconds(5);

    private final Books books;
    private final Casework casework;
    private final Settings.Isolation isolation;
    private final Watch watch;
    private long seen;

    Quarantining(Books books, Casework casework, Settings.Isolation isolation) {
        this.books = books;
        this.casework = casework;
        this.isolation = isolation;
        this.watch = new Watch(isolation.watch(), isolation.gates());
    }

    Watch watch() {
        return watch;
    }

    /** Everything that is due, under the lease. */
    void work(Lease lease) {
        follow(lease);
        for (QuarantineBook.Kept each : books.read(sql -> QuarantineBook.due(sql, sql.now(), AT_ONCE))) {
            look(lease, each);
        }
    }

    /** Plans that ended since the last look: those that isolate begin a quarantine, or end one that was wanted. */
    private void follow(Lease lease) {
        for (int page = 0; page < MOST_PAGES; page++) {
            List<Plans.Change> changes = books.read(sql -> Plans.changed(sql, seen, AT_ONCE));
            for (Plans.Change change : changes) {
                if (isolation.runbook().equals(change.plan().getContent().getRunbook())
                        && Plans.ENDS.contains(change.plan().getState())) {
                    books.write(lease, open -> settle(open, change.plan()));
                }
                seen = change.number();
            }
            if (changes.size() < AT_ONCE) {
                return;
            }
        }
    }

    private int settle(Page page, Plan plan) {
        Optional<Quarantine> wanted = QuarantineBook.ofPlan(page.sql(), plan.getId());
        if (plan.getState() != PlanState.PLAN_STATE_SUCCEEDED) {
            wanted.ifPresent(each -> tell(page, watch.failed(each, plan.getStateReason()), each));
            return 0;
        }
        Optional<Inverses.Owed> owed =
                Inverses.ofPlan(page.sql(), plan.getId()).stream().reduce((first, second) -> second);
        if (owed.isEmpty() || wanted.filter(each -> !isStarting(each)).isPresent()) {
            return 0;
        }
        String cluster = plan.getContent().getCluster();
        if (wanted.isEmpty()
                && QuarantineBook.of(page.sql(), cluster, owed.get().target()).isPresent()) {
            return 0;
        }
        Quarantine started =
                wanted.orElseGet(() -> watch.begin(wish(plan, owed.get().target()), page.now()));
        Turn turn = watch.holds(started, owed.get().inverse(), page.now());
        Quarantine kept = keep(page, turn.quarantine());
        page.audit(Entries.of(Entries.RESPONDER, AuditAct.AUDIT_ACT_QUARANTINED, plan, kept.getReason())
                .setTarget(kept.getTarget())
                .putDetails("quarantine", kept.getId()));
        return 1;
    }

    private static boolean isStarting(Quarantine quarantine) {
        return quarantine.getState() == QuarantineState.QUARANTINE_STATE_STARTING;
    }

    private static Watch.Wish wish(Plan plan, Ref target) {
        String incident = plan.getContent().getIncidentId();
        return new Watch.Wish(
                plan.getContent().getCluster(),
                target,
                Occasions.trigger(incident),
                Entries.clipped(plan.getContent().getTitle()),
                plan.getContent().getRequestedBy(),
                incident,
                plan.getId(),
                Optional.empty());
    }

    /** A new node is an occasion to isolate it. */
    void hear(Page page, Event event) {
        if (isolation.onJoin() && isNew(event, page)) {
            Cases.take(page.sql(), Occasions.joined(event, isolation.runbook()));
        }
        for (QuarantineBook.Kept kept : QuarantineBook.live(page.sql(), event.getCluster())) {
            tell(page, watch.hear(kept.quarantine(), event), kept.quarantine());
        }
    }

    /** Whoever starts this program on a cluster of three days ago wants none of its nodes isolated. */
    private boolean isNew(Event event, Page page) {
        return event.hasKubernetesNodeJoined()
                && Timestamps.toMillis(event.getKubernetesNodeJoined().getCreatedAt())
                        > page.now().minus(isolation.watch()).toEpochMilli();
    }

    private void look(Lease lease, QuarantineBook.Kept kept) {
        Quarantine quarantine = kept.quarantine();
        if (quarantine.getState() == QuarantineState.QUARANTINE_STATE_RELEASING) {
            books.write(lease, page -> releasing(page, quarantine));
            return;
        }
        try {
            Situation situation = casework.look(quarantine.getCluster());
            books.write(lease, page -> {
                Optional<Quarantine> current = unchanged(page, quarantine);
                current.ifPresent(each -> {
                    Turn turn = watch.look(each, situation, mute(page, each, situation), page.now());
                    tell(page, turn, each);
                    if (turn.next() == Turn.Next.NOTHING) {
                        QuarantineBook.note(page, turn.quarantine(), due(page, turn.quarantine()));
                    }
                });
                return 0;
            });
        } catch (NoAnswer e) {
            // A gate that nobody can see neither breaks nor holds: the release waits.
            books.write(lease, page -> {
                QuarantineBook.due(
                        page, quarantine.getId(), Due.again(page.now().plus(BLIND), kept.failures() + 1));
                return 0;
            });
        }
    }

    /** Gates that nobody watches now: they hold the release back. */
    private static Map<Gate, String> mute(Page page, Quarantine quarantine, Situation situation) {
        List<Witness> known = Witnesses.of(page.sql(), quarantine.getCluster(), Gate.WITNESSES);
        List<String> nodes = situation.machines().stream().map(Machine::name).toList();
        return Witness.mute(known, quarantine.getTarget().getName(), nodes, page.now());
    }

    private static Optional<Quarantine> unchanged(Page page, Quarantine quarantine) {
        return QuarantineBook.find(page.sql(), quarantine.getId())
                .filter(current -> current.getRevision() == quarantine.getRevision());
    }

    /** What changed is written, and what is wanted of us begins. */
    private void tell(Page page, Turn turn, Quarantine before) {
        switch (turn.next()) {
            case NOTHING -> {}
            case TELL -> {
                Quarantine kept = keep(page, turn.quarantine());
                if (kept.getExtensionCount() > before.getExtensionCount()) {
                    page.audit(about(
                            kept,
                            Entries.RESPONDER,
                            AuditAct.AUDIT_ACT_QUARANTINED,
                            "Goes on: " + kept.getExtensionReason()));
                }
            }
            case RELEASE -> release(page, turn.quarantine(), Entries.RESPONDER);
        }
    }

    /** The plan that began it is taken back, with all its guards and checks. */
    void release(Page page, Quarantine quarantine, Actor actor) {
        Quarantine kept = QuarantineBook.put(
                page, quarantine.toBuilder(), Due.at(page.now().plus(RELEASING)));
        page.audit(about(
                kept,
                actor,
                AuditAct.AUDIT_ACT_RELEASED,
                "To be released: "
                        + (kept.getExtensionReason().isEmpty() ? "every gate held" : kept.getExtensionReason())));
        Plans.find(page.sql(), kept.getPlanId()).ifPresent(plan -> {
            var unused = Cancelling.takeBack(
                    page,
                    plan.plan(),
                    Inverses.ofPlan(page.sql(), kept.getPlanId()),
                    actor,
                    "the quarantine of %s ends".formatted(kept.getTarget().getName()));
        });
    }

    private int releasing(Page page, Quarantine quarantine) {
        Optional<Quarantine> current = unchanged(page, quarantine);
        Optional<Plan> plan = Plans.find(page.sql(), quarantine.getPlanId()).map(Plans.Kept::plan);
        if (current.isEmpty()) {
            return 0;
        }
        boolean owes = !Inverses.ofPlan(page.sql(), quarantine.getPlanId()).isEmpty();
        if (!owes) {
            Quarantine ended = keep(
                    page,
                    watch.released(quarantine, Entries.RESPONDER, page.now()).quarantine());
            page.audit(about(ended, Entries.RESPONDER, AuditAct.AUDIT_ACT_RELEASED, "Is back in service"));
            Occasions.over(page, ended.getIncidentId());
        } else if (plan.filter(each -> Plans.ENDS.contains(each.getState())).isPresent()) {
            keep(
                    page,
                    watch.notReleased(quarantine, plan.get().getStateReason()).quarantine());
        } else {
            QuarantineBook.due(page, quarantine.getId(), Due.at(page.now().plus(RELEASING)));
        }
        return 0;
    }

    /** True when it was about a node that is not new any more: whatever was not done until now is not done for that reason. */
    boolean isOver(Lease lease, Incident occasion) {
        if (Occasions.trigger(occasion.getId()) != QuarantineTrigger.QUARANTINE_TRIGGER_JOIN
                || occasion.getState() == IncidentState.INCIDENT_STATE_RESOLVED) {
            return false;
        }
        return books.write(lease, page -> {
            boolean old = Timestamps.toMillis(occasion.getBeganAt())
                    <= page.now().minus(isolation.watch()).toEpochMilli();
            boolean kept = QuarantineBook.live(page.sql(), occasion.getCluster()).stream()
                    .anyMatch(each -> each.quarantine().getIncidentId().equals(occasion.getId()));
            if (old && !kept) {
                Occasions.over(page, occasion.getId());
            }
            return old && !kept;
        });
    }

    Quarantine keep(Page page, Quarantine quarantine) {
        return QuarantineBook.put(page, quarantine.toBuilder(), due(page, quarantine));
    }

    private Due due(Page page, Quarantine quarantine) {
        return new Due(watch.nextLook(quarantine, page.now()), 0);
    }

    static AuditEntry.Builder about(Quarantine quarantine, Actor actor, AuditAct act, String sentence) {
        return Entries.of(actor, act, sentence)
                .setCluster(quarantine.getCluster())
                .setTarget(quarantine.getTarget())
                .setIncidentId(quarantine.getIncidentId())
                .setPlanId(quarantine.getPlanId())
                .putDetails("quarantine", quarantine.getId());
    }
}

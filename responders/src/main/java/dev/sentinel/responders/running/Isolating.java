package dev.sentinel.responders.running;

import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.responders.books.QuarantineBook;
import dev.sentinel.responders.books.Requests;
import dev.sentinel.responders.books.Words;
import dev.sentinel.responders.plan.Planner.Choice;
import dev.sentinel.responders.quarantine.Turn;
import dev.sentinel.responders.quarantine.Watch;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.AddQuarantineRequest;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.Quarantine;
import dev.sentinel.v1.QuarantineTrigger;
import dev.sentinel.v1.ReleaseQuarantineRequest;
import java.time.Duration;
import java.util.Optional;

/** A person keeps something out of service, or lets it back. */
final class Isolating {

    private final Books books;
    private final Casework casework;
    private final Settings.Isolation isolation;
    private final Quarantining quarantining;
    private final Runnable wake;

    Isolating(Books books, Casework casework, Settings.Isolation isolation, Runnable wake) {
        this.books = books;
        this.casework = casework;
        this.isolation = isolation;
        this.quarantining = new Quarantining(books, casework, isolation);
        this.wake = wake;
    }

    Answer<Quarantine> add(AddQuarantineRequest request, Actor actor) {
        Optional<Quarantine> there = books.read(sql -> Requests.find(sql, request.getRequestId())
                .flatMap(id -> QuarantineBook.find(sql, id))
                .or(() -> QuarantineBook.of(sql, request.getCluster(), request.getTarget())));
        if (there.isPresent()) {
            return new Answer.Done<>(there.get());
        }
        try {
            Situation situation = casework.look(request.getCluster());
            Incident occasion = books.write(page -> {
                Incident wanted = Occasions.wanted(request, isolation.runbook(), page.at());
                Cases.take(page.sql(), wanted);
                return wanted;
            });
            var wish = new Casework.Wish(occasion, isolation.runbook(), Choice.BY_PERSON, actor, false);
            Answer<Quarantine> answer = switch (casework.plan(wish, situation, books::write)) {
                case Casework.Planned.Made made -> new Answer.Done<>(wanted(request, actor, occasion, made.plan()));
                case Casework.Planned.None none -> notPossible(occasion, none.why());
            };
            wake.run();
            return answer;
        } catch (NoAnswer e) {
            return new Answer.Unavailable<>("cannot look at the world: " + e.getMessage());
        }
    }

    private Answer<Quarantine> notPossible(Incident occasion, String why) {
        return books.write(page -> {
            Occasions.over(page, occasion.getId());
            return new Answer.Conflict<>(why);
        });
    }

    private Quarantine wanted(AddQuarantineRequest request, Actor actor, Incident occasion, Plan plan) {
        return books.write(page -> {
            Optional<Quarantine> begun = QuarantineBook.ofPlan(page.sql(), plan.getId());
            if (begun.isPresent()) {
                return begun.get();
            }
            var wish = new Watch.Wish(
                    request.getCluster(),
                    plan.getContent().getSteps(0).getTarget().getRef(),
                    QuarantineTrigger.QUARANTINE_TRIGGER_PERSON,
                    request.getReason(),
                    actor,
                    occasion.getId(),
                    plan.getId(),
                    Optional.of(Duration.ofSeconds(request.getDurationSeconds())));
            Quarantine kept =
                    QuarantineBook.put(page, quarantining.watch().begin(wish, page.now()).toBuilder(), Due.NEVER);
            Requests.before(page, request.getRequestId(), kept.getId());
            page.audit(
                    Quarantining.about(kept, actor, AuditAct.AUDIT_ACT_QUARANTINED, "Wanted: " + request.getReason()));
            return kept;
        });
    }

    Answer<Quarantine> release(ReleaseQuarantineRequest request, Actor actor) {
        Answer<Quarantine> answer = books.write(page -> {
            Optional<Quarantine> found = QuarantineBook.find(page.sql(), request.getQuarantineId());
            if (found.isEmpty()) {
                return new Answer.NotFound<>("there is no quarantine " + request.getQuarantineId());
            }
            if (Requests.before(page, request.getRequestId(), request.getQuarantineId())
                    .isPresent()) {
                return new Answer.Done<>(found.get());
            }
            Turn turn = quarantining.watch().releaseByHand(found.get(), actor, request.getReason());
            if (turn.next() != Turn.Next.RELEASE) {
                return new Answer.Conflict<>("it cannot be released while it is "
                        + Words.of(found.get().getState()));
            }
            quarantining.release(page, turn.quarantine(), actor);
            return new Answer.Done<>(
                    QuarantineBook.find(page.sql(), request.getQuarantineId()).orElseThrow());
        });
        wake.run();
        return answer;
    }
}

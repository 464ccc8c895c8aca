package dev.sentinel.responders.execution;

import static dev.sentinel.responders.books.Entries.clipped;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Steps;
import dev.sentinel.v1.ActionAlreadyDone;
import dev.sentinel.v1.ActionDone;
import dev.sentinel.v1.ActionFailed;
import dev.sentinel.v1.ActionRefused;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.ActionUnknown;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.AuditEntry;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.Verdict;
import dev.sentinel.v1.Verification;

/** How results and entries of the audit are written down. */
final class Records {

    private static final int MOST_CHANGES = 64;

    private Records() {}

    static ActionResult result(Plan plan, Act act, Steps.Intent intent, Outcome outcome, Timestamp now) {
        ActionResult.Builder result = ActionResult.newBuilder()
                .setPlanId(plan.getId())
                .setPlanHash(plan.getContentHash())
                .setStepNumber(act.which().step())
                .setIncidentId(plan.getContent().getIncidentId())
                .setCluster(plan.getContent().getCluster())
                .setAction(act.order().action())
                .setTarget(act.order().target())
                .setOperationKey(act.which().operationKey())
                .setEpoch(intent.epoch())
                .setAttempt(Math.max(1, intent.attempt()))
                .setInverse(act.which().inverse())
                .setStartedAt(Timestamps.fromMillis(intent.startedAt().toEpochMilli()))
                .setFinishedAt(now)
                .setTraceparent(plan.getTraceparent());
        switch (outcome) {
            case Outcome.Done done ->
                result.setDone(ActionDone.newBuilder()
                        .setObservation(clippedOrEmpty(done.observation()))
                        .addAllChanges(
                                done.changes().stream().limit(MOST_CHANGES).toList()));
            case Outcome.AlreadyDone already ->
                result.setAlreadyDone(
                        ActionAlreadyDone.newBuilder().setObservation(clippedOrEmpty(already.observation())));
            case Outcome.Refused refused ->
                result.setRefused(ActionRefused.newBuilder()
                        .setGuard(refused.guard())
                        .setReason(clipped(refused.reason()))
                        .setWayOut(clippedOrEmpty(refused.wayOut())));
            case Outcome.Failed failed ->
                result.setFailed(ActionFailed.newBuilder()
                        .setReason(clipped(failed.reason()))
                        .setTransient(failed.passing()));
            case Outcome.Unknown unknown ->
                result.setUnknown(ActionUnknown.newBuilder()
                        .setReason(clipped(unknown.reason()))
                        .setHowToLearn(clippedOrEmpty(unknown.howToLearn())));
        }
        return result.build();
    }

    static ActionResult verified(ActionResult result, Verdict verdict, String observation, Timestamp now) {
        return result.toBuilder()
                .setVerification(Verification.newBuilder()
                        .setVerdict(verdict)
                        .setObservation(clippedOrEmpty(observation))
                        .setCheckedAt(now))
                .build();
    }

    static AuditEntry.Builder entry(AuditAct what, Plan plan, Act act, String sentence) {
        return Entries.of(Entries.RESPONDER, what, plan, sentence)
                .setTarget(act.order().target())
                .setStepNumber(act.which().step())
                .setOperationKey(act.which().operationKey());
    }

    private static String clippedOrEmpty(String text) {
        return text.isEmpty() ? "" : clipped(text);
    }
}

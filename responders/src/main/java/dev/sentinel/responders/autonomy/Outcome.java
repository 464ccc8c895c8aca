package dev.sentinel.responders.autonomy;

import dev.sentinel.v1.ActionResult;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of one act.
 *
 * @param automatic whether nobody was asked
 */
public record Outcome(String cluster, String action, Instant at, boolean automatic, boolean good, String observation) {

    /** Good is what was done and looks as expected; what nobody knows is not good, what was refused or not done is no outcome. */
    public static Optional<Outcome> of(ActionResult result, boolean automatic) {
        var verdict = result.getVerification().getVerdict();
        return switch (result.getOutcomeCase()) {
            case DONE, ALREADY_DONE ->
                switch (verdict) {
                    case VERDICT_AS_EXPECTED -> Optional.of(from(result, automatic, true, "as expected"));
                    case VERDICT_NOT_AS_EXPECTED, VERDICT_COULD_NOT_LOOK ->
                        Optional.of(from(
                                result,
                                automatic,
                                false,
                                result.getVerification().getObservation()));
                    case VERDICT_NOT_YET, VERDICT_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
                };
            case UNKNOWN ->
                Optional.of(from(result, automatic, false, result.getUnknown().getReason()));
            case FAILED, REFUSED, OUTCOME_NOT_SET -> Optional.empty();
        };
    }

    private static Outcome from(ActionResult result, boolean automatic, boolean good, String observation) {
        return new Outcome(
                result.getCluster(),
                result.getAction(),
                Instant.ofEpochSecond(
                        result.getFinishedAt().getSeconds(),
                        result.getFinishedAt().getNanos()),
                automatic,
                good,
                observation);
    }
}

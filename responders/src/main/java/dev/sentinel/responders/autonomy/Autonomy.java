package dev.sentinel.responders.autonomy;

import com.google.protobuf.Timestamp;
import dev.sentinel.responders.policy.Decision;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanContent;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.v1.Step;
import dev.sentinel.yaml.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Scores, proposes, and takes away. */
public final class Autonomy {
    private final Bars bars;

    public Autonomy(Bars bars) {
        this.bars = bars;
    }

    /**
     * What has to be shown.
     *
     * @param people the time in which people would have done what was thought
     * @param thoughts so many at least before shadow may become approve, of which the share {@code precision} was shared
     * @param acts so many good ones in a row, decided by people, before approve may become auto
     * @param memory how long a bad outcome is held against automation
     */
    public record Bars(Duration people, int thoughts, double precision, int acts, Duration memory) {
        public static Bars usual() {
            return new Bars(Duration.ofHours(4), 10, 0.9, 20, Duration.ofDays(30));
        }
    }

    private record Place(String cluster, String action) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::cluster)
                    .thenComparing(Place::action)
                    .compare(this, other);
        }
    }

    private enum Judged {
        AGREED,
        DISAGREED,
        NEEDLESS,
        PENDING
    }

    /** Each changing step of each plan that was only thought, against what people did to the same target. */
    public List<Score> scores(List<Plan> thoughts, List<Deed> deeds, Instant now) {
        SequencedMap<Place, Map<Judged, Integer>> counts = new TreeMap<>();
        for (var thought : thoughts) {
            for (var step : thought.getContent().getStepsList()) {
                if (step.getTier() != RiskTier.RISK_TIER_READ) {
                    var place = new Place(thought.getContent().getCluster(), step.getAction());
                    counts.computeIfAbsent(place, any -> new HashMap<>())
                            .merge(judge(thought, step, deeds, now), 1, Integer::sum);
                }
            }
        }
        var scores = new ArrayList<Score>();
        counts.forEach((place, count) -> scores.add(new Score(
                place.cluster(),
                place.action(),
                count.getOrDefault(Judged.AGREED, 0),
                count.getOrDefault(Judged.DISAGREED, 0),
                count.getOrDefault(Judged.NEEDLESS, 0),
                count.getOrDefault(Judged.PENDING, 0))));
        return scores;
    }

    private Judged judge(Plan thought, Step step, List<Deed> deeds, Instant now) {
        var from = instant(thought.getContent().getPlannedAt());
        var until = from.plus(bars.people());
        var their = deeds.stream()
                .filter(deed -> deed.cluster().equals(thought.getContent().getCluster())
                        && deed.action().equals(step.getAction())
                        && isTarget(deed, step)
                        && !deed.at().isBefore(from)
                        && deed.at().isBefore(until))
                .toList();
        // Done and taken back is a no.
        if (their.stream().anyMatch(Deed::undoing)) {
            return Judged.DISAGREED;
        }
        if (!their.isEmpty()) {
            return Judged.AGREED;
        }
        return now.isBefore(until) ? Judged.PENDING : Judged.NEEDLESS;
    }

    private static boolean isTarget(Deed deed, Step step) {
        var target = step.getTarget().getRef();
        return deed.target().getKind().equals(target.getKind())
                && deed.target().getNamespace().equals(target.getNamespace())
                && deed.target().getName().equals(target.getName());
    }

    /** What has earned more trust. Nothing changes by it: a person writes it into the policy, or does not. */
    public List<Proposal> report(List<Score> scores, List<Outcome> outcomes, Instant now) {
        var proposals = new ArrayList<Proposal>();
        for (var score : scores) {
            if (score.judged() >= bars.thoughts() && score.precision() >= bars.precision()) {
                proposals.add(new Proposal(
                        score.cluster(),
                        score.action(),
                        PolicyMode.POLICY_MODE_SHADOW,
                        PolicyMode.POLICY_MODE_APPROVE,
                        "people did the same %d times of %d".formatted(score.agreed(), score.judged())));
            }
        }
        places(outcomes).forEach((place, of) -> {
            var inARow = inARow(of);
            if (inARow >= bars.acts() && bad(of, place, now).isEmpty()) {
                proposals.add(new Proposal(
                        place.cluster(),
                        place.action(),
                        PolicyMode.POLICY_MODE_APPROVE,
                        PolicyMode.POLICY_MODE_AUTO,
                        "the last %d that people decided went as expected".formatted(inARow)));
            }
        });
        return proposals;
    }

    private static SequencedMap<Place, List<Outcome>> places(List<Outcome> outcomes) {
        SequencedMap<Place, List<Outcome>> places = new TreeMap<>();
        outcomes.forEach(
                each -> places.computeIfAbsent(new Place(each.cluster(), each.action()), any -> new ArrayList<>())
                        .add(each));
        return places;
    }

    /** Good ones that people decided, back from the newest to the first that was not good. */
    private static int inARow(List<Outcome> outcomes) {
        var newestFirst = outcomes.stream()
                .filter(each -> !each.automatic())
                .sorted(Comparator.comparing(Outcome::at).reversed())
                .toList();
        return (int) newestFirst.stream().takeWhile(Outcome::good).count();
    }

    /**
     * The decision that is in force: what the policy allows without people needs them again after a bad outcome.
     *
     * @param forgivenAt when a person last said that what had gone wrong is understood
     */
    public Decision effective(
            Decision decision, PlanContent plan, List<Outcome> outcomes, Instant forgivenAt, Instant now) {
        if (decision.mode() != PolicyMode.POLICY_MODE_AUTO) {
            return decision;
        }
        return plan.getStepsList().stream()
                .filter(step -> step.getTier() != RiskTier.RISK_TIER_READ)
                .map(step -> new Place(plan.getCluster(), step.getAction()))
                .flatMap(place -> bad(outcomes, place, now).stream())
                .filter(outcome -> outcome.at().isAfter(forgivenAt))
                .findFirst()
                .map(outcome -> new Decision(
                        PolicyMode.POLICY_MODE_APPROVE,
                        decision.policy(),
                        1,
                        "%s went wrong at %s (%s); people decide until somebody forgives it, or for %s"
                                .formatted(
                                        outcome.action(),
                                        outcome.at(),
                                        outcome.observation(),
                                        Spans.write(bars.memory()))))
                .orElse(decision);
    }

    /** The last time automation did it badly, as far back as it is remembered. */
    private Optional<Outcome> bad(List<Outcome> outcomes, Place place, Instant now) {
        return outcomes.stream()
                .filter(each -> each.automatic() && !each.good())
                .filter(each ->
                        each.cluster().equals(place.cluster()) && each.action().equals(place.action()))
                .filter(each -> each.at().isAfter(now.minus(bars.memory())))
                .max(Comparator.comparing(Outcome::at));
    }

    private static Instant instant(Timestamp at) {
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }
}

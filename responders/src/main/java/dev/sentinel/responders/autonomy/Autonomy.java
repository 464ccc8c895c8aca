package dev.sentinel.responders.autonomy;

import com.google.protobuf.Timestamp;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.LostTrust;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.v1.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Scores decisions and proposes to trust more; what takes trust away is a {@link Loss}. */
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
     */
    public record Bars(Duration people, int thoughts, double precision, int acts) {
        public static Bars usual() {
            return new Bars(Duration.ofHours(4), 10, 0.9, 20);
        }
    }

    private record Place(String cluster, String action, PolicyMode mode) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::cluster)
                    .thenComparing(Place::action)
                    .thenComparing(Place::mode)
                    .compare(this, other);
        }
    }

    private enum Judged {
        AGREED,
        DISAGREED,
        NEEDLESS,
        PENDING,
        BAD
    }

    /**
     * Each changing step of each decision, against what people did.
     *
     * @param thoughts plans that were only thought
     * @param plans all others that were decided
     * @param results what came of their acts
     */
    public List<Score> scores(List<Thought> thoughts, List<Plan> plans, List<ActionResult> results, List<Deed> deeds) {
        SequencedMap<Place, Map<Judged, Integer>> counts = new TreeMap<>();
        for (var thought : thoughts) {
            changing(thought.plan())
                    .forEach(step -> count(
                            counts,
                            place(thought.plan(), step, PolicyMode.POLICY_MODE_SHADOW),
                            judge(thought, step, deeds)));
        }
        var byId = new HashMap<String, Plan>();
        for (var plan : plans) {
            byId.put(plan.getId(), plan);
            changing(plan).forEach(step -> count(counts, place(plan, step, plan.getMode()), judge(plan, step, deeds)));
        }
        for (var result : results) {
            var bad = Outcome.of(result, false).filter(outcome -> !outcome.good());
            var plan = Optional.ofNullable(byId.get(result.getPlanId()));
            if (bad.isPresent() && plan.isPresent()) {
                changing(plan.get())
                        .filter(step -> step.getNumber() == result.getStepNumber())
                        .forEach(step ->
                                count(counts, place(plan.get(), step, plan.get().getMode()), Judged.BAD));
            }
        }
        var scores = new ArrayList<Score>();
        counts.forEach((place, count) -> scores.add(new Score(
                place.cluster(),
                place.action(),
                place.mode(),
                count.getOrDefault(Judged.AGREED, 0),
                count.getOrDefault(Judged.DISAGREED, 0),
                count.getOrDefault(Judged.NEEDLESS, 0),
                count.getOrDefault(Judged.PENDING, 0),
                count.getOrDefault(Judged.BAD, 0))));
        return scores;
    }

    private static Stream<Step> changing(Plan plan) {
        return plan.getContent().getStepsList().stream().filter(step -> step.getTier() != RiskTier.RISK_TIER_READ);
    }

    private static Place place(Plan plan, Step step, PolicyMode mode) {
        return new Place(plan.getContent().getCluster(), step.getAction(), mode);
    }

    private static void count(Map<Place, Map<Judged, Integer>> counts, Place place, Judged judged) {
        counts.computeIfAbsent(place, any -> new EnumMap<>(Judged.class)).merge(judged, 1, Integer::sum);
    }

    private Judged judge(Thought thought, Step step, List<Deed> deeds) {
        var from = instant(thought.plan().getContent().getPlannedAt());
        var until = from.plus(bars.people());
        var their = deeds.stream()
                .filter(deed ->
                        deed.cluster().equals(thought.plan().getContent().getCluster())
                                && deed.action().equals(step.getAction())
                                && isTarget(deed, step)
                                && !deed.at().isBefore(from)
                                && !deed.at().isAfter(until))
                .toList();
        // Done and taken back is a no.
        if (their.stream().anyMatch(Deed::undoing)) {
            return Judged.DISAGREED;
        }
        if (!their.isEmpty()) {
            return Judged.AGREED;
        }
        return thought.lookedAt().isBefore(until) ? Judged.PENDING : Judged.NEEDLESS;
    }

    /** What people said to a plan, or let stand. */
    private static Judged judge(Plan plan, Step step, List<Deed> deeds) {
        var undone = deeds.stream()
                .anyMatch(deed -> deed.undoing()
                        && deed.planId().equals(plan.getId())
                        && deed.action().equals(step.getAction()));
        if (undone) {
            return Judged.DISAGREED;
        }
        return switch (plan.getState()) {
            case PLAN_STATE_PROPOSED, PLAN_STATE_WAITING_FOR_APPROVAL, PLAN_STATE_UNSPECIFIED, UNRECOGNIZED ->
                Judged.PENDING;
            case PLAN_STATE_REJECTED -> Judged.DISAGREED;
            case PLAN_STATE_EXPIRED, PLAN_STATE_WITHDRAWN -> Judged.NEEDLESS;
            case PLAN_STATE_APPROVED,
                    PLAN_STATE_RUNNING,
                    PLAN_STATE_WAITING,
                    PLAN_STATE_SUCCEEDED,
                    PLAN_STATE_FAILED,
                    PLAN_STATE_TAKING_BACK,
                    PLAN_STATE_TAKEN_BACK,
                    PLAN_STATE_UNKNOWN -> Judged.AGREED;
        };
    }

    private static boolean isTarget(Deed deed, Step step) {
        var target = step.getTarget().getRef();
        return deed.target().getKind().equals(target.getKind())
                && deed.target().getNamespace().equals(target.getNamespace())
                && deed.target().getName().equals(target.getName());
    }

    /**
     * What has earned more trust. Nothing changes by it: a person writes it into the policy, or does not.
     *
     * @param lost what people decide about because it went wrong when nobody was asked
     */
    public List<Proposal> proposals(List<Score> scores, List<Outcome> outcomes, List<LostTrust> lost) {
        var proposals = new ArrayList<Proposal>();
        for (var score : scores) {
            if (score.mode() == PolicyMode.POLICY_MODE_SHADOW
                    && score.judged() >= bars.thoughts()
                    && score.precision() >= bars.precision()) {
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
            if (inARow >= bars.acts() && lost.stream().noneMatch(each -> isAbout(each, place))) {
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

    private static boolean isAbout(LostTrust lost, Place place) {
        return lost.getCluster().equals(place.cluster()) && lost.getAction().equals(place.action());
    }

    private static SequencedMap<Place, List<Outcome>> places(List<Outcome> outcomes) {
        SequencedMap<Place, List<Outcome>> places = new TreeMap<>();
        outcomes.stream()
                .filter(each -> !each.automatic())
                .forEach(each -> places.computeIfAbsent(
                                new Place(each.cluster(), each.action(), PolicyMode.POLICY_MODE_APPROVE),
                                any -> new ArrayList<>())
                        .add(each));
        return places;
    }

    /** Good ones that people decided, back from the newest to the first that was not good. */
    private static int inARow(List<Outcome> outcomes) {
        var newestFirst = outcomes.stream()
                .sorted(Comparator.comparing(Outcome::at).reversed())
                .toList();
        return (int) newestFirst.stream().takeWhile(Outcome::good).count();
    }

    private static Instant instant(Timestamp at) {
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }
}

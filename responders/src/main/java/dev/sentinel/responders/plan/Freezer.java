package dev.sentinel.responders.plan;

import com.google.protobuf.Timestamp;
import dev.sentinel.proto.CanonicalBytes;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.guards.Concern;
import dev.sentinel.responders.guards.Finding;
import dev.sentinel.responders.guards.Guard.Weight;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.guards.Judgement;
import dev.sentinel.responders.guards.Question;
import dev.sentinel.responders.policy.Decision;
import dev.sentinel.responders.policy.Matter;
import dev.sentinel.responders.policy.Policy;
import dev.sentinel.responders.runbooks.Vocabulary;
import dev.sentinel.v1.Alternative;
import dev.sentinel.v1.PlanContent;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.RiskTier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Turns a draft and what was seen into a frozen plan, or into the reason for none. */
final class Freezer {
    private static final int MOST_ALTERNATIVES = 32;
    private static final int ID_BYTES = 12;

    private final Vocabulary vocabulary;
    private final Guards guards;
    private final Policy policy;

    Freezer(Vocabulary vocabulary, Guards guards, Policy policy) {
        this.vocabulary = vocabulary;
        this.guards = guards;
        this.policy = policy;
    }

    /** One part with all that is known of it. */
    record Seen(Draft.Part part, Prepared prepared, Declaration action, List<Finding> findings) {
        boolean changes() {
            return action.tier() != RiskTier.RISK_TIER_READ;
        }
    }

    Freezing freeze(Draft draft, List<Prepared> prepared, Circumstances circumstances) {
        if (prepared.size() != draft.parts().size()) {
            throw new IllegalArgumentException("%d parts were drafted, and %d looked at"
                    .formatted(draft.parts().size(), prepared.size()));
        }
        var seen = new ArrayList<Seen>();
        for (int i = 0; i < prepared.size(); i++) {
            var part = draft.parts().get(i);
            var action = vocabulary.action(part.order().action());
            if (action.isEmpty()) {
                return none("this program cannot do %s".formatted(part.order().action()), draft);
            }
            var findings = guards.ask(action.get(), part.guards(), question(part, prepared.get(i), circumstances));
            seen.add(new Seen(part, prepared.get(i), action.get(), findings));
        }
        return obstacle(seen)
                .<Freezing>map(why -> none(why, draft))
                .orElseGet(() -> frozen(draft, seen, circumstances));
    }

    private static Question question(Draft.Part part, Prepared prepared, Circumstances circumstances) {
        return new Question(
                part.order(),
                prepared.sight(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(circumstances.incident()),
                circumstances.situation(),
                circumstances.standing(),
                circumstances.now());
    }

    private static Optional<String> obstacle(List<Seen> seen) {
        for (var each : seen) {
            var target = each.part().order().target();
            if (each.prepared().sight().standing() == Sight.Standing.GONE) {
                return Optional.of(
                        "%s %s is gone, or another one has its name".formatted(target.getKind(), target.getName()));
            }
            var refusal = each.findings().stream()
                    .filter(finding -> finding.guard().weight() == Weight.ALWAYS && !finding.holds())
                    .findFirst();
            if (refusal.isPresent()) {
                return Optional.of(said(each, refusal.get()));
            }
        }
        if (seen.stream().anyMatch(Seen::changes)
                && seen.stream().filter(Seen::changes).allMatch(Freezer::isDone)) {
            return Optional.of("there is nothing left to do: everything is as it would be ordered");
        }
        return Optional.empty();
    }

    private static boolean isDone(Seen seen) {
        return seen.prepared().sight().standing() == Sight.Standing.AS_ORDERED;
    }

    private static String said(Seen seen, Finding finding) {
        var wayOut = switch (finding.judgement()) {
            case Judgement.Forbids forbids -> "; " + forbids.wayOut();
            case Judgement.Holds holds -> "";
        };
        return "%s of %s: %s says: %s%s"
                .formatted(
                        seen.part().order().action(),
                        seen.part().order().target().getName(),
                        finding.guard().name(),
                        finding.judgement().observation(),
                        wayOut);
    }

    private Freezing frozen(Draft draft, List<Seen> seen, Circumstances circumstances) {
        var decision = decision(seen, circumstances);
        var content = PlanContent.newBuilder()
                .setCluster(circumstances.situation().cluster())
                .setIncidentId(circumstances.incident().getId())
                .setIncidentRevision(circumstances.incident().getRevision())
                .setRunbook(draft.runbook())
                .setRunbookVersion(draft.version())
                .setTitle(draft.title())
                .setCounterfactual(new Forecast(circumstances.incident(), circumstances.situation(), seen).make())
                .addAllAlternatives(
                        draft.alternatives().stream().limit(MOST_ALTERNATIVES).toList())
                .setPlannedAt(timestamp(circumstances.now()))
                .setExpiresAt(timestamp(circumstances.now().plus(policy.planValid())))
                .setRequestedBy(circumstances.requestedBy())
                .setPossibleLoss(draft.possibleLoss());
        IntStream.range(0, seen.size()).forEach(i -> content.addSteps(StepBuilding.step(i + 1, seen.get(i))));
        var built = content.build();
        var hash = HexFormat.of().formatHex(CanonicalBytes.sha256(built));
        return new Freezing.Frozen(id(built, circumstances), built, hash, decision);
    }

    /** What the policy says, and people instead of automation where a guard wants them. */
    private Decision decision(List<Seen> seen, Circumstances circumstances) {
        var incident = circumstances.incident();
        var decision = policy.decide(
                seen.stream()
                        .map(each -> new Matter(
                                circumstances.situation().cluster(),
                                incident.getPattern(),
                                each.action().name(),
                                each.action().tier(),
                                each.part().order().target(),
                                new Concern(each.part().order().target(), circumstances.situation()).labels()))
                        .toList(),
                circumstances.now());
        if (decision.mode() != PolicyMode.POLICY_MODE_AUTO) {
            return decision;
        }
        return seen.stream()
                .flatMap(each -> each.findings().stream())
                .filter(finding -> finding.guard().weight() == Weight.PEOPLE && !finding.holds())
                .findFirst()
                .map(finding -> new Decision(
                        PolicyMode.POLICY_MODE_APPROVE,
                        decision.policy(),
                        1,
                        "%s stops automation: %s"
                                .formatted(
                                        finding.guard().name(),
                                        finding.judgement().observation())))
                .orElse(decision);
    }

    /** What is the same plan: the times of planning, who asked and what else was weighed make no other one. */
    private static String id(PlanContent content, Circumstances circumstances) {
        var lasting = content.toBuilder()
                .clearIncidentRevision()
                .clearPlannedAt()
                .clearExpiresAt()
                .clearRequestedBy()
                .clearCounterfactual()
                .clearAlternatives()
                .clearTitle()
                .clearSteps();
        for (var step : content.getStepsList()) {
            var target = step.getTarget().toBuilder().clearObservedAt().clearResourceVersion();
            lasting.addSteps(step.toBuilder().setTarget(target).clearGuards());
        }
        // Not fields of a plan's content, but what makes it another occasion.
        lasting.setRunbookVersion("%s/%d/%s"
                .formatted(
                        content.getRunbookVersion(),
                        circumstances.incident().getReopenCount(),
                        circumstances.inPlaceOf().orElse("")));
        var digest = CanonicalBytes.sha256(lasting.build());
        return "plan-" + HexFormat.of().formatHex(digest, 0, ID_BYTES);
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }

    private static Freezing none(String why, Draft draft) {
        List<Alternative> considered = draft.alternatives();
        return new Freezing.None(why, considered);
    }
}

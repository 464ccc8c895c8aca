package dev.sentinel.responders.running;

import dev.sentinel.responders.autonomy.Autonomy;
import dev.sentinel.responders.autonomy.Deed;
import dev.sentinel.responders.autonomy.Outcome;
import dev.sentinel.responders.autonomy.Score;
import dev.sentinel.responders.autonomy.Thought;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Deeds;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Shadows;
import dev.sentinel.responders.books.Trusts;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.GetPolicyReportRequest;
import dev.sentinel.v1.GetPolicyReportResponse;
import dev.sentinel.v1.LostTrust;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.PolicyScore;
import dev.sentinel.v1.PromotionProposal;
import dev.sentinel.v1.RestoreTrustRequest;
import dev.sentinel.v1.RestoreTrustResponse;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.v1.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What people ask about trust, and give back. */
final class Trusting {

    private static final Duration BACK = Duration.ofDays(30);
    private static final int MOST_PLANS = 5_000;
    private static final int MOST_RESULTS = 20_000;
    private static final int MOST_LINES = 1_024;

    private final Books books;
    private final Supplier<Rules> rules;
    private final Autonomy autonomy = new Autonomy(Autonomy.Bars.usual());

    Trusting(Books books, Supplier<Rules> rules) {
        this.books = books;
        this.rules = rules;
    }

    /** What was decided in the last 30 days, and what came of it. */
    Answer<GetPolicyReportResponse> report(GetPolicyReportRequest request) {
        Rules inForce = rules.get();
        return new Answer.Done<>(books.read(sql -> report(sql, request.getCluster(), inForce)));
    }

    private GetPolicyReportResponse report(Sql sql, String cluster, Rules inForce) {
        List<Thought> thoughts = Shadows.since(sql, cluster, BACK, MOST_PLANS);
        List<Plan> plans = Plans.since(sql, cluster, BACK, MOST_PLANS).stream()
                .filter(plan -> !plan.getDryRun() && plan.getMode() != PolicyMode.POLICY_MODE_SHADOW)
                .toList();
        List<ActionResult> results = latest(Plans.resultsSince(sql, cluster, BACK, MOST_RESULTS));
        List<Deed> deeds = Deeds.since(sql, cluster, BACK);
        List<LostTrust> lost = Trusts.all(sql, cluster);
        List<Score> scores = autonomy.scores(thoughts, plans, results, deeds);
        GetPolicyReportResponse.Builder report = GetPolicyReportResponse.newBuilder()
                .setPolicy(inForce.policy().name())
                .setPolicyVersion(inForce.policy().version())
                .setProblem(inForce.problem().map(Entries::clipped).orElse(""))
                .addAllLost(lost);
        scores.stream().limit(MOST_LINES).map(Trusting::line).forEach(report::addScores);
        autonomy.proposals(scores, outcomes(plans, results), lost).stream()
                .limit(MOST_LINES)
                .map(each -> PromotionProposal.newBuilder()
                        .setCluster(each.cluster())
                        .setAction(each.action())
                        .setFrom(each.from())
                        .setTo(each.to())
                        .setReason(each.reason()))
                .forEach(report::addProposals);
        return report.build();
    }

    /** An act that nobody could tell about for a moment counts by what it turned out to be. */
    private static List<ActionResult> latest(List<ActionResult> newestFirst) {
        Map<String, ActionResult> latest = new LinkedHashMap<>();
        newestFirst.forEach(result -> latest.putIfAbsent(result.getOperationKey(), result));
        return List.copyOf(latest.values());
    }

    /** Of acts that change something; a way back says nothing for what it takes back. */
    private static List<Outcome> outcomes(List<Plan> plans, List<ActionResult> results) {
        Map<String, Plan> byId = new HashMap<>();
        plans.forEach(plan -> byId.put(plan.getId(), plan));
        List<Outcome> outcomes = new ArrayList<>();
        for (ActionResult result : results) {
            Optional.ofNullable(byId.get(result.getPlanId()))
                    .filter(plan -> !result.getInverse() && changes(plan, result))
                    .flatMap(plan -> Outcome.of(result, plan.getMode() == PolicyMode.POLICY_MODE_AUTO))
                    .ifPresent(outcomes::add);
        }
        return outcomes;
    }

    private static boolean changes(Plan plan, ActionResult result) {
        return plan.getContent().getStepsList().stream()
                .filter(step -> step.getNumber() == result.getStepNumber())
                .map(Step::getTier)
                .anyMatch(tier -> tier != RiskTier.RISK_TIER_READ);
    }

    private static PolicyScore line(Score score) {
        return PolicyScore.newBuilder()
                .setCluster(score.cluster())
                .setAction(score.action())
                .setMode(score.mode())
                .setDecisions(score.decisions())
                .setAgreed(score.agreed())
                .setDisagreed(score.disagreed())
                .setNeedless(score.needless())
                .setPending(score.pending())
                .setBadOutcomes(score.bad())
                .build();
    }

    /** The policy counts again for what had gone wrong. */
    Answer<RestoreTrustResponse> restore(RestoreTrustRequest request, Actor actor) {
        return books.write(page -> Trusts.restore(page, request.getCluster(), request.getAction())
                .<Answer<RestoreTrustResponse>>map(lost -> {
                    page.audit(Entries.of(
                                    actor,
                                    AuditAct.AUDIT_ACT_POLICY_CHANGED,
                                    "The policy counts for %s again: %s"
                                            .formatted(lost.getAction(), request.getReason()))
                            .setCluster(lost.getCluster())
                            .setPlanId(lost.getPlanId()));
                    return new Answer.Done<>(
                            RestoreTrustResponse.newBuilder().setLost(lost).build());
                })
                .orElseGet(() -> new Answer.NotFound<>("nothing is held against %s in %s; see sentinel policy report"
                        .formatted(request.getAction(), request.getCluster()))));
    }
}

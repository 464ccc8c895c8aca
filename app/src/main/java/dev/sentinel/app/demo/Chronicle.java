package dev.sentinel.app.demo;

import dev.sentinel.responders.audit.AuditLog;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.transport.store.Store;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.AuditEntry;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.v1.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the program wrote down about acting: plans, what came of their steps, and who decided. One thread. */
final class Chronicle {
    private static final int PAGE = 100;
    private static final int MOST_RESULTS = 256;
    private static final String PERSON = "person:";

    private final Store store;
    private final AuditLog audit = AuditLog.ofResponses();
    private final Map<String, Plan> plans = new LinkedHashMap<>();
    private final Map<String, String> patterns = new HashMap<>();
    private final Map<String, Integer> results = new HashMap<>();
    private final List<ActionResult> outcomes = new ArrayList<>();
    private final List<AuditEntry> decisions = new ArrayList<>();
    private long change;
    private long entry;

    /** What is new since the last look. */
    record News(List<Plan> plans, List<Act> acts) {}

    /**
     * What came of one attempt at a step.
     *
     * @param by who allowed it: {@code policy}, or people
     */
    record Act(ActionResult result, Plan plan, List<String> by) {

        /** Whether it changed, or may have changed, anything; what was seen of it later is no act of its own. */
        boolean counts() {
            return !reads()
                    && !result.hasVerification()
                    && switch (result.getOutcomeCase()) {
                        case DONE, UNKNOWN -> true;
                        case ALREADY_DONE, REFUSED, FAILED, OUTCOME_NOT_SET -> false;
                    };
        }

        boolean reads() {
            return !result.getInverse()
                    && step().filter(each -> each.getTier() == RiskTier.RISK_TIER_READ)
                            .isPresent();
        }

        Optional<Step> step() {
            return plan.getContent().getStepsList().stream()
                    .filter(each -> each.getNumber() == result.getStepNumber())
                    .findFirst();
        }
    }

    Chronicle(Store store) {
        this.store = store;
    }

    News look() {
        return store.read(sql -> {
            decided(sql);
            List<Plan> changed = changed(sql);
            List<Act> acts = new ArrayList<>();
            for (Plan plan : changed) {
                List<ActionResult> all = Plans.results(sql, plan.getId(), MOST_RESULTS);
                int known = results.getOrDefault(plan.getId(), 0);
                all.subList(Math.min(known, all.size()), all.size()).forEach(result -> {
                    outcomes.add(result);
                    acts.add(act(result));
                });
                var unused = results.put(plan.getId(), all.size());
            }
            return new News(changed, acts);
        });
    }

    private List<Plan> changed(Sql sql) {
        List<Plan> news = new ArrayList<>();
        List<Plans.Change> page = Plans.changed(sql, change, PAGE);
        while (!page.isEmpty()) {
            for (Plans.Change each : page) {
                change = each.number();
                if (!each.plan().getDryRun()) {
                    var unused = plans.put(each.plan().getId(), each.plan());
                    String incident = each.plan().getContent().getIncidentId();
                    Cases.find(sql, incident)
                            .ifPresent(known ->
                                    patterns.put(incident, known.incident().getPattern()));
                    news.add(each.plan());
                }
            }
            page = Plans.changed(sql, change, PAGE);
        }
        return news;
    }

    private void decided(Sql sql) {
        List<AuditAct> wanted = List.of(AuditAct.AUDIT_ACT_APPROVED, AuditAct.AUDIT_ACT_APPROVAL_REFUSED);
        List<AuditEntry> page = audit.list(sql, after(wanted), PAGE);
        while (!page.isEmpty()) {
            decisions.addAll(page);
            entry = page.getLast().getNumber();
            page = audit.list(sql, after(wanted), PAGE);
        }
    }

    private AuditLog.Filter after(List<AuditAct> acts) {
        return new AuditLog.Filter("", "", "", acts, Optional.empty(), Optional.empty(), entry);
    }

    private Act act(ActionResult result) {
        Plan plan = plans.getOrDefault(result.getPlanId(), Plan.getDefaultInstance());
        return new Act(result, plan, approvers(plan));
    }

    private List<String> approvers(Plan plan) {
        return decisions.stream()
                .filter(each -> each.getAct() == AuditAct.AUDIT_ACT_APPROVED)
                .filter(each -> each.getPlanId().equals(plan.getId()))
                .map(each -> who(each.getActor().getId()))
                .distinct()
                .toList();
    }

    /** As a scenario names them: a person by their name, and {@code policy} for all that was allowed in advance. */
    static String who(String actor) {
        return actor.startsWith(PERSON)
                ? actor.substring(PERSON.length())
                : actor.startsWith("policy:") ? "policy" : actor;
    }

    List<Plan> plans() {
        return List.copyOf(plans.values());
    }

    /** Whether a scenario may call it so: by its runbook, or by its runbook and what it answers. */
    boolean isCalled(Plan plan, String name) {
        String runbook = plan.getContent().getRunbook();
        String pattern = patterns.getOrDefault(plan.getContent().getIncidentId(), "");
        return name.equals(runbook) || name.equals(runbook + " for " + pattern);
    }

    /** The newest plan of that name, one that waits for an answer before all others. */
    Optional<Plan> newest(String name) {
        List<Plan> all =
                plans.values().stream().filter(each -> isCalled(each, name)).toList();
        return all.stream()
                .filter(each -> each.getState() == PlanState.PLAN_STATE_WAITING_FOR_APPROVAL)
                .reduce((first, second) -> second)
                .or(() -> all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()));
    }

    /** Everything that came of steps, in the order of the books. */
    List<Act> acts() {
        return outcomes.stream().map(this::act).toList();
    }

    /** Answers of people that did not count. */
    List<AuditEntry> refused() {
        return decisions.stream()
                .filter(each -> each.getAct() == AuditAct.AUDIT_ACT_APPROVAL_REFUSED)
                .toList();
    }

    /** Whether it would do more than read, which nobody needs to watch. */
    static boolean changes(Plan plan) {
        return plan.getContent().getStepsList().stream().anyMatch(each -> each.getTier() != RiskTier.RISK_TIER_READ);
    }

    /** Where a plan stands, in the words of scenarios. */
    static String word(Plan plan) {
        return switch (plan.getState()) {
            case PLAN_STATE_WAITING_FOR_APPROVAL -> "waiting";
            case PLAN_STATE_APPROVED, PLAN_STATE_RUNNING, PLAN_STATE_WAITING -> "running";
            case PLAN_STATE_SUCCEEDED -> "done";
            case PLAN_STATE_FAILED -> "failed";
            case PLAN_STATE_TAKEN_BACK -> "taken-back";
            case PLAN_STATE_REJECTED -> "rejected";
            case PLAN_STATE_EXPIRED -> "expired";
            case PLAN_STATE_WITHDRAWN -> "withdrawn";
            case PLAN_STATE_PROPOSED -> "proposed";
            case PLAN_STATE_TAKING_BACK -> "taking-back";
            case PLAN_STATE_UNKNOWN -> "unknown";
            case PLAN_STATE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }
}

package dev.sentinel.responders.running;

import dev.sentinel.responders.plan.Planner;
import dev.sentinel.responders.policy.Policy;

/** What decides which plan is made and whether it may be carried out; replaced as a whole when its files change. */
public record Rules(Planner planner, Policy policy) {}

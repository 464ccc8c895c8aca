package dev.sentinel.stories;

import dev.sentinel.app.demo.Narrator;
import dev.sentinel.app.demo.Verdict;
import dev.sentinel.lab.scenario.Scenario;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Plan;
import java.time.Duration;
import java.util.List;

/** For who wants to hear some of it. */
abstract class Onlooker implements Narrator {
    @Override
    public void opens(Scenario scenario) {}

    @Override
    public void watches(Duration startOnThisMachine) {}

    @Override
    public void does(Duration at, String what) {}

    @Override
    public void sees(Duration at, Event event) {}

    @Override
    public void believes(Duration at, Incident incident) {}

    @Override
    public void plans(Duration at, Plan plan) {}

    @Override
    public void acts(Duration at, ActionResult result, String sentence) {}

    @Override
    public void answers(Duration at, String deed, String answer) {}

    @Override
    public void asks(Duration at, Plan plan, List<String> commands) {}

    @Override
    public void passes(Duration at, Duration whole, double speed) {}

    @Override
    public void ends(Verdict verdict) {}
}

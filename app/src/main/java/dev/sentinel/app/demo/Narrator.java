package dev.sentinel.app.demo;

import dev.sentinel.lab.scenario.Scenario;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Plan;
import java.time.Duration;
import java.util.List;

/** Hears what happens while a scenario is played; times count from the moment that Sentinel watches. */
public interface Narrator {

    /** The world is there, the program is not yet. */
    void opens(Scenario scenario);

    /** The program has seen everything there is and the timeline begins. */
    void watches(Duration startOnThisMachine);

    /** Something is done to the world. */
    void does(Duration at, String what);

    /** A fact was accepted. */
    void sees(Duration at, Event event);

    /** An incident changed. */
    void believes(Duration at, Incident incident);

    /** A plan changed. */
    default void plans(Duration at, Plan plan) {}

    /** Something came of a step. */
    default void acts(Duration at, ActionResult result, String sentence) {}

    /** A person did something, and this is what came of it. */
    default void answers(Duration at, String deed, String answer) {}

    /** The plan waits for a person at another terminal, who may say this. */
    default void asks(Duration at, Plan plan, List<String> commands) {}

    /** So much of the whole time has passed, at this speed. */
    void passes(Duration at, Duration whole, double speed);

    /** It is over. */
    void ends(Verdict verdict);

    /** For who wants only the verdict. */
    static Narrator silent() {
        return new Narrator() {
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
            public void passes(Duration at, Duration whole, double speed) {}

            @Override
            public void ends(Verdict verdict) {}
        };
    }
}

package dev.sentinel.responders.guards;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.v1.RiskTier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;

/** All guards, by name, and which of them are asked for an order. */
public final class Guards {
    private static final String PAUSE = "pause";
    private static final String STORAGE_HOLDS = "storage-holds";
    /** Asked before anything is changed, whatever a declaration or a runbook names. */
    private static final List<String> BEFORE_EVERY_CHANGE = List.of(
            PAUSE,
            "target-unchanged",
            "excluded",
            "busy",
            "own-storage",
            "other-actor",
            "gitops-suspended",
            "witness-blind",
            "attempts",
            "cool-down",
            "budget",
            "earned-trust");

    private final SequencedMap<String, Guard> byName = new TreeMap<>();

    public Guards(Collection<Guard> guards) {
        guards.forEach(guard -> byName.put(guard.name(), guard));
    }

    /** Those of the program. */
    public static Guards shipped() {
        return new Guards(List.of(
                new Attempts(),
                new Budget(),
                new Busy(),
                new CoolDown(),
                new EarnedTrust(),
                new Excluded(),
                new GitOpsSuspended(),
                new LastHealthyCopy(),
                new NodeShare(),
                new OtherActor(),
                new OwnStorage(),
                new Pause(),
                new RebuildInProgress(),
                new StorageHolds(),
                new TargetUnchanged(),
                new VolumeFlapping(),
                new VolumeShare(),
                new WitnessBlind()));
    }

    /** By name. */
    public Collection<Guard> all() {
        return List.copyOf(byName.values());
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** Asks whoever must be asked about an order: those of every change, of the action, of the runbook. */
    public List<Finding> ask(Declaration action, List<String> ofRunbook, Question question) {
        var findings = new ArrayList<Finding>();
        for (var name : asked(action, ofRunbook, question)) {
            var guard = Optional.ofNullable(byName.get(name)).orElseGet(() -> new Missing(name));
            findings.add(new Finding(guard, guard.judge(question)));
        }
        return findings;
    }

    private static SequencedSet<String> asked(Declaration action, List<String> ofRunbook, Question question) {
        var names = new LinkedHashSet<String>();
        names.add(PAUSE);
        if (action.tier() != RiskTier.RISK_TIER_READ) {
            names.addAll(BEFORE_EVERY_CHANGE);
        }
        names.addAll(action.guards());
        names.addAll(ofRunbook);
        if (Starting.something(question.order().action(), question.order().arguments())) {
            names.add(STORAGE_HOLDS);
        }
        return names;
    }

    /** A guard that is asked for and is not there does not hold. */
    private record Missing(String name) implements Guard {
        @Override
        public String condition() {
            return "there is a guard of this name";
        }

        @Override
        public Judgement judge(Question question) {
            return new Judgement.Forbids(
                    "this program has no guard \"%s\"".formatted(name),
                    "correct the name, or use the version of Sentinel that has it");
        }
    }
}

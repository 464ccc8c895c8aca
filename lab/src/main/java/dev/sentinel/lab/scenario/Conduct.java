package dev.sentinel.lab.scenario;

import dev.sentinel.lab.scenario.Expectations.Since;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What Sentinel should do, and what it must not. An act that changes something and is neither expected nor allowed fails a scenario, as
 * does an answer of people that was refused and should not have been; nobody needs to write that down.
 *
 * @param allowed acts that may be done beside the expected ones
 * @param never acts that must not be done, also where a wider word would allow them
 * @param becomes what the world must come to
 * @param neverSo what the world must never be from the beginning to the end
 * @param refused what must be turned down
 * @param recovers what the world is when it is well again, and stays to the end
 */
public record Conduct(
        List<Act> acts,
        List<Which> allowed,
        List<Which> never,
        List<Becomes> becomes,
        List<NeverSo> neverSo,
        List<Refusal> refused,
        Optional<Becomes> recovers) {

    public static final Conduct NOTHING =
            new Conduct(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Optional.empty());

    public Conduct {
        acts = List.copyOf(acts);
        allowed = List.copyOf(allowed);
        never = List.copyOf(never);
        becomes = List.copyOf(becomes);
        neverSo = List.copyOf(neverSo);
        refused = List.copyOf(refused);
    }

    /** Without somebody who acts none of it can come. */
    boolean wantsResponders() {
        return !acts.isEmpty() || !refused.isEmpty();
    }

    /**
     * Which acts: a name, or its beginning followed by {@code *}.
     *
     * @param thing as {@code kind/name} or {@code kind/namespace/name}; whatever it is when empty
     */
    public record Which(String act, Optional<String> thing) {

        public boolean fits(String name, String target) {
            boolean named = act.endsWith("*") ? name.startsWith(act.substring(0, act.length() - 1)) : act.equals(name);
            return named && thing.map(target::equals).orElse(true);
        }

        @Override
        public String toString() {
            return act + thing.map(each -> " on " + each).orElse("");
        }
    }

    /**
     * An act that must be done, once.
     *
     * @param by who allowed it: {@code policy}, or a person
     * @param within so soon after {@code since}
     */
    public record Act(
            Which which, Optional<String> runbook, Optional<String> by, Since since, Optional<Duration> within) {}

    /** Something that must come true. */
    public record Becomes(Condition condition, String sentence, Since since, Optional<Duration> within) {}

    /** Something that must not. */
    public record NeverSo(Condition condition, String sentence) {}

    /**
     * Something that must be turned down: an answer to a plan, a plan that came to nothing, or an act that a guard forbade.
     *
     * @param by who gave the answer, or {@code unknown}
     * @param says words of the reason
     */
    public record Refusal(Optional<String> by, Optional<String> runbook, String says) {}
}

package dev.sentinel.lab.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One file, complete and checked.
 *
 * @param recorded what was seen elsewhere, told again at its time; then there is no cluster
 * @param turns what happens, in order; their times count from the moment Sentinel watches
 * @param ends when the curtain falls, counted the same way
 * @param pace how many times as fast as the machine's the time passes when no turn says otherwise
 */
public record Scenario(
        String name,
        String title,
        String story,
        Setting setting,
        SentinelSettings sentinel,
        List<Recorded> recorded,
        List<Turn> turns,
        Duration ends,
        double pace,
        Expectations expected,
        Optional<Report> report) {

    public Scenario {
        turns = List.copyOf(turns);
        recorded = List.copyOf(recorded);
    }

    /** An event as JSON, and when it came. */
    public record Recorded(Instant at, String event, int line) {}

    /**
     * What is configured beside the cluster itself.
     *
     * @param collectors sections of {@code collectors}, as text
     * @param more other sections of the configuration, as text
     * @param brokerApart the broker is a process of its own, which can be lost
     * @param host the client of Nomad whose files it reads
     * @param responding what may be done and who decides; without it nothing is done
     */
    public record SentinelSettings(
            String collectors,
            String more,
            boolean brokerApart,
            Optional<String> host,
            Optional<Responding> responding) {}

    /**
     * How Sentinel acts.
     *
     * @param policy a policy file, as text; empty for the shipped one
     * @param more other keys of the section {@code responders}, as text
     */
    public record Responding(String policy, String more, List<Person> people) {
        public Responding {
            people = List.copyOf(people);
        }

        public boolean inSlack() {
            return people.stream().anyMatch(Person::inSlack);
        }
    }

    /** Somebody whom the configuration knows, by a token and perhaps by their name in the lab's Slack. */
    public record Person(String name, List<String> roles, boolean inSlack) {
        public Person {
            roles = List.copyOf(roles);
        }
    }

    /** What the people who reported the real incident needed. */
    public record Report(String source, String detected, String contained, String recovered) {}
}

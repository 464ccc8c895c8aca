package dev.sentinel.app.config;

import dev.sentinel.app.people.Person;
import dev.sentinel.responders.notify.Route;
import dev.sentinel.responders.notify.edge.Channel;
import dev.sentinel.responders.notify.edge.Notifier;
import dev.sentinel.responders.targets.kubernetes.Connection;
import dev.sentinel.v1.Ref;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What may be done, to what, and who decides and hears of it.
 *
 * @param on whether this program acts; it does where the section is there
 * @param lease how long another instance waits for one that died before it acts
 * @param pauseFile while it exists nothing acts
 * @param retention how long plans that are over, and what was said and told about them, are kept
 * @param policy a file; without one the shipped policy is in force, which does nothing but read without being asked
 * @param runbooks a folder of the user's own
 * @param own things that the broker and store of this program stand on
 */
public record RespondersConfig(
        boolean on,
        Duration lease,
        Path pauseFile,
        Duration retention,
        Optional<Path> policy,
        Optional<Path> runbooks,
        List<Ref> own,
        Quarantine quarantine,
        Audit audit,
        Evidence evidence,
        Targets targets,
        List<Person> people,
        Notices notices) {

    public RespondersConfig {
        own = List.copyOf(own);
        people = List.copyOf(people);
    }

    /**
     * How new nodes prove themselves.
     *
     * @param onJoin whether a new node is kept from taking replicas until it has
     */
    public record Quarantine(boolean onJoin, Duration watch) {}

    /** Where the proofs of the audit lie; on another disk than the store, best. */
    public record Audit(Path key, Path checkpoints, Duration every, int entries) {}

    /** Where bundles of evidence are kept, and how large they may be. */
    public record Evidence(Path folder, Size mostEach) {}

    /** What is acted on. */
    public record Targets(
            Optional<Api> api, String longhornNamespace, Optional<Nomad> nomad, Optional<URI> alertmanager) {}

    /** A cluster's API as those who may change it reach it. */
    public record Api(Connection connection, Duration timeout) {}

    /** A Nomad agent. */
    public record Nomad(URI url, Optional<Path> tokenFile) {}

    /**
     * Who hears of what.
     *
     * @param slackSigning the secret that Slack signs presses of buttons with; without it nobody approves from there
     */
    public record Notices(
            List<Channel> channels, List<Route> routes, Notifier.Storm storm, Optional<Supplier<String>> slackSigning) {
        public Notices {
            channels = List.copyOf(channels);
            routes = List.copyOf(routes);
        }
    }
}

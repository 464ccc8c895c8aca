package dev.sentinel.responders.running;

import dev.sentinel.responders.audit.Notary;
import dev.sentinel.responders.quarantine.Gate;
import dev.sentinel.v1.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Who this responder is, and where its files are.
 *
 * @param lease how long a responder that died is waited for
 * @param pauseFile stops every act while it exists
 * @param own things that Sentinel's own broker and store stand on
 * @param retention how long resolved incidents, plans that are over and all that was said about them are kept; the audit is
 *     kept for ever
 */
public record Settings(
        String holder,
        Duration lease,
        Path pauseFile,
        List<Ref> own,
        Proof proof,
        Isolation isolation,
        Duration retention) {

    /**
     * How things are kept out of service.
     *
     * @param runbook whose plans begin a quarantine
     * @param onJoin whether a node that joins is an occasion
     * @param watch for how long the gates have to hold
     */
    public record Isolation(String runbook, boolean onJoin, Duration watch, List<Gate> gates) {
        public Isolation {
            gates = List.copyOf(gates);
        }

        public static Isolation usual() {
            return new Isolation("quarantine-node", true, Duration.ofDays(2), Gate.USUAL);
        }
    }

    /**
     * How the audit is proven.
     *
     * @param key made on the first start, readable by its owner only
     * @param checkpoints on another disk than the store
     */
    public record Proof(Path key, Path checkpoints, Notary.Pace pace) {}

    public Settings {
        own = List.copyOf(own);
    }
}

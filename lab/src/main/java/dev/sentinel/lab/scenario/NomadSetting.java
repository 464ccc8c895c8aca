package dev.sentinel.lab.scenario;

import java.util.List;
import java.util.Optional;

/** A region of Nomad beside the cluster, or in place of it. */
public record NomadSetting(List<String> clients, List<Job> jobs) {

    public NomadSetting {
        clients = List.copyOf(clients);
        jobs = List.copyOf(jobs);
    }

    /**
     * A service of one allocation.
     *
     * @param program what of the lab it runs
     * @param lun what it stands on, which every client reaches
     */
    public record Job(String name, Optional<String> program, Optional<String> lun) {}
}

package dev.sentinel.lab.world.kubernetes;

import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The hosts themselves, whatever the cluster believes of them. */
public final class Machines {

    /**
     * A host: {@code running} is false when it is off or cut off, {@code healthy} is false when its kubelet reports trouble;
     * its kubelet is ready from {@code readyFrom} on.
     */
    public record Machine(String name, boolean running, boolean healthy, String bootId, Instant readyFrom) {}

    private final Map<String, Machine> machines = new TreeMap<>();

    public List<Machine> all() {
        return List.copyOf(machines.values());
    }

    public Optional<Machine> find(String name) {
        return Optional.ofNullable(machines.get(name));
    }

    public boolean running(String name) {
        return find(name).filter(Machine::running).isPresent();
    }

    public void boots(World world, String name, Instant readyFrom) {
        machines.put(name, new Machine(name, true, true, world.dice().uid(), readyFrom));
    }

    /** Off, or out of reach: nobody hears of it any more. */
    public void falls(String name) {
        Machine was = known(name);
        machines.put(name, new Machine(name, false, was.healthy(), was.bootId(), was.readyFrom()));
    }

    /** Back without having been off. */
    public void returns(String name, Instant readyFrom) {
        Machine was = known(name);
        machines.put(name, new Machine(name, true, true, was.bootId(), readyFrom));
    }

    /** Its kubelet says that the node is not ready. */
    public void sickens(String name) {
        Machine was = known(name);
        machines.put(name, new Machine(name, true, false, was.bootId(), was.readyFrom()));
    }

    public void remove(String name) {
        machines.remove(name);
    }

    private Machine known(String name) {
        return find(name).orElseThrow(() -> new Refused(Refused.Reason.NOT_FOUND, "there is no machine " + name));
    }
}

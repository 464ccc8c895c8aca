package dev.sentinel.responders.guards;

import dev.sentinel.responders.situation.Machine;
import dev.sentinel.responders.situation.Sources;
import dev.sentinel.v1.Ref;
import java.util.List;
import java.util.TreeSet;

/** Only so many nodes are out of service at once, through us or anybody else, and never the last one. */
final class NodeShare implements Guard {
    @Override
    public String name() {
        return "node-share";
    }

    @Override
    public String condition() {
        return "the share of nodes out of service stays within the bounds";
    }

    @Override
    public Judgement judge(Question question) {
        return Unseen.among(question.situation(), List.of(Sources.NODES, Sources.LONGHORN_NODES))
                .orElseGet(() -> new Concern(question.order().target(), question.situation())
                        .machine()
                        .map(machine -> judge(machine, question))
                        .orElseGet(() -> new Judgement.Holds("it takes no node out of service")));
    }

    private static Judgement judge(Machine target, Question question) {
        var machines = question.situation().machines();
        var out = new TreeSet<String>();
        machines.stream()
                .filter(machine -> isOut(machine, question.standing().quarantined()))
                .forEach(machine -> out.add(machine.name()));
        if (out.contains(target.name())) {
            return new Judgement.Holds("%s is out of service already".formatted(target.name()));
        }
        var most = most(machines.size(), question.standing().bounds().nodeShare());
        return out.size() + 1 <= most
                ? new Judgement.Holds("%d of %d nodes would be out of service; %d may be"
                        .formatted(out.size() + 1, machines.size(), most))
                : new Judgement.Forbids(
                        "%d of %d nodes would be out of service, and %d may be%s"
                                .formatted(
                                        out.size() + 1,
                                        machines.size(),
                                        most,
                                        out.isEmpty() ? "" : "; out are " + Names.of(List.copyOf(out))),
                        "bring another one back first");
    }

    /** At least one may be, or small clusters could never be helped; never all of them. */
    static int most(int nodes, double share) {
        return Math.min(Math.max(1, (int) Math.floor(nodes * share)), nodes - 1);
    }

    private static boolean isOut(Machine machine, List<Ref> quarantined) {
        return !machine.ready()
                || machine.cordoned()
                || machine.storage()
                        .filter(storage -> !storage.allowScheduling())
                        .isPresent()
                || quarantined.stream()
                        .anyMatch(each -> isNode(each) && each.getName().equals(machine.name()));
    }

    private static boolean isNode(Ref ref) {
        return ref.getKind().equals("kubernetes.node") || ref.getKind().equals("longhorn.node");
    }
}

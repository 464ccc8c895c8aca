package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Editing;
import dev.sentinel.responders.targets.kubernetes.Looking;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** What can be done to Longhorn through its resources. */
public final class LonghornActions {
    private LonghornActions() {}

    /** All of them, for the installation in one namespace. */
    public static List<Action> of(Cluster cluster, String namespace, InstantSource clock) {
        Stream<Action> edits = Stream.of(
                        new NodeSchedulingOff(namespace),
                        new NodeSchedulingOn(namespace),
                        new DiskSchedulingOff(namespace),
                        new DiskSchedulingOn(namespace),
                        new NodeEvictionOn(namespace),
                        new NodeEvictionOff(namespace),
                        new DiskEvictionOn(namespace),
                        new DiskEvictionOff(namespace),
                        new VolumeBalanceOff(namespace),
                        new VolumeBalanceRestore(namespace),
                        SettingSwitch.autoBalance(namespace),
                        SettingSwitch.autoSalvage(namespace),
                        SettingSwitch.autoDeletePod(namespace),
                        new Hold(namespace),
                        new LetGo(namespace))
                .map(each -> new Editing(each, cluster, clock));
        Stream<Action> looks = Stream.of(new ObserveNode(namespace), new ObserveVolume(namespace))
                .map(each -> new Looking(each, cluster, clock));
        return Stream.concat(edits, looks).toList();
    }
}

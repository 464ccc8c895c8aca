package dev.sentinel.collectors.longhorn;

import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The listings that edges belong to: one for each kind of object that tells them. */
final class Scopes {
    static final List<String> ALL =
            List.of(Kinds.NODE, Kinds.VOLUME, Kinds.ENGINE, Kinds.REPLICA, Kinds.MANAGER, Kinds.SETTING);

    private Scopes() {}

    static Map<String, List<Edge>> edges(Known what) {
        return switch (what) {
            case Known.Node node -> Map.of(Kinds.NODE, node.edges());
            case Known.Volume volume -> Map.of(Kinds.VOLUME, volume.edges());
            case Known.Engine engine -> Map.of(Kinds.ENGINE, engine.edges());
            case Known.Replica replica -> Map.of(Kinds.REPLICA, replica.edges());
            case Known.Manager manager -> Map.of(Kinds.MANAGER, manager.edges());
            case Known.Setting setting -> Map.of(Kinds.SETTING, setting.edges());
            case Known.ManagerPod pod -> Map.of();
            case Known.Tickets tickets -> Map.of();
            case Known.Orphan orphan -> Map.of();
            case Known.Saying saying -> Map.of();
        };
    }

    static Set<EdgeKind> kinds(String scope) {
        return switch (scope) {
            case Kinds.NODE -> Set.of(EdgeKind.EDGE_KIND_IS, EdgeKind.EDGE_KIND_PART_OF);
            case Kinds.VOLUME -> Set.of(EdgeKind.EDGE_KIND_ATTACHED_TO);
            case Kinds.ENGINE, Kinds.REPLICA ->
                Set.of(EdgeKind.EDGE_KIND_HAS, EdgeKind.EDGE_KIND_ON, EdgeKind.EDGE_KIND_HOSTS);
            case Kinds.MANAGER -> Set.of(EdgeKind.EDGE_KIND_RUNS_ON);
            case Kinds.SETTING -> Set.of(EdgeKind.EDGE_KIND_GOVERNS);
            default -> Set.of();
        };
    }
}

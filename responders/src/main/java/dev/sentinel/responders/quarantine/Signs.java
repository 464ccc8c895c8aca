package dev.sentinel.responders.quarantine;

import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.ConditionStatus;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.KubernetesNodeConditionType;
import dev.sentinel.v1.Ref;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which events are about a node, and which gate they break. */
final class Signs {
    private static final Set<String> NODES = Set.of("kubernetes.node", "longhorn.node", "host.machine");
    /** Fields in which details name the node that they are about. */
    private static final List<String> FIELDS = List.of("node", "target_node");

    private Signs() {}

    /** The subject, a related thing, or a field of the detail is the node. */
    static boolean concern(Event event, String node) {
        return Stream.concat(Stream.of(event.getSubject()), event.getRelatedList().stream())
                        .anyMatch(ref -> isNode(ref, node))
                || Kinds.field(Kinds.of(event))
                        .filter(field -> names((Message) event.getField(field), node))
                        .isPresent();
    }

    private static boolean isNode(Ref ref, String node) {
        return NODES.contains(ref.getKind()) && ref.getName().equals(node);
    }

    private static boolean names(Message detail, String node) {
        return detail.getDescriptorForType().getFields().stream()
                .filter(field -> FIELDS.contains(field.getName()))
                .filter(field -> field.getJavaType() == JavaType.STRING && !field.isRepeated())
                .anyMatch(field -> node.equals(detail.getField(field)));
    }

    static boolean breaks(Event event, Gate gate) {
        return gate.brokenBy().contains(Kinds.of(event)) || (gate == Gate.READY_STABLE && saysNotReady(event));
    }

    private static boolean saysNotReady(Event event) {
        return event.hasKubernetesNodeConditionChanged()
                && event.getKubernetesNodeConditionChanged().getType()
                        == KubernetesNodeConditionType.KUBERNETES_NODE_CONDITION_TYPE_READY
                && event.getKubernetesNodeConditionChanged().getStatus() != ConditionStatus.CONDITION_STATUS_TRUE;
    }
}

package dev.sentinel.collectors.kubernetes;

import dev.sentinel.v1.KubernetesNodeConditionType;

/** The words of conditions. */
final class Conditions {
    private Conditions() {}

    static KubernetesNodeConditionType nodeType(String word) {
        return switch (word) {
            case "Ready" -> KubernetesNodeConditionType.KUBERNETES_NODE_CONDITION_TYPE_READY;
            case "MemoryPressure" -> KubernetesNodeConditionType.KUBERNETES_NODE_CONDITION_TYPE_MEMORY_PRESSURE;
            case "DiskPressure" -> KubernetesNodeConditionType.KUBERNETES_NODE_CONDITION_TYPE_DISK_PRESSURE;
            case "PIDPressure" -> KubernetesNodeConditionType.KUBERNETES_NODE_CONDITION_TYPE_PID_PRESSURE;
            case "NetworkUnavailable" -> KubernetesNodeConditionType.KUBERNETES_NODE_CONDITION_TYPE_NETWORK_UNAVAILABLE;
            default -> KubernetesNodeConditionType.KUBERNETES_NODE_CONDITION_TYPE_OTHER;
        };
    }
}

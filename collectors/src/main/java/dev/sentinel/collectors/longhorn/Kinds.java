package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.ThingKind;

/** The kinds of Longhorn's things. */
final class Kinds {
    static final String NODE = "longhorn.node";
    static final String DISK = "longhorn.disk";
    static final String VOLUME = "longhorn.volume";
    static final String ENGINE = "longhorn.engine";
    static final String REPLICA = "longhorn.replica";
    static final String MANAGER = "longhorn.instance_manager";
    static final String SETTING = "longhorn.setting";
    static final String ORPHAN = "longhorn.orphan";
    static final String TICKETS = "longhorn.volume_attachment";
    /** Not a thing of its own: the pod has the name of its instance manager. */
    static final String MANAGER_POD = "longhorn.instance_manager_pod";

    private Kinds() {}

    static String of(String resourceKind) {
        return ThingKind.of("longhorn.io/v1beta2", resourceKind);
    }
}

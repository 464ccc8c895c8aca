package dev.sentinel.collectors.machine;

import java.util.regex.Pattern;

/** What a name found on the machine must look like before it becomes a part of a path or of a reference. */
final class Names {
    private static final Pattern DEVICE = Pattern.compile("[a-zA-Z][a-zA-Z0-9!._-]{0,63}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,7}:[0-9]{1,8}");
    private static final Pattern OBJECT = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern VOLUME = Pattern.compile("[a-zA-Z0-9-_\\[\\]]{1,128}");
    private static final Pattern UID = Pattern.compile("[0-9a-f-]{32,36}");

    private Names() {}

    /** The kernel's name of a block device. */
    static boolean isDevice(String name) {
        return DEVICE.matcher(name).matches();
    }

    /** Major and minor. */
    static boolean isNumber(String name) {
        return NUMBER.matcher(name).matches();
    }

    /** A name in Kubernetes. */
    static boolean isObject(String name) {
        return OBJECT.matcher(name).matches();
    }

    /** A volume of Nomad; one for each allocation ends with its number in brackets. */
    static boolean isVolume(String name) {
        return VOLUME.matcher(name).matches();
    }

    static boolean isUid(String name) {
        return UID.matcher(name).matches();
    }
}

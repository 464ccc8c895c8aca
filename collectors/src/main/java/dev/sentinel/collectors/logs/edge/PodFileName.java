package dev.sentinel.collectors.logs.edge;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The container whose log a file is, as the kubelet names files. What does not keep to the rules of names in Kubernetes is
 * nobody's.
 *
 * @param uid empty where the name of the file does not have it
 */
record PodFileName(String namespace, String pod, String uid, String container) {
    private static final String NAME = "[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?";
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    /** {@code <namespace>_<pod>_<uid>/<container>/<attempt>.log}. */
    private static final Pattern PODS =
            Pattern.compile("(?<namespace>%s)_(?<pod>%s)_(?<uid>[0-9a-f-]{32,36})".formatted(LABEL, NAME));
    /** {@code <pod>_<namespace>_<container>-<64 hexadecimal digits>.log}. */
    private static final Pattern CONTAINERS = Pattern.compile(
            "(?<pod>%s)_(?<namespace>%s)_(?<container>%s)-[0-9a-f]{64}\\.log".formatted(NAME, LABEL, LABEL));

    private static final Pattern CONTAINER = Pattern.compile(LABEL);

    static Optional<PodFileName> of(Path file) {
        Matcher flat = CONTAINERS.matcher(file.getFileName().toString());
        if (flat.matches()) {
            return Optional.of(
                    new PodFileName(flat.group("namespace"), flat.group("pod"), "", flat.group("container")));
        }
        Path parts = file.normalize();
        if (parts.getNameCount() < 3) {
            return Optional.empty();
        }
        String container = parts.getName(parts.getNameCount() - 2).toString();
        return pod(parts.getName(parts.getNameCount() - 3).toString())
                .filter(pod -> CONTAINER.matcher(container).matches())
                .map(pod -> new PodFileName(pod.namespace(), pod.pod(), pod.uid(), container));
    }

    /** The pod of a folder below /var/log/pods; its container is empty. */
    private static Optional<PodFileName> pod(String folder) {
        Matcher deep = PODS.matcher(folder);
        return deep.matches()
                ? Optional.of(new PodFileName(deep.group("namespace"), deep.group("pod"), deep.group("uid"), ""))
                : Optional.empty();
    }
}

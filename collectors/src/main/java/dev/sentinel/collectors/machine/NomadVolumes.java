package dev.sentinel.collectors.machine;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.v1.Ref;
import java.util.List;
import java.util.Optional;

/**
 * What a mount point of a Nomad client says of the CSI volume that is staged or published there:
 * {@code .../csi/node/PLUGIN/staging/[NAMESPACE/]VOLUME/USAGE} and {@code .../per-alloc/ALLOCATION/[NAMESPACE/]VOLUME/USAGE}.
 * Where the client's folder is differs from installation to installation, so only the end of the path counts.
 */
final class NomadVolumes {
    private static final List<String> PLUGIN_TYPES = List.of("node", "monolith");
    /** Older clients leave the namespace out of the path; nearly all of them have only this one. */
    private static final String NAMESPACE = "default";

    private NomadVolumes() {}

    static Optional<Ref> at(String mountPoint) {
        List<String> steps = List.of(mountPoint.split("/", -1));
        int csi = steps.indexOf("csi");
        if (csi < 0 || steps.size() < csi + 6 || !PLUGIN_TYPES.contains(steps.get(csi + 1))) {
            return Optional.empty();
        }
        List<String> rest = steps.subList(csi + 4, steps.size());
        return switch (steps.get(csi + 3)) {
            case "staging" -> volume(rest);
            case "per-alloc" -> Names.isUid(rest.getFirst()) ? volume(rest.subList(1, rest.size())) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Ref> volume(List<String> steps) {
        boolean names = steps.stream().allMatch(Names::isVolume);
        return switch (steps.size()) {
            case 2 -> names ? Optional.of(ref(NAMESPACE, steps.get(0))) : Optional.empty();
            case 3 -> names ? Optional.of(ref(steps.get(0), steps.get(1))) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Ref ref(String namespace, String volume) {
        return Refs.of("nomad.volume", namespace, volume);
    }
}

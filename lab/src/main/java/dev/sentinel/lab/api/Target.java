package dev.sentinel.lab.api;

import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Refused;
import java.util.List;
import java.util.Optional;

/** What a path points at: a kind, perhaps a namespace, a name, a subresource ("" where the path says none). */
record Target(Kind kind, String namespace, String name, String part) {

    static Optional<Target> of(List<String> path) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        boolean core = path.getFirst().equals("api");
        int rest = core ? 2 : 3;
        if (path.size() <= rest || !(core || path.getFirst().equals("apis"))) {
            return Optional.empty();
        }
        String group = core ? "" : path.get(1);
        return of(group, path.get(rest - 1), path.subList(rest, path.size()));
    }

    private static Optional<Target> of(String group, String version, List<String> rest) {
        boolean inNamespace = rest.size() >= 3 && rest.getFirst().equals("namespaces") && !isPart(rest.get(2));
        String namespace = inNamespace ? rest.get(1) : "";
        List<String> own = inNamespace ? rest.subList(2, rest.size()) : rest;
        return Kinds.all().stream()
                .filter(kind -> kind.group().equals(group)
                        && kind.version().equals(version)
                        && kind.plural().equals(own.getFirst()))
                .findFirst()
                .map(kind -> new Target(kind, namespace, nth(own, 1), nth(own, 2)));
    }

    boolean one() {
        return !name.isEmpty();
    }

    Key key() {
        if (kind.namespaced() == namespace.isEmpty()) {
            throw new Refused(
                    Refused.Reason.BAD_REQUEST,
                    kind.namespaced()
                            ? "an object of %s has a namespace, and the path has none".formatted(kind)
                            : "an object of %s has no namespace, and the path has one".formatted(kind));
        }
        return new Key(kind, namespace, name);
    }

    private static boolean isPart(String word) {
        return word.equals("status") || word.equals("finalize");
    }

    private static String nth(List<String> path, int index) {
        return path.size() > index ? path.get(index) : "";
    }
}

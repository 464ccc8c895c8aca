package dev.sentinel.responders.targets.kubernetes;

import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.v1.Ref;
import java.util.regex.Pattern;

/**
 * Where one object is. Names come from incidents, which come from the world: what could be read as another path is no name.
 *
 * @param namespace empty for what has none
 * @param part a subresource: "scale"; empty for the object itself
 */
public record Place(ObjectKind kind, String namespace, String name, String part) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9._]{0,251}[A-Za-z0-9])?");

    public static Place of(ObjectKind kind, String namespace, String name) throws NoAnswer {
        if (!NAME.matcher(name).matches()
                || !(namespace.isEmpty() || NAME.matcher(namespace).matches())) {
            throw new NoAnswer(
                    NoAnswer.Why.UNSUPPORTED,
                    "there can be no %s of the name \"%s\" in \"%s\"".formatted(kind.resource(), name, namespace),
                    null);
        }
        return new Place(kind, kind.namespaced() ? namespace : "", name, "");
    }

    /** Where the object behind a thing is. */
    public static Place of(Ref thing) throws NoAnswer {
        ObjectKind kind = Kinds.behind(thing)
                .orElseThrow(() -> new NoAnswer(
                        NoAnswer.Why.UNSUPPORTED, "%s is nothing that the API keeps".formatted(thing.getKind()), null));
        return of(kind, thing.getNamespace(), thing.getName());
    }

    Place part(String part) {
        return new Place(kind, namespace, name, part);
    }

    String path() {
        return listing(kind, namespace) + "/" + name + (part.isEmpty() ? "" : "/" + part);
    }

    /** Where all objects of a kind are; without a namespace those of all. */
    static String listing(ObjectKind kind, String namespace) {
        return kind.home() + (namespace.isEmpty() ? "" : "/namespaces/" + namespace) + "/" + kind.plural();
    }

    /** The permission that a verb needs here: "patch statefulsets.apps/scale in monitoring". */
    public String permission(String verb) {
        return "%s %s%s%s"
                .formatted(
                        verb,
                        kind.resource(),
                        part.isEmpty() ? "" : "/" + part,
                        namespace.isEmpty() ? "" : " in " + namespace);
    }

    @Override
    public String toString() {
        return "%s/%s%s".formatted(kind.resource(), name, namespace.isEmpty() ? "" : " in " + namespace);
    }
}

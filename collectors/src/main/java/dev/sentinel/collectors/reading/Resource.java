package dev.sentinel.collectors.reading;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.v1.ConditionStatus;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A Kubernetes object: what all of them have. */
public record Resource(Tree tree) {

    /** The object in this JSON; nothing when it has no name, for then nothing can be said of it. */
    public static Optional<Resource> of(JsonNode json) {
        Resource resource = new Resource(new Tree(json));
        return resource.name().isEmpty() ? Optional.empty() : Optional.of(resource);
    }

    public String name() {
        return tree.at("metadata", "name").name();
    }

    public String namespace() {
        return tree.at("metadata", "namespace").name();
    }

    public String uid() {
        return tree.at("metadata", "uid").word();
    }

    public String kind() {
        return tree.at("kind").word();
    }

    public String apiVersion() {
        return tree.at("apiVersion").name();
    }

    public String label(String name) {
        return tree.at("metadata", "labels", name).name();
    }

    /** When it was made; the fallback is for objects that do not say. */
    public Instant createdAt(Instant otherwise) {
        return tree.at("metadata", "creationTimestamp").time().orElse(otherwise);
    }

    public Optional<Instant> deletionAt() {
        return tree.at("metadata", "deletionTimestamp").time();
    }

    public Tree spec(String... path) {
        return tree.at("spec").at(path);
    }

    public Tree status(String... path) {
        return tree.at("status").at(path);
    }

    /** Whether a condition holds, in the words of every Kubernetes object. */
    public static ConditionStatus holds(Tree condition) {
        return switch (condition.at("status").word()) {
            case "True" -> ConditionStatus.CONDITION_STATUS_TRUE;
            case "False" -> ConditionStatus.CONDITION_STATUS_FALSE;
            case "Unknown" -> ConditionStatus.CONDITION_STATUS_UNKNOWN;
            default -> ConditionStatus.CONDITION_STATUS_UNSPECIFIED;
        };
    }

    /** The condition of a type, as a list keeps it. */
    public Tree condition(String type) {
        return status("conditions").ofType(type);
    }

    /** This object as a thing. */
    public Ref ref(String thingKind) {
        return Refs.of(thingKind, namespace(), name(), uid());
    }

    /** The owner that controls it; operators' resources are found the same way. */
    public Optional<Ref> controller() {
        return owners().stream()
                .filter(owner -> owner.at("controller").flag())
                .findFirst()
                .map(this::owner);
    }

    private List<Tree> owners() {
        return tree.at("metadata", "ownerReferences").items().stream()
                .filter(owner -> !owner.at("name").name().isEmpty())
                .toList();
    }

    private Ref owner(Tree owner) {
        String kind = owner.at("kind").word();
        String thing = ThingKind.of(owner.at("apiVersion").name(), kind);
        String namespace = kind.equals("Node") ? "" : namespace();
        return Refs.of(
                thing, namespace, owner.at("name").name(), owner.at("uid").word());
    }

    /** Who wrote a field last and when, where the API keeps managed fields: the path is spelled without its prefixes. */
    public Optional<Change> lastChange(String... path) {
        return tree.at("metadata", "managedFields").items().stream()
                .filter(entry -> owns(entry.at("fieldsV1"), path))
                .flatMap(entry -> entry.at("time").time().stream()
                        .map(time -> new Change(entry.at("manager").name(), time)))
                .max((one, other) -> one.at().compareTo(other.at()));
    }

    private static boolean owns(Tree fields, String... path) {
        Tree place = fields;
        for (String name : path) {
            place = place.at("f:" + name);
        }
        return place.present();
    }

    /** Who changed something, and when. */
    public record Change(String by, Instant at) {}
}

package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import java.time.Instant;
import java.util.Arrays;

/** Objects as the tables that {@code kubectl get} prints. */
record Tables(Kind kind, Instant now, Include include) {

    /** How much of its object a row carries, as {@code includeObject} asks. */
    enum Include {
        NONE("None"),
        METADATA("Metadata"),
        OBJECT("Object");

        private final String word;

        Include(String word) {
            this.word = word;
        }

        private static Include of(String asked) {
            return Arrays.stream(values())
                    .filter(each -> asked.isEmpty() ? each == METADATA : each.word.equals(asked))
                    .findFirst()
                    .orElseThrow(() -> new Refused(
                            Refused.Reason.BAD_REQUEST,
                            "invalid value for includeObject: \"%s\"; it is None, Metadata or Object"
                                    .formatted(asked)));
        }
    }

    static Tables of(Kind kind, Instant now, Call call) {
        return new Tables(kind, now, Include.of(call.asked("includeObject")));
    }

    static boolean asked(Call call) {
        return call.accept().contains("as=Table");
    }

    ObjectNode list(ObjectNode list) {
        ArrayNode rows = Tree.list();
        list.path("items").forEach(item -> rows.add(row(item)));
        return table(list.path("metadata"), rows);
    }

    ObjectNode one(ObjectNode object) {
        return table(
                Tree.of("resourceVersion", Tree.text(object, "metadata", "resourceVersion")), Tree.list(row(object)));
    }

    private ObjectNode table(JsonNode meta, ArrayNode rows) {
        ArrayNode columns = Tree.list(column("Name", "name", 0));
        Columns.of(kind).forEach(each -> columns.add(column(each.name(), "", each.wide() ? 1 : 0)));
        columns.add(column("Age", "", 0));
        return Tree.of(
                "kind", "Table",
                "apiVersion", "meta.k8s.io/v1",
                "metadata", meta,
                "columnDefinitions", columns,
                "rows", rows);
    }

    private static ObjectNode column(String name, String format, int priority) {
        return Tree.of("name", name, "type", "string", "format", format, "description", name, "priority", priority);
    }

    private ObjectNode row(JsonNode object) {
        ArrayNode cells = Tree.list(Tree.text(object, "metadata", "name"));
        Columns.of(kind).forEach(each -> cells.add(each.cell().apply(object, now)));
        cells.add(Age.of(Tree.time(object, now, "metadata", "creationTimestamp"), now));
        ObjectNode row = Tree.of("cells", cells);
        switch (include) {
            case NONE -> {}
            case METADATA ->
                row.set(
                        "object",
                        Tree.of(
                                "kind", "PartialObjectMetadata",
                                "apiVersion", "meta.k8s.io/v1",
                                "metadata", object.path("metadata")));
            case OBJECT -> row.set("object", object);
        }
        return row;
    }
}

package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.v1.FieldChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is different between two states of one object, without what the API keeps for itself. */
final class Difference {
    static final int MOST = 64;
    private static final int LONGEST_PATH = 253;
    private static final int LONGEST_VALUE = 2048;
    private static final Set<String> BOOKKEEPING =
            Set.of("metadata.managedFields", "metadata.resourceVersion", "metadata.generation", Marks.PATH);

    private final List<FieldChange> changes = new ArrayList<>();

    private Difference() {}

    /** At most {@link #MOST} of them; an act changes one or two. */
    static List<FieldChange> between(JsonNode before, JsonNode after) {
        Difference difference = new Difference();
        difference.compare("", before, after);
        return List.copyOf(difference.changes);
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before.equals(after) || BOOKKEEPING.contains(path) || changes.size() >= MOST) {
            return;
        }
        boolean deeper = (before.isObject() || after.isObject()) && !(before.isValueNode() || after.isValueNode());
        if (deeper && !before.isArray() && !after.isArray()) {
            Set<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(
                    each -> compare(path.isEmpty() ? each : path + "." + each, before.path(each), after.path(each)));
            return;
        }
        changes.add(FieldChange.newBuilder()
                .setPath(cut(path, LONGEST_PATH))
                .setPreviousValue(cut(text(before), LONGEST_VALUE))
                .setValue(cut(text(after), LONGEST_VALUE))
                .build());
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "" : value.isValueNode() ? value.asText() : value.toString();
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}

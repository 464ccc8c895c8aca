package dev.sentinel.collectors.logs;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a fact is made of a line.
 *
 * @param detail an empty fact of its kind
 * @param fields what each field is filled with
 * @param entries what the map of a user's own fact is filled with
 */
record Filling(Message detail, List<Assignment> fields, Map<String, Template> entries) {
    private static final String ENTRIES = "fields";

    /**
     * One field.
     *
     * @param words what the source's words mean in the contract's; empty when they are the same
     */
    record Assignment(FieldDescriptor field, Template template, Map<String, String> words) {
        Optional<Object> value(Value value) {
            Optional<String> text = template.fill(value);
            Optional<String> known = words.isEmpty() ? text : text.map(words::get);
            return known.flatMap(given -> FieldText.parse(field, given));
        }
    }

    Filling {
        fields = List.copyOf(fields);
        entries = Map.copyOf(entries);
    }

    Descriptor type() {
        return detail.getDescriptorForType();
    }

    /** The fact; empty when the line lacks something without which it would break the contract. */
    Optional<Message> fill(Value value) {
        Message.Builder fact = detail.newBuilderForType();
        for (Assignment each : fields) {
            Optional<Object> filled = each.value(value);
            if (filled.isPresent() && each.field().isRepeated()) {
                fact.addRepeatedField(each.field(), filled.get());
            } else if (filled.isPresent()) {
                fact.setField(each.field(), filled.get());
            } else if (FieldText.isNeeded(each.field())) {
                return Optional.empty();
            }
        }
        entries.forEach((key, template) -> template.fill(value).ifPresent(text -> put(fact, key, text)));
        return Optional.of(fact.build());
    }

    private void put(Message.Builder fact, String key, String text) {
        FieldDescriptor map = type().findFieldByName(ENTRIES);
        fact.addRepeatedField(
                map,
                fact.newBuilderForField(map)
                        .setField(map.getMessageType().findFieldByName("key"), key)
                        .setField(map.getMessageType().findFieldByName("value"), text)
                        .build());
    }
}

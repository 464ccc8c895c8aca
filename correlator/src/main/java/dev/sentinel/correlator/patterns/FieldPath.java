package dev.sentinel.correlator.patterns;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Spans;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The way to a value inside the detail of an event: {@code volume}, {@code times.failed_at}, {@code labels.severity}. */
final class FieldPath {
    private static final int MOST_SHOWN = 5;

    private FieldPath() {}

    /** Why the detail of this kind has no such value that could be shown. */
    static Optional<String> fault(String kind, String path) {
        return Kinds.detail(kind).flatMap(detail -> fault(detail, List.of(path.split("\\.", -1))));
    }

    private static Optional<String> fault(Descriptor message, List<String> path) {
        var field = message.findFieldByName(path.getFirst());
        var rest = path.subList(1, path.size());
        if (field == null) {
            return Optional.of("%s has no field \"%s\"%s"
                    .formatted(message.getName(), path.getFirst(), NearestWord.hint(path.getFirst(), names(message))));
        }
        if (field.isMapField() && rest.size() == 1) {
            return Optional.empty();
        }
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || readable(field) || field.isRepeated()) {
            var single =
                    !field.isMapField() && (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || readable(field));
            return rest.isEmpty() && single
                    ? Optional.empty()
                    : Optional.of("\"%s\" of %s cannot be shown this way"
                            .formatted(String.join(".", path), message.getName()));
        }
        return rest.isEmpty()
                ? Optional.of("\"%s\" of %s is not one value; name one of its fields: %s"
                        .formatted(
                                field.getName(), message.getName(), String.join(", ", names(field.getMessageType()))))
                : fault(field.getMessageType(), rest);
    }

    static List<String> names(Descriptor message) {
        return message.getFields().stream().map(FieldDescriptor::getName).toList();
    }

    private static boolean readable(FieldDescriptor field) {
        return field.getMessageType().equals(Timestamp.getDescriptor())
                || field.getMessageType().equals(Duration.getDescriptor());
    }

    /** The value as text; empty when the fact does not say it. */
    static String read(Event event, String path) {
        var detail =
                event.getOneofFieldDescriptor(Event.getDescriptor().getOneofs().getFirst());
        return detail == null ? "" : read((Message) event.getField(detail), path);
    }

    static String read(Message detail, String path) {
        return read(detail, List.of(path.split("\\.", -1)));
    }

    private static String read(Message message, List<String> path) {
        var field = message.getDescriptorForType().findFieldByName(path.getFirst());
        if (field == null) {
            return "";
        }
        var rest = path.subList(1, path.size());
        var value = message.getField(field);
        if (field.isMapField()) {
            return rest.size() == 1 ? entries(field, (Collection<?>) value).getOrDefault(rest.getFirst(), "") : "";
        }
        if (field.isRepeated()) {
            return list(field, (Collection<?>) value);
        }
        // An absent number is not zero, and an absent time is not 1970.
        if (field.hasPresence() && !message.hasField(field)) {
            return "";
        }
        return rest.isEmpty() ? text(field, value) : value instanceof Message below ? read(below, rest) : "";
    }

    private static Map<String, String> entries(FieldDescriptor map, Collection<?> entries) {
        var found = new TreeMap<String, String>();
        for (var entry : entries) {
            if (entry instanceof Message pair) {
                var type = map.getMessageType();
                found.put(
                        String.valueOf(pair.getField(type.findFieldByNumber(1))),
                        text(type.findFieldByNumber(2), pair.getField(type.findFieldByNumber(2))));
            }
        }
        return found;
    }

    private static String list(FieldDescriptor field, Collection<?> values) {
        var shown =
                values.stream().limit(MOST_SHOWN).map(each -> text(field, each)).collect(Collectors.joining(", "));
        var hidden = values.size() - MOST_SHOWN;
        return hidden > 0 ? shown + " and %d more".formatted(hidden) : shown;
    }

    private static String text(FieldDescriptor field, Object value) {
        return switch (value) {
            case EnumValueDescriptor constant -> word(constant);
            case Timestamp time -> instant(time.getSeconds()).toString();
            case Duration length -> Spans.write(java.time.Duration.ofSeconds(length.getSeconds()));
            case Integer number -> number(field, unsigned(field) ? Integer.toUnsignedLong(number) : number);
            case Long number -> number(field, number);
            case Message message -> message.getDescriptorForType().getName();
            default -> value.toString();
        };
    }

    /** Lengths, sizes and times are stored as numbers whose unit is the end of the field's name. */
    private static String number(FieldDescriptor field, long number) {
        var name = field.getName();
        if (number < 0) {
            return unsigned(field) ? Long.toUnsignedString(number) : Long.toString(number);
        }
        if (name.endsWith("_seconds")) {
            return Spans.write(java.time.Duration.ofSeconds(number));
        }
        if (name.endsWith("_time_ms")) {
            return instant(number / 1000).toString();
        }
        return name.endsWith("_bytes") ? size(number) : Long.toString(number);
    }

    private static boolean unsigned(FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.UINT32 || field.getType() == FieldDescriptor.Type.UINT64;
    }

    private static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        var power = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        return String.format(Locale.ROOT, "%.1f %ciB", bytes / Math.pow(1024, power), "KMGTPE".charAt(power - 1));
    }

    /** A message may claim any number of seconds; a calendar ends somewhere. */
    private static Instant instant(long seconds) {
        var earliest = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
        var latest = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        return Instant.ofEpochSecond(Math.clamp(seconds, earliest, latest));
    }

    private static String word(EnumValueDescriptor constant) {
        var prefix = constant.getType()
                        .getName()
                        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .toUpperCase(Locale.ROOT) + "_";
        var name = constant.getName();
        var word = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        return word.equals("UNSPECIFIED") ? "" : word.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

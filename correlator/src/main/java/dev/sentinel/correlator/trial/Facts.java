package dev.sentinel.correlator.trial;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Fills messages from trees: proto3 JSON with fields in snake or camel case, enum values also without their prefix in
 * lower case ({@code faulted}), and times also as an offset from the beginning of the test ({@code 10m}).
 */
final class Facts {
    private final Complaints complaints;
    private final UnaryOperator<String> wording;

    Facts(Complaints complaints, UnaryOperator<String> wording) {
        this.complaints = complaints;
        this.wording = wording;
    }

    void fill(Message.Builder message, Tree.Fields fields) {
        fields.fields().forEach((key, given) -> {
            var found = field(message, key);
            if (found.isEmpty()) {
                var names = message.getDescriptorForType().getFields().stream()
                        .map(FieldDescriptor::getName)
                        .toList();
                complaints.at(
                        given.line(),
                        "%s has no field \"%s\"%s"
                                .formatted(message.getDescriptorForType().getName(), key, Nearest.hint(key, names)));
            }
            found.ifPresent(field -> set(message, field, given.value()));
        });
    }

    private static Optional<FieldDescriptor> field(Message.Builder message, String key) {
        return message.getDescriptorForType().getFields().stream()
                .filter(field ->
                        field.getName().equals(key) || field.getJsonName().equals(key))
                .findFirst();
    }

    private void set(Message.Builder message, FieldDescriptor field, Tree given) {
        if (field.isMapField() && given instanceof Tree.Fields entries) {
            entries.fields().forEach((key, entry) -> map(message, field, key, entry.value()));
        } else if (field.isRepeated() && !field.isMapField() && given instanceof Tree.Items list) {
            list.items()
                    .forEach(
                            item -> value(message, field, item).ifPresent(one -> message.addRepeatedField(field, one)));
        } else if (field.isRepeated()) {
            complaints.at(
                    given.line(), field.getName() + (field.isMapField() ? " holds keys and values" : " is a list"));
        } else {
            value(message, field, given).ifPresent(one -> message.setField(field, one));
        }
    }

    private void map(Message.Builder message, FieldDescriptor field, String key, Tree given) {
        var entry = message.newBuilderForField(field);
        var type = entry.getDescriptorForType();
        value(entry, type.findFieldByName("value"), given).ifPresent(value -> {
            entry.setField(type.findFieldByName("key"), wording.apply(key));
            entry.setField(type.findFieldByName("value"), value);
            message.addRepeatedField(field, entry.build());
        });
    }

    private Optional<Object> value(Message.Builder message, FieldDescriptor field, Tree given) {
        return switch (given) {
            case Tree.Text text -> scalar(field, text);
            case Tree.Fields fields -> nested(message, field, fields);
            case Tree.Items items -> wrong(items.line(), field, "one value, not a list", List.of());
        };
    }

    private Optional<Object> nested(Message.Builder message, FieldDescriptor field, Tree.Fields fields) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return wrong(fields.line(), field, "one value", List.of());
        }
        var inner = message.newBuilderForField(field);
        fill(inner, fields);
        return Optional.of(inner.build());
    }

    private Optional<Object> scalar(FieldDescriptor field, Tree.Text given) {
        var text = wording.apply(given.value());
        return switch (field.getJavaType()) {
            case STRING -> Optional.of(text);
            case BYTE_STRING -> Optional.of(ByteString.copyFromUtf8(text));
            case BOOLEAN ->
                text.equals("true") || text.equals("false")
                        ? Optional.of(Boolean.valueOf(text))
                        : wrong(given.line(), field, "true or false", List.of());
            case INT -> number(field, given, text, unsigned(field) ? Integer::parseUnsignedInt : Integer::valueOf);
            case LONG -> number(field, given, text, unsigned(field) ? Long::parseUnsignedLong : Long::valueOf);
            case FLOAT -> number(field, given, text, Float::valueOf);
            case DOUBLE -> number(field, given, text, Double::valueOf);
            case ENUM -> constant(field, given, text);
            case MESSAGE -> written(field, given, text);
        };
    }

    private static boolean unsigned(FieldDescriptor field) {
        return switch (field.getType()) {
            case UINT32, UINT64, FIXED32, FIXED64 -> true;
            case INT32,
                    INT64,
                    SINT32,
                    SINT64,
                    SFIXED32,
                    SFIXED64,
                    DOUBLE,
                    FLOAT,
                    BOOL,
                    STRING,
                    GROUP,
                    MESSAGE,
                    BYTES,
                    ENUM -> false;
        };
    }

    private Optional<Object> number(
            FieldDescriptor field, Tree.Text given, String text, Function<String, Object> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (NumberFormatException notOne) {
            return wrong(given.line(), field, "a number, and \"%s\" is none that fits".formatted(text), List.of());
        }
    }

    private Optional<Object> constant(FieldDescriptor field, Tree.Text given, String text) {
        var type = field.getEnumType();
        var names = new ArrayList<String>();
        for (var constant : type.getValues()) {
            var word = shortName(type, constant);
            if (constant.getName().equals(text) || word.equals(text)) {
                return Optional.of(constant);
            }
            names.add(word);
        }
        return wrong(given.line(), field, "one of %s".formatted(names), List.of(text, Nearest.hint(text, names)));
    }

    private static String shortName(EnumDescriptor type, EnumValueDescriptor constant) {
        // The contract's rule: every value begins with the name of its enum and an underscore.
        var prefix = type.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").length() + 1;
        return constant.getName()
                .substring(Math.min(prefix, constant.getName().length()))
                .toLowerCase(Locale.ROOT);
    }

    private Optional<Object> written(FieldDescriptor field, Tree.Text given, String text) {
        var type = field.getMessageType().getFullName();
        if (type.equals("sentinel.v1.Ref")) {
            Optional<Object> ref = Refs.parse(text).map(Object.class::cast);
            return ref.isPresent() ? ref : wrong(given.line(), field, "a thing; " + Refs.SHAPE, List.of());
        }
        if (type.equals(Timestamp.getDescriptor().getFullName())) {
            Optional<Object> time = time(text).map(Moments::of);
            return time.isPresent()
                    ? time
                    : wrong(
                            given.line(),
                            field,
                            "a time like 10m (after the beginning) or 2026-03-02T08:00:00Z",
                            List.of());
        }
        return wrong(given.line(), field, "a mapping of keys and values", List.of());
    }

    private static Optional<Instant> time(String text) {
        try {
            var before = text.startsWith("-");
            return Entry.span(before ? text.substring(1) : text, true)
                    .map(span -> before ? PatternTest.START.minus(span) : PatternTest.START.plus(span))
                    .or(() -> Optional.of(Instant.parse(text)));
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }

    private Optional<Object> wrong(int line, FieldDescriptor field, String needed, List<String> typed) {
        var given =
                typed.isEmpty() ? "" : ", and \"%s\" is none of them%s".formatted(typed.getFirst(), typed.getLast());
        complaints.at(line, "%s is %s%s".formatted(field.getName(), needed, given));
        return Optional.empty();
    }
}

package dev.sentinel.proto.golden;

import build.buf.validate.FieldRules;
import build.buf.validate.StringRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a message with every field set, from its descriptor alone and the same each time. Values depend on a field's own name,
 * number and rules, so adding a field changes no other value.
 */
final class Samples {
    private static final long BASE_SECONDS = 1_771_632_000;
    // What satisfies each pattern in the schema; a new pattern needs a line here.
    private static final Map<String, String> MATCHES = Map.of(
            "^[a-z][a-z0-9-]{0,62}$", "longhorn",
            "^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$", "lab",
            "^[a-z][a-z0-9_]*(\\.[a-z0-9_]+){0,7}$", "ups.on_battery",
            "^[0-9a-f]{64}$", "0123456789abcdef".repeat(4),
            "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    private Samples() {}

    /** One sample for each message, and one for each case of its oneof where it has one; by a name fit for a file. */
    static SortedMap<String, Message> of(List<Descriptor> messages) {
        SortedMap<String, Message> samples = new TreeMap<>();
        for (Descriptor message : messages) {
            if (message.getRealOneofs().isEmpty()) {
                samples.put(message.getName(), sample(message));
            }
            for (OneofDescriptor oneof : message.getRealOneofs()) {
                oneof.getFields()
                        .forEach(chosen ->
                                samples.put(message.getName() + "." + chosen.getName(), sample(message, chosen)));
            }
        }
        return samples;
    }

    private static Message sample(Descriptor message) {
        OneofDescriptor oneof = message.getRealOneofs().stream().findFirst().orElse(null);
        return oneof == null ? fill(message).build() : sample(message, oneof.getField(0));
    }

    private static Message sample(Descriptor message, FieldDescriptor chosen) {
        DynamicMessage.Builder sample = fill(message);
        sample.setField(chosen, value(chosen));
        if (chosen.getFullName().equals("sentinel.v1.Step.unchanging")) {
            // The one rule between fields that a value made from its own field alone cannot keep: only reads change
            // nothing.
            FieldDescriptor tier = message.findFieldByName("tier");
            sample.setField(tier, tier.getEnumType().findValueByName("RISK_TIER_READ"));
        }
        return sample.build();
    }

    private static DynamicMessage.Builder fill(Descriptor message) {
        DynamicMessage.Builder sample = DynamicMessage.newBuilder(message);
        for (FieldDescriptor field : message.getFields()) {
            if (field.getRealContainingOneof() == null) {
                set(sample, field);
            }
        }
        return sample;
    }

    private static void set(DynamicMessage.Builder sample, FieldDescriptor field) {
        if (field.isMapField()) {
            sample.addRepeatedField(field, mapEntry(field));
        } else if (field.isRepeated()) {
            sample.addRepeatedField(
                    field, value(field, rules(field).getRepeated().getItems()));
        } else {
            sample.setField(field, value(field));
        }
    }

    private static Message mapEntry(FieldDescriptor field) {
        Descriptor entry = field.getMessageType();
        return DynamicMessage.newBuilder(entry)
                .setField(entry.findFieldByNumber(1), field.getName() + "_key")
                .setField(entry.findFieldByNumber(2), value(entry.findFieldByNumber(2)))
                .build();
    }

    private static Object value(FieldDescriptor field) {
        return value(field, rules(field));
    }

    private static Object value(FieldDescriptor field, FieldRules rules) {
        int number = field.getNumber();
        return switch (field.getType()) {
            case STRING -> text(field.getName(), rules.getString());
            case BYTES ->
                bytes(number, (int)
                        Math.max(rules.getBytes().getLen(), rules.getBytes().getMinLen()));
            case BOOL -> true;
            case ENUM -> enumValue(field, number);
            case MESSAGE -> message(field);
            case DOUBLE -> 0.5 + number / 1024.0 % 0.5;
            case FLOAT -> 0.5f;
            case INT32, SINT32, SFIXED32 -> number % 2;
            case UINT32, FIXED32 -> rules.getUint32().getGte() + number % 10 % span32(rules);
            case INT64, SINT64, SFIXED64 -> 1_771_632_000_000L + number;
            case UINT64, FIXED64 -> rules.getUint64().getGte() + 10L + number;
            case GROUP -> throw new IllegalArgumentException(field + " is a group, which proto3 does not have");
        };
    }

    private static int span32(FieldRules rules) {
        return rules.getUint32().hasLte()
                ? rules.getUint32().getLte() - rules.getUint32().getGte() + 1
                : 10;
    }

    private static String text(String name, StringRules rules) {
        if (rules.getUuid()) {
            return "019c7d8e-8c00-7abc-8def-0123456789ab";
        }
        if (rules.hasPattern()) {
            String match = MATCHES.get(rules.getPattern());
            if (match == null) {
                throw new IllegalStateException("no sample is known for the pattern " + rules.getPattern());
            }
            return match;
        }
        return name;
    }

    private static ByteString bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (seed * 31 + i);
        }
        return ByteString.copyFrom(bytes);
    }

    private static EnumValueDescriptor enumValue(FieldDescriptor field, int number) {
        List<EnumValueDescriptor> values = field.getEnumType().getValues();
        return values.get(1 + number % (values.size() - 1));
    }

    private static Message message(FieldDescriptor field) {
        if (field.getMessageType().equals(Timestamp.getDescriptor())) {
            return Timestamp.newBuilder()
                    .setSeconds(BASE_SECONDS + field.getNumber())
                    .setNanos(field.getNumber() * 1_000_000)
                    .build();
        }
        return sample(field.getMessageType());
    }

    private static FieldRules rules(FieldDescriptor field) {
        return field.getOptions().getExtension(ValidateProto.field);
    }
}

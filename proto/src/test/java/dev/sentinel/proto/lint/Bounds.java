package dev.sentinel.proto.lint;

import build.buf.validate.BytesRules;
import build.buf.validate.EnumRules;
import build.buf.validate.FieldRules;
import build.buf.validate.MapRules;
import build.buf.validate.RepeatedRules;
import build.buf.validate.StringRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Nothing in a message may grow without limit, and no enum may hold a number that nobody defined. */
final class Bounds {
    private final List<Finding> findings = new ArrayList<>();

    private Bounds() {}

    static List<Finding> check(List<FileDescriptorProto> files) {
        Bounds bounds = new Bounds();
        for (FileDescriptorProto file : files) {
            Walk.messages(file)
                    .forEach((name, message) -> message.getFieldList()
                            .forEach(field -> bounds.field(name + "." + field.getName(), message, field)));
        }
        return List.copyOf(bounds.findings);
    }

    private void field(String name, DescriptorProto message, FieldDescriptorProto field) {
        FieldRules rules = field.getOptions().getExtension(ValidateProto.field);
        Optional<DescriptorProto> entry = mapEntry(message, field);
        if (entry.isPresent()) {
            map(name, entry.get(), rules.getMap());
        } else if (field.getLabel() == FieldDescriptorProto.Label.LABEL_REPEATED) {
            RepeatedRules repeated = rules.getRepeated();
            want(repeated.hasMaxItems(), name, "is a list without max_items");
            value(name + "[]", field.getType(), repeated.getItems());
        } else {
            value(name, field.getType(), rules);
        }
    }

    private void map(String name, DescriptorProto entry, MapRules rules) {
        want(rules.hasMaxPairs(), name, "is a map without max_pairs");
        value(name + "[key]", entry.getField(0).getType(), rules.getKeys());
        value(name + "[value]", entry.getField(1).getType(), rules.getValues());
    }

    private void value(String name, FieldDescriptorProto.Type type, FieldRules rules) {
        switch (type) {
            case TYPE_STRING -> want(bounded(rules.getString()), name, "is a string without a bound");
            case TYPE_BYTES -> want(bounded(rules.getBytes()), name, "are bytes without a bound");
            case TYPE_ENUM -> want(definedOnly(rules.getEnum()), name, "is an enum without defined_only");
            case TYPE_MESSAGE,
                    TYPE_BOOL,
                    TYPE_DOUBLE,
                    TYPE_FLOAT,
                    TYPE_INT32,
                    TYPE_INT64,
                    TYPE_UINT32,
                    TYPE_UINT64,
                    TYPE_SINT32,
                    TYPE_SINT64,
                    TYPE_FIXED32,
                    TYPE_FIXED64,
                    TYPE_SFIXED32,
                    TYPE_SFIXED64 -> {}
            case TYPE_GROUP -> want(false, name, "is a group, which proto3 does not have");
        }
    }

    private static boolean bounded(StringRules rules) {
        return rules.hasMaxLen() || rules.hasLen() || rules.getUuid() || boundedPattern(rules.getPattern());
    }

    // A pattern bounds a string when it is anchored and repeats nothing without a limit.
    private static boolean boundedPattern(String pattern) {
        return pattern.startsWith("^")
                && pattern.endsWith("$")
                && !pattern.contains("*")
                && !pattern.contains("+")
                && !pattern.contains(",}");
    }

    private static boolean bounded(BytesRules rules) {
        return rules.hasMaxLen() || rules.hasLen();
    }

    private static boolean definedOnly(EnumRules rules) {
        return rules.getDefinedOnly();
    }

    private static Optional<DescriptorProto> mapEntry(DescriptorProto message, FieldDescriptorProto field) {
        return message.getNestedTypeList().stream()
                .filter(Walk::isMapEntry)
                .filter(entry -> field.getTypeName().endsWith("." + message.getName() + "." + entry.getName()))
                .findFirst();
    }

    private void want(boolean holds, String name, String what) {
        if (!holds) {
            findings.add(new Finding("FIELD_BOUNDED", name, what));
        }
    }
}

package dev.sentinel.proto.lint;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import dev.sentinel.v1.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What changed since the last release in a way that breaks somebody's source, stored bytes, JSON or routing: the rules of
 * Buf's FILE category, and our own for kinds and HTTP paths. Adding is always allowed.
 */
final class Breaking {
    private final List<Finding> findings = new ArrayList<>();

    private Breaking() {}

    static List<Finding> check(List<FileDescriptorProto> before, List<FileDescriptorProto> after) {
        Breaking breaking = new Breaking();
        breaking.each(
                "FILE_NO_DELETE",
                "",
                by(before, FileDescriptorProto::getName),
                by(after, FileDescriptorProto::getName),
                breaking::file);
        return List.copyOf(breaking.findings);
    }

    private void file(String name, Change<FileDescriptorProto> file) {
        same("FILE_SAME_PACKAGE", name, file.map(FileDescriptorProto::getPackage));
        same("FILE_SAME_SYNTAX", name, file.map(FileDescriptorProto::getSyntax));
        same("FILE_SAME_JAVA_PACKAGE", name, file.map(f -> f.getOptions().getJavaPackage()));
        same("FILE_SAME_JAVA_MULTIPLE_FILES", name, file.map(f -> f.getOptions().getJavaMultipleFiles()));
        each("MESSAGE_NO_DELETE", name + ": ", Walk.messages(file.before), Walk.messages(file.after), this::message);
        each("ENUM_NO_DELETE", name + ": ", Walk.enums(file.before), Walk.enums(file.after), this::enumeration);
        each(
                "SERVICE_NO_DELETE",
                name + ": ",
                by(file.before.getServiceList(), ServiceDescriptorProto::getName),
                by(file.after.getServiceList(), ServiceDescriptorProto::getName),
                this::service);
        each(
                "EXTENSION_NO_DELETE",
                name + ": extension ",
                by(file.before.getExtensionList(), field -> String.valueOf(field.getNumber())),
                by(file.after.getExtensionList(), field -> String.valueOf(field.getNumber())),
                this::field);
    }

    private void message(String name, Change<DescriptorProto> message) {
        each(
                "FIELD_NO_DELETE",
                name + " field ",
                by(message.before.getFieldList(), field -> String.valueOf(field.getNumber())),
                by(message.after.getFieldList(), field -> String.valueOf(field.getNumber())),
                (where, field) -> {
                    field(where, field);
                    same(
                            "FIELD_SAME_ONEOF",
                            where,
                            new Change<>(oneof(message.before, field.before), oneof(message.after, field.after)));
                });
        each(
                "ONEOF_NO_DELETE",
                name + " oneof ",
                by(message.before.getOneofDeclList(), oneof -> oneof.getName()),
                by(message.after.getOneofDeclList(), oneof -> oneof.getName()),
                (oneof, change) -> {});
        kept("RESERVED_MESSAGE_NO_DELETE", name, message.map(DescriptorProto::getReservedNameList));
        kept("RESERVED_MESSAGE_NO_DELETE", name, message.map(DescriptorProto::getReservedRangeList));
    }

    private void field(String where, Change<FieldDescriptorProto> field) {
        same("FIELD_SAME_NAME", where, field.map(FieldDescriptorProto::getName));
        same("FIELD_SAME_JSON_NAME", where, field.map(FieldDescriptorProto::getJsonName));
        same("FIELD_SAME_TYPE", where, field.map(f -> f.getType() + f.getTypeName()));
        same(
                "FIELD_SAME_CARDINALITY",
                where,
                field.map(f -> f.getLabel() + (f.getProto3Optional() ? " optional" : "")));
        same("KIND_SAME", where, field.map(f -> f.getOptions().getExtension(Kind.kind)));
    }

    private void enumeration(String name, Change<EnumDescriptorProto> type) {
        each(
                "ENUM_VALUE_NO_DELETE",
                name + " value ",
                by(type.before.getValueList(), value -> String.valueOf(value.getNumber())),
                by(type.after.getValueList(), value -> String.valueOf(value.getNumber())),
                (where, value) -> same("ENUM_VALUE_SAME_NAME", where, value.map(EnumValueDescriptorProto::getName)));
        kept("RESERVED_ENUM_NO_DELETE", name, type.map(EnumDescriptorProto::getReservedNameList));
        kept("RESERVED_ENUM_NO_DELETE", name, type.map(EnumDescriptorProto::getReservedRangeList));
    }

    private void service(String name, Change<ServiceDescriptorProto> service) {
        each(
                "RPC_NO_DELETE",
                name + ".",
                by(service.before.getMethodList(), MethodDescriptorProto::getName),
                by(service.after.getMethodList(), MethodDescriptorProto::getName),
                this::method);
    }

    private void method(String name, Change<MethodDescriptorProto> method) {
        same("RPC_SAME_REQUEST_TYPE", name, method.map(MethodDescriptorProto::getInputType));
        same("RPC_SAME_RESPONSE_TYPE", name, method.map(MethodDescriptorProto::getOutputType));
        same("RPC_SAME_CLIENT_STREAMING", name, method.map(MethodDescriptorProto::getClientStreaming));
        same("RPC_SAME_SERVER_STREAMING", name, method.map(MethodDescriptorProto::getServerStreaming));
        same("RPC_SAME_IDEMPOTENCY_LEVEL", name, method.map(m -> m.getOptions().getIdempotencyLevel()));
        same("HTTP_RULE_SAME", name, method.map(m -> m.getOptions().getExtension(AnnotationsProto.http)));
    }

    private <T> void each(
            String rule,
            String scope,
            Map<String, T> before,
            Map<String, T> after,
            BiConsumer<String, Change<T>> compare) {
        before.forEach((key, old) -> {
            T now = after.get(key);
            if (now == null) {
                findings.add(new Finding(rule, scope + key, "was released and is gone"));
            } else {
                compare.accept(scope + key, new Change<>(old, now));
            }
        });
    }

    private void same(String rule, String where, Change<?> change) {
        if (!Objects.equals(change.before, change.after)) {
            findings.add(new Finding(rule, where, "was " + change.before + " and is " + change.after));
        }
    }

    private void kept(String rule, String where, Change<? extends List<?>> change) {
        if (!change.after.containsAll(change.before)) {
            findings.add(new Finding(rule, where, "reserved " + change.before + " and now " + change.after));
        }
    }

    // By name, because the index shifts when another oneof is added.
    private static String oneof(DescriptorProto message, FieldDescriptorProto field) {
        return field.hasOneofIndex()
                ? message.getOneofDecl(field.getOneofIndex()).getName()
                : "";
    }

    private static <T> Map<String, T> by(List<T> things, Function<T, String> key) {
        Map<String, T> byKey = new LinkedHashMap<>();
        things.forEach(thing -> byKey.put(key.apply(thing), thing));
        return byKey;
    }

    private record Change<T>(T before, T after) {
        <R> Change<R> map(Function<T, R> part) {
            return new Change<>(part.apply(before), part.apply(after));
        }
    }
}

package dev.sentinel.proto.lint;

import static dev.sentinel.proto.lint.Mutant.field;
import static dev.sentinel.proto.lint.Mutant.message;
import static dev.sentinel.proto.lint.Mutant.withoutField;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import dev.sentinel.v1.Kind;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BreakingTest {
    private static final String RELEASE = "sentinel.proto.release";

    @Test
    void nothing_released_was_broken() throws IOException {
        if (Boolean.getBoolean(RELEASE)) {
            CompiledContract.release();
        }
        assertThat(Breaking.check(CompiledContract.released(), CompiledContract.built()))
                .as("changes since the last release; add instead, and leave what is there")
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breaks")
    void a_break_is_found(String rule, String file, Consumer<FileDescriptorProto.Builder> damage) throws IOException {
        List<FileDescriptorProto> before = CompiledContract.built();

        assertThat(Breaking.check(before, Mutant.file(before, file, damage)))
                .extracting(Finding::rule)
                .contains(rule);
    }

    static Stream<Arguments> breaks() {
        return Stream.of(
                change("FILE_NO_DELETE", "loki.proto", file -> file.setName("sentinel/v1/elsewhere.proto")),
                change("FILE_SAME_PACKAGE", "loki.proto", file -> file.setPackage("sentinel.v2")),
                change("FILE_SAME_SYNTAX", "loki.proto", file -> file.setSyntax("editions")),
                change(
                        "FILE_SAME_JAVA_PACKAGE",
                        "loki.proto",
                        file -> file.getOptionsBuilder().setJavaPackage("org.example")),
                change(
                        "FILE_SAME_JAVA_MULTIPLE_FILES",
                        "loki.proto",
                        file -> file.getOptionsBuilder().setJavaMultipleFiles(false)),
                change("MESSAGE_NO_DELETE", "ref.proto", FileDescriptorProto.Builder::clearMessageType),
                change("ENUM_NO_DELETE", "ref.proto", FileDescriptorProto.Builder::clearEnumType),
                change("SERVICE_NO_DELETE", "ingest_service.proto", FileDescriptorProto.Builder::clearService),
                change("EXTENSION_NO_DELETE", "kind.proto", FileDescriptorProto.Builder::clearExtension),
                change("FIELD_NO_DELETE", "ref.proto", withoutField("Ref", "uid")),
                change(
                        "FIELD_NO_DELETE",
                        "ref.proto",
                        withoutField("Ref", "uid").andThen(reserve("Ref", "uid", 4))),
                change("FIELD_NO_DELETE", "ref.proto", field("Ref", "uid", f -> f.setNumber(40))),
                change("FIELD_SAME_NAME", "ref.proto", field("Ref", "uid", f -> f.setName("identity"))),
                change("FIELD_SAME_JSON_NAME", "ref.proto", field("Ref", "uid", f -> f.setJsonName("id"))),
                change(
                        "FIELD_SAME_TYPE",
                        "ref.proto",
                        field("Ref", "uid", f -> f.setType(FieldDescriptorProto.Type.TYPE_BYTES))),
                change(
                        "FIELD_SAME_TYPE",
                        "event.proto",
                        field("Event", "heartbeat", f -> f.setTypeName(".sentinel.v1.Alert"))),
                change(
                        "FIELD_SAME_CARDINALITY",
                        "ref.proto",
                        field("Ref", "uid", f -> f.setLabel(FieldDescriptorProto.Label.LABEL_REPEATED))),
                change("FIELD_SAME_CARDINALITY", "ref.proto", field("Ref", "uid", f -> f.setProto3Optional(true))),
                change(
                        "FIELD_SAME_ONEOF",
                        "event.proto",
                        field("Event", "heartbeat", FieldDescriptorProto.Builder::clearOneofIndex)),
                change(
                        "ONEOF_NO_DELETE",
                        "event.proto",
                        message(
                                "Event",
                                m -> m.setOneofDecl(
                                        0, m.getOneofDecl(0).toBuilder().setName("fact")))),
                change(
                        "KIND_SAME",
                        "event.proto",
                        field("Event", "heartbeat", f -> f.getOptionsBuilder().setExtension(Kind.kind, "beat"))),
                change("ENUM_VALUE_NO_DELETE", "ref.proto", severity(e -> e.removeValue(4))),
                change(
                        "ENUM_VALUE_SAME_NAME",
                        "ref.proto",
                        severity(e -> e.getValueBuilder(4).setName("SEVERITY_FATAL"))),
                change(
                        "ENUM_VALUE_NO_DELETE",
                        "ref.proto",
                        severity(e -> e.getValueBuilder(4).setNumber(9))),
                change(
                        "RPC_NO_DELETE",
                        "ingest_service.proto",
                        file -> file.getServiceBuilder(0).clearMethod()),
                change("RPC_SAME_REQUEST_TYPE", "ingest_service.proto", publish(m -> m.setInputType(".x.Y"))),
                change("RPC_SAME_RESPONSE_TYPE", "ingest_service.proto", publish(m -> m.setOutputType(".x.Y"))),
                change("RPC_SAME_CLIENT_STREAMING", "ingest_service.proto", publish(m -> m.setClientStreaming(true))),
                change("RPC_SAME_SERVER_STREAMING", "ingest_service.proto", publish(m -> m.setServerStreaming(true))),
                change(
                        "RPC_SAME_IDEMPOTENCY_LEVEL",
                        "ingest_service.proto",
                        publish(m -> m.getOptionsBuilder().setIdempotencyLevel(IdempotencyLevel.IDEMPOTENT))),
                change(
                        "HTTP_RULE_SAME",
                        "ingest_service.proto",
                        publish(m -> m.getOptionsBuilder()
                                .setExtension(
                                        AnnotationsProto.http,
                                        HttpRule.newBuilder()
                                                .setPost("/v1/facts")
                                                .build()))));
    }

    @Test
    void what_was_reserved_stays_reserved() throws IOException {
        List<FileDescriptorProto> before =
                Mutant.file(CompiledContract.built(), "ref.proto", reserve("Ref", "colour", 40));

        assertThat(Breaking.check(before, CompiledContract.built()))
                .extracting(Finding::rule)
                .containsExactly("RESERVED_MESSAGE_NO_DELETE", "RESERVED_MESSAGE_NO_DELETE");
    }

    @Test
    void a_reserved_enum_value_stays_reserved() throws IOException {
        List<FileDescriptorProto> before =
                Mutant.file(CompiledContract.built(), "ref.proto", severity(e -> e.addReservedName("SEVERITY_FUNNY")));

        assertThat(Breaking.check(before, CompiledContract.built()))
                .extracting(Finding::rule)
                .containsExactly("RESERVED_ENUM_NO_DELETE");
    }

    @Test
    void adding_breaks_nothing() throws IOException {
        List<FileDescriptorProto> before = CompiledContract.built();
        Consumer<FileDescriptorProto.Builder> additions = message(
                        "Ref",
                        m -> m.addField(FieldDescriptorProto.newBuilder()
                                .setName("colour")
                                .setNumber(5)
                                .setType(FieldDescriptorProto.Type.TYPE_STRING)))
                .andThen(
                        file -> file.addMessageType(DescriptorProto.newBuilder().setName("New")))
                .andThen(severity(
                        e -> e.addValueBuilder().setName("SEVERITY_DEADLY").setNumber(5)));

        assertThat(Breaking.check(before, Mutant.file(before, "ref.proto", additions)))
                .isEmpty();
    }

    private static Arguments change(String rule, String file, Consumer<FileDescriptorProto.Builder> damage) {
        return arguments(rule, file, damage);
    }

    private static Consumer<FileDescriptorProto.Builder> reserve(String message, String field, int number) {
        return message(
                message,
                m -> m.addReservedName(field)
                        .addReservedRange(
                                ReservedRange.newBuilder().setStart(number).setEnd(number + 1)));
    }

    private static Consumer<FileDescriptorProto.Builder> severity(Consumer<EnumDescriptorProto.Builder> damage) {
        return file -> damage.accept(file.getEnumTypeBuilder(0));
    }

    private static Consumer<FileDescriptorProto.Builder> publish(Consumer<MethodDescriptorProto.Builder> damage) {
        return file -> damage.accept(file.getServiceBuilder(0).getMethodBuilder(0));
    }
}

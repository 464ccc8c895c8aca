package dev.sentinel.proto.lint;

import static dev.sentinel.proto.lint.Mutant.field;
import static dev.sentinel.proto.lint.Mutant.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import build.buf.validate.FieldRules;
import build.buf.validate.StringRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import dev.sentinel.v1.Kind;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaRulesTest {
    @Test
    void the_schema_keeps_every_rule() throws IOException {
        assertThat(findings(CompiledContract.built())).isEmpty();
    }

    @Test
    void every_fact_and_service_was_looked_at() throws IOException {
        List<FileDescriptorProto> files = CompiledContract.built();

        assertThat(files).extracting(FileDescriptorProto::getName).contains("sentinel/v1/event.proto");
        assertThat(files.stream().flatMap(file -> file.getServiceList().stream()))
                .as("services")
                .hasSize(4);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void a_broken_rule_is_found(String rule, String file, Consumer<FileDescriptorProto.Builder> damage)
            throws IOException {
        assertThat(findings(Mutant.file(CompiledContract.built(), file, damage)))
                .extracting(Finding::rule)
                .contains(rule);
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage("FILE_LOWER_SNAKE_CASE", "ref.proto", file -> file.setName("sentinel/v1/Ref.proto")),
                damage("PACKAGE_VERSION_SUFFIX", "ref.proto", file -> file.setPackage("sentinel")),
                damage("PACKAGE_DIRECTORY_MATCH", "ref.proto", file -> file.setName("sentinel/ref.proto")),
                damage("SYNTAX_SPECIFIED", "ref.proto", FileDescriptorProto.Builder::clearSyntax),
                damage("IMPORT_NO_PUBLIC", "event.proto", file -> file.addPublicDependency(0)),
                damage("IMPORT_NO_WEAK", "event.proto", file -> file.addWeakDependency(0)),
                damage("IMPORT_USED", "ref.proto", file -> file.addDependency("sentinel/v1/loki.proto")),
                damage(
                        "PACKAGE_SAME_JAVA_PACKAGE",
                        "ref.proto",
                        file -> file.getOptionsBuilder().setJavaPackage("org.example")),
                damage("MESSAGE_PASCAL_CASE", "ref.proto", message("Ref", m -> m.setName("a_ref"))),
                damage("FIELD_LOWER_SNAKE_CASE", "ref.proto", field("Ref", "uid", f -> f.setName("theUid"))),
                damage(
                        "ONEOF_LOWER_SNAKE_CASE",
                        "action.proto",
                        message("ActionResult", m -> m.setOneofDecl(0, oneof("Outcome")))),
                damage("KIND_DOTTED", "event.proto", kind("heartbeat", "Heart.Beat")),
                damage("KIND_MATCHES_FIELD", "event.proto", kind("heartbeat", "heart.beat")),
                damage("KIND_UNIQUE", "event.proto", kind("heartbeat", "alert")),
                damage(
                        "KIND_MATCHES_MESSAGE",
                        "event.proto",
                        field("Event", "heartbeat", f -> f.setTypeName(".sentinel.v1.Alert"))),
                damage("KIND_PRESENT", "event.proto", field("Event", "heartbeat", f -> f.clearOptions())),
                damage("ENUM_PASCAL_CASE", "ref.proto", severity(e -> e.setName("severity"))),
                damage(
                        "ENUM_NO_ALLOW_ALIAS",
                        "ref.proto",
                        severity(e -> e.getOptionsBuilder().setAllowAlias(true))),
                damage("ENUM_VALUE_PREFIX", "ref.proto", value(1, "INFO")),
                damage("ENUM_VALUE_UPPER_SNAKE_CASE", "ref.proto", value(1, "SEVERITY_Info")),
                damage("ENUM_ZERO_VALUE_SUFFIX", "ref.proto", value(0, "SEVERITY_NONE")),
                damage("ENUM_FIRST_VALUE_ZERO", "ref.proto", severity(e -> e.removeValue(0))),
                damage("SERVICE_PASCAL_CASE", "ingest_service.proto", service("ingest_Service")),
                damage("SERVICE_SUFFIX", "ingest_service.proto", service("Ingest")),
                damage(
                        "RPC_PASCAL_CASE",
                        "ingest_service.proto",
                        file -> file.getServiceBuilder(0).getMethodBuilder(0).setName("publish")),
                damage(
                        "RPC_REQUEST_STANDARD_NAME",
                        "ingest_service.proto",
                        file -> file.getServiceBuilder(0).getMethodBuilder(0).setInputType(".sentinel.v1.EventBatch")),
                damage(
                        "RPC_RESPONSE_STANDARD_NAME",
                        "ingest_service.proto",
                        file -> file.getServiceBuilder(0).getMethodBuilder(0).setOutputType(".sentinel.v1.Ref")),
                damage(
                        "RPC_REQUEST_RESPONSE_UNIQUE",
                        "ingest_service.proto",
                        file -> file.getServiceBuilder(0)
                                .addMethod(file.getService(0).getMethod(0))),
                damage("COMMENT_MESSAGE", "ref.proto", FileDescriptorProto.Builder::clearSourceCodeInfo),
                damage("COMMENT_ENUM", "ref.proto", FileDescriptorProto.Builder::clearSourceCodeInfo),
                damage("COMMENT_ONEOF", "action.proto", FileDescriptorProto.Builder::clearSourceCodeInfo),
                damage("COMMENT_SERVICE", "ingest_service.proto", FileDescriptorProto.Builder::clearSourceCodeInfo),
                damage("COMMENT_RPC", "ingest_service.proto", FileDescriptorProto.Builder::clearSourceCodeInfo));
    }

    @ParameterizedTest(name = "{0}.{1}")
    @MethodSource("unbounded")
    void a_field_without_a_bound_is_found(
            String message, String field, String file, Consumer<FieldDescriptorProto.Builder> damage, String problem)
            throws IOException {
        List<FileDescriptorProto> spoilt = Mutant.file(CompiledContract.built(), file, field(message, field, damage));

        assertThat(Bounds.check(spoilt))
                .extracting(Finding::where)
                .containsExactly("sentinel.v1." + message + "." + problem);
    }

    static Stream<Arguments> unbounded() {
        return Stream.of(
                unbounded("Ref", "uid", "ref.proto", FieldDescriptorProto.Builder::clearOptions, "uid"),
                unbounded("Ref", "uid", "ref.proto", rules(pattern("^[a-z]+$")), "uid"),
                unbounded("Ref", "uid", "ref.proto", rules(pattern("[a-z]")), "uid"),
                unbounded("AuditEntry", "hash", "audit.proto", FieldDescriptorProto.Builder::clearOptions, "hash"),
                unbounded("Event", "severity", "event.proto", FieldDescriptorProto.Builder::clearOptions, "severity"),
                unbounded("EventBatch", "events", "event.proto", FieldDescriptorProto.Builder::clearOptions, "events"),
                unbounded("Incident", "child_ids", "incident.proto", rules(listWithoutItems()), "child_ids[]"),
                unbounded("Custom", "fields", "collector.proto", rules(mapWithoutValues()), "fields[value]"));
    }

    private static List<Finding> findings(List<FileDescriptorProto> files) {
        return Stream.of(Style.check(files), Imports.check(files), Comments.check(files), Bounds.check(files))
                .flatMap(List::stream)
                .toList();
    }

    private static Arguments damage(String rule, String file, Consumer<FileDescriptorProto.Builder> damage) {
        return arguments(rule, file, damage);
    }

    private static Arguments unbounded(
            String message, String field, String file, Consumer<FieldDescriptorProto.Builder> damage, String problem) {
        return arguments(message, field, file, damage, problem);
    }

    private static Consumer<FieldDescriptorProto.Builder> rules(FieldRules rules) {
        return field -> field.getOptionsBuilder().setExtension(ValidateProto.field, rules);
    }

    private static FieldRules pattern(String pattern) {
        return FieldRules.newBuilder()
                .setString(StringRules.newBuilder().setPattern(pattern))
                .build();
    }

    private static FieldRules listWithoutItems() {
        FieldRules.Builder rules = FieldRules.newBuilder();
        rules.getRepeatedBuilder().setMaxItems(1);
        return rules.build();
    }

    private static FieldRules mapWithoutValues() {
        FieldRules.Builder rules = FieldRules.newBuilder();
        rules.getMapBuilder().setMaxPairs(1).getKeysBuilder().getStringBuilder().setMaxLen(1);
        return rules.build();
    }

    private static Consumer<FileDescriptorProto.Builder> kind(String field, String kind) {
        return field("Event", field, f -> f.getOptionsBuilder().setExtension(Kind.kind, kind));
    }

    private static Consumer<FileDescriptorProto.Builder> severity(Consumer<EnumDescriptorProto.Builder> damage) {
        return file -> damage.accept(file.getEnumTypeBuilder(0));
    }

    private static Consumer<FileDescriptorProto.Builder> value(int index, String name) {
        return severity(e -> e.getValueBuilder(index).setName(name));
    }

    private static Consumer<FileDescriptorProto.Builder> service(String name) {
        return file -> file.getServiceBuilder(0).setName(name);
    }

    private static OneofDescriptorProto oneof(String name) {
        return OneofDescriptorProto.newBuilder().setName(name).build();
    }
}

package dev.sentinel.proto.lint;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import dev.sentinel.v1.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of Buf's STANDARD category for names and shapes, and our own for kinds. */
final class Style {
    private static final Pattern LOWER_SNAKE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final Pattern UPPER_SNAKE = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
    private static final Pattern PASCAL = Pattern.compile("[A-Z][A-Za-z0-9]*");
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");
    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*\\.v[1-9][0-9]*");

    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, String> requestUsers = new HashMap<>();
    private final Set<String> kinds = new HashSet<>();

    private Style() {}

    static List<Finding> check(List<FileDescriptorProto> files) {
        Style style = new Style();
        files.forEach(style::file);
        return List.copyOf(style.findings);
    }

    private void file(FileDescriptorProto file) {
        String name = file.getName();
        String base = name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.proto$", "");
        want(LOWER_SNAKE, base, "FILE_LOWER_SNAKE_CASE", name);
        want(PACKAGE, file.getPackage(), "PACKAGE_VERSION_SUFFIX", name);
        String directory = name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
        check(
                directory.equals(file.getPackage().replace('.', '/')),
                "PACKAGE_DIRECTORY_MATCH",
                name,
                "package " + file.getPackage() + " belongs into its own directory");
        check(file.getSyntax().equals("proto3"), "SYNTAX_SPECIFIED", name, "syntax must be proto3");
        check(file.getPublicDependencyCount() == 0, "IMPORT_NO_PUBLIC", name, "imports nothing publicly");
        check(file.getWeakDependencyCount() == 0, "IMPORT_NO_WEAK", name, "imports nothing weakly");
        check(
                file.getOptions().getJavaMultipleFiles()
                        && file.getOptions().getJavaPackage().equals("dev." + file.getPackage()),
                "PACKAGE_SAME_JAVA_PACKAGE",
                name,
                "every file says java_multiple_files and java_package dev." + file.getPackage());
        Walk.messages(file).forEach(this::message);
        Walk.enums(file).forEach(this::enumeration);
        file.getServiceList().forEach(service -> service(file.getPackage() + "." + service.getName(), service));
    }

    private void message(String name, DescriptorProto message) {
        want(PASCAL, message.getName(), "MESSAGE_PASCAL_CASE", name);
        message.getOneofDeclList().stream()
                .filter(oneof -> !oneof.getName().startsWith("_"))
                .forEach(oneof -> want(LOWER_SNAKE, oneof.getName(), "ONEOF_LOWER_SNAKE_CASE", name));
        message.getFieldList().forEach(field -> field(name + "." + field.getName(), field));
    }

    private void field(String name, FieldDescriptorProto field) {
        want(LOWER_SNAKE, field.getName(), "FIELD_LOWER_SNAKE_CASE", name);
        if (field.getOptions().hasExtension(Kind.kind)) {
            kind(name, field, field.getOptions().getExtension(Kind.kind));
        } else {
            check(!isEventDetail(name, field), "KIND_PRESENT", name, "every detail of an event has a (kind)");
        }
    }

    private void kind(String name, FieldDescriptorProto field, String kind) {
        want(KIND, kind, "KIND_DOTTED", name);
        check(
                kind.replace('.', '_').equals(field.getName()),
                "KIND_MATCHES_FIELD",
                name,
                "kind \"" + kind + "\" with underscores is not the field's name");
        check(kinds.add(kind), "KIND_UNIQUE", name, "kind \"" + kind + "\" is there twice");
        String type = field.getTypeName().substring(field.getTypeName().lastIndexOf('.') + 1);
        check(
                type.equalsIgnoreCase(field.getName().replace("_", "")),
                "KIND_MATCHES_MESSAGE",
                name,
                "message " + type + " is not named after its kind \"" + kind + "\"");
    }

    private void enumeration(String name, EnumDescriptorProto type) {
        want(PASCAL, type.getName(), "ENUM_PASCAL_CASE", name);
        check(!type.getOptions().getAllowAlias(), "ENUM_NO_ALLOW_ALIAS", name, "aliases are not allowed");
        String prefix = upperSnake(type.getName()) + "_";
        for (EnumValueDescriptorProto value : type.getValueList()) {
            String where = name + "." + value.getName();
            want(UPPER_SNAKE, value.getName(), "ENUM_VALUE_UPPER_SNAKE_CASE", where);
            check(value.getName().startsWith(prefix), "ENUM_VALUE_PREFIX", where, "should begin with " + prefix);
            check(
                    (value.getNumber() == 0) == value.getName().equals(prefix + "UNSPECIFIED"),
                    "ENUM_ZERO_VALUE_SUFFIX",
                    where,
                    "zero, and only zero, is " + prefix + "UNSPECIFIED");
        }
        check(
                type.getValueCount() > 0 && type.getValue(0).getNumber() == 0,
                "ENUM_FIRST_VALUE_ZERO",
                name,
                "the first value must be zero");
    }

    private void service(String name, ServiceDescriptorProto service) {
        want(PASCAL, service.getName(), "SERVICE_PASCAL_CASE", name);
        check(service.getName().endsWith("Service"), "SERVICE_SUFFIX", name, "should end with Service");
        service.getMethodList().forEach(method -> method(name + "." + method.getName(), method));
    }

    private void method(String name, MethodDescriptorProto method) {
        want(PASCAL, method.getName(), "RPC_PASCAL_CASE", name);
        check(
                simple(method.getInputType()).equals(method.getName() + "Request"),
                "RPC_REQUEST_STANDARD_NAME",
                name,
                "takes " + method.getInputType());
        check(
                simple(method.getOutputType()).equals(method.getName() + "Response"),
                "RPC_RESPONSE_STANDARD_NAME",
                name,
                "returns " + method.getOutputType());
        for (String type : List.of(method.getInputType(), method.getOutputType())) {
            String other = requestUsers.put(type, name);
            check(other == null, "RPC_REQUEST_RESPONSE_UNIQUE", name, type + " is also used by " + other);
        }
    }

    private static boolean isEventDetail(String name, FieldDescriptorProto field) {
        return name.equals("sentinel.v1.Event." + field.getName()) && field.hasOneofIndex();
    }

    private static String simple(String typeName) {
        return typeName.substring(typeName.lastIndexOf('.') + 1);
    }

    private static String upperSnake(String pascal) {
        return pascal.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    private void want(Pattern pattern, String text, String rule, String where) {
        check(pattern.matcher(text).matches(), rule, where, "\"" + text + "\" is not written as " + pattern);
    }

    private void check(boolean holds, String rule, String where, String what) {
        if (!holds) {
            findings.add(new Finding(rule, where, what));
        }
    }
}

package dev.sentinel.proto.lint;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Every import is used. (Circles of imports the compiler refuses by itself.) */
final class Imports {
    private final Map<String, String> fileOfType = new HashMap<>();

    private Imports(List<FileDescriptorProto> files) {
        for (FileDescriptorProto file : files) {
            Walk.messages(file).keySet().forEach(name -> fileOfType.put("." + name, file.getName()));
            Walk.enums(file).keySet().forEach(name -> fileOfType.put("." + name, file.getName()));
        }
    }

    static List<Finding> check(List<FileDescriptorProto> files) {
        Imports imports = new Imports(files);
        List<Finding> findings = new ArrayList<>();
        for (FileDescriptorProto file : files) {
            Set<String> used = imports.used(file);
            file.getDependencyList().stream()
                    .filter(imported -> !used.contains(imported))
                    .forEach(imported ->
                            findings.add(new Finding("IMPORT_USED", file.getName(), imported + " is not used")));
        }
        return findings;
    }

    private Set<String> used(FileDescriptorProto file) {
        Set<String> used = new HashSet<>();
        file.getExtensionList().forEach(field -> type(field.getExtendee(), used));
        for (DescriptorProto message : Walk.messages(file).values()) {
            options(message.getOptions(), used);
            message.getOneofDeclList().forEach(oneof -> options(oneof.getOptions(), used));
            message.getFieldList().forEach(field -> field(field, used));
            message.getNestedTypeList().stream()
                    .filter(Walk::isMapEntry)
                    .flatMap(entry -> entry.getFieldList().stream())
                    .forEach(field -> field(field, used));
        }
        file.getServiceList().stream()
                .flatMap(service -> service.getMethodList().stream())
                .forEach(method -> method(method, used));
        return used;
    }

    private void method(MethodDescriptorProto method, Set<String> used) {
        type(method.getInputType(), used);
        type(method.getOutputType(), used);
        options(method.getOptions(), used);
    }

    private void field(FieldDescriptorProto field, Set<String> used) {
        if (field.hasTypeName()) {
            type(field.getTypeName(), used);
        }
        options(field.getOptions(), used);
    }

    private void type(String typeName, Set<String> used) {
        used.add(fileOfType.getOrDefault(typeName, wellKnown(typeName)));
    }

    private static String wellKnown(String typeName) {
        return typeName.endsWith("Options")
                ? "google/protobuf/descriptor.proto"
                : "google/protobuf/"
                        + typeName.substring(typeName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT) + ".proto";
    }

    private static void options(Message options, Set<String> used) {
        options.getAllFields().keySet().stream()
                .filter(FieldDescriptor::isExtension)
                .forEach(extension -> used.add(extension.getFile().getName()));
    }
}

package dev.sentinel.proto.lint;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Every message, enum, oneof, service and rpc has a comment; fields and values speak for themselves where they can. */
final class Comments {
    // Numbers of the fields of FileDescriptorProto and DescriptorProto, which make up the paths of locations.
    private static final int MESSAGE = FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER;
    private static final int ENUM = FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER;
    private static final int SERVICE = FileDescriptorProto.SERVICE_FIELD_NUMBER;
    private static final int METHOD = 2;

    private final FileDescriptorProto file;
    private final Set<List<Integer>> commented;
    private final List<Finding> findings = new ArrayList<>();

    private Comments(FileDescriptorProto file) {
        this.file = file;
        this.commented = file.getSourceCodeInfo().getLocationList().stream()
                .filter(location -> !location.getLeadingComments().isBlank())
                .map(Location::getPathList)
                .collect(Collectors.toSet());
    }

    static List<Finding> check(List<FileDescriptorProto> files) {
        return files.stream()
                .flatMap(file -> new Comments(file).check().stream())
                .toList();
    }

    private List<Finding> check() {
        for (int i = 0; i < file.getMessageTypeCount(); i++) {
            message(file.getPackage(), file.getMessageType(i), List.of(MESSAGE, i));
        }
        for (int i = 0; i < file.getEnumTypeCount(); i++) {
            want("COMMENT_ENUM", file.getPackage() + "." + file.getEnumType(i).getName(), List.of(ENUM, i));
        }
        for (int i = 0; i < file.getServiceCount(); i++) {
            String service = file.getPackage() + "." + file.getService(i).getName();
            want("COMMENT_SERVICE", service, List.of(SERVICE, i));
            for (int j = 0; j < file.getService(i).getMethodCount(); j++) {
                String method = service + "." + file.getService(i).getMethod(j).getName();
                want("COMMENT_RPC", method, List.of(SERVICE, i, METHOD, j));
            }
        }
        return findings;
    }

    private void message(String scope, DescriptorProto message, List<Integer> path) {
        if (Walk.isMapEntry(message)) {
            return;
        }
        String name = scope + "." + message.getName();
        want("COMMENT_MESSAGE", name, path);
        for (int i = 0; i < message.getOneofDeclCount(); i++) {
            // A leading underscore marks the oneof that the compiler makes for an optional field.
            if (!message.getOneofDecl(i).getName().startsWith("_")) {
                String oneof = name + "." + message.getOneofDecl(i).getName();
                want("COMMENT_ONEOF", oneof, below(path, DescriptorProto.ONEOF_DECL_FIELD_NUMBER, i));
            }
        }
        for (int i = 0; i < message.getEnumTypeCount(); i++) {
            String type = name + "." + message.getEnumType(i).getName();
            want("COMMENT_ENUM", type, below(path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, i));
        }
        for (int i = 0; i < message.getNestedTypeCount(); i++) {
            message(name, message.getNestedType(i), below(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i));
        }
    }

    private void want(String rule, String name, List<Integer> path) {
        if (!commented.contains(path)) {
            findings.add(new Finding(rule, name, "has no comment"));
        }
    }

    private static List<Integer> below(List<Integer> path, int field, int index) {
        List<Integer> longer = new ArrayList<>(path);
        longer.add(field);
        longer.add(index);
        return List.copyOf(longer);
    }
}

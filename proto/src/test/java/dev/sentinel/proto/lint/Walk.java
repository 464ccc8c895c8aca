package dev.sentinel.proto.lint;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All messages and enums of files, nested ones too, by full name and without the entries the compiler makes for maps. */
final class Walk {
    private Walk() {}

    static Map<String, DescriptorProto> messages(FileDescriptorProto file) {
        Map<String, DescriptorProto> found = new LinkedHashMap<>();
        collectMessages(file.getPackage(), file.getMessageTypeList(), found);
        return found;
    }

    static Map<String, EnumDescriptorProto> enums(FileDescriptorProto file) {
        Map<String, EnumDescriptorProto> found = new LinkedHashMap<>();
        file.getEnumTypeList().forEach(type -> found.put(file.getPackage() + "." + type.getName(), type));
        messages(file)
                .forEach((name, message) ->
                        message.getEnumTypeList().forEach(type -> found.put(name + "." + type.getName(), type)));
        return found;
    }

    static boolean isMapEntry(DescriptorProto message) {
        return message.getOptions().getMapEntry();
    }

    private static void collectMessages(
            String scope, List<DescriptorProto> messages, Map<String, DescriptorProto> found) {
        for (DescriptorProto message : messages) {
            if (!isMapEntry(message)) {
                String name = scope + "." + message.getName();
                found.put(name, message);
                collectMessages(name, message.getNestedTypeList(), found);
            }
        }
    }
}

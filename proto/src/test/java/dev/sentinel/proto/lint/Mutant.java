package dev.sentinel.proto.lint;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Spoils one place of the real schema, so that a check can show that it sees the damage. */
final class Mutant {
    private Mutant() {}

    static List<FileDescriptorProto> file(
            List<FileDescriptorProto> files, String name, Consumer<FileDescriptorProto.Builder> damage) {
        return files.stream()
                .map(file -> {
                    if (!file.getName().equals("sentinel/v1/" + name)) {
                        return file;
                    }
                    FileDescriptorProto.Builder builder = file.toBuilder();
                    damage.accept(builder);
                    return builder.build();
                })
                .toList();
    }

    static Consumer<FileDescriptorProto.Builder> message(String name, Consumer<DescriptorProto.Builder> damage) {
        return file -> damage.accept(file.getMessageTypeBuilderList().stream()
                .filter(message -> message.getName().equals(name))
                .findFirst()
                .orElseThrow());
    }

    static Consumer<FileDescriptorProto.Builder> field(
            String message, String field, Consumer<FieldDescriptorProto.Builder> damage) {
        return message(
                message,
                builder -> damage.accept(builder.getFieldBuilderList().stream()
                        .filter(candidate -> candidate.getName().equals(field))
                        .findFirst()
                        .orElseThrow()));
    }

    static Consumer<FileDescriptorProto.Builder> withoutField(String message, String field) {
        return message(
                message,
                builder -> builder.removeField(IntStream.range(0, builder.getFieldCount())
                        .filter(i -> builder.getField(i).getName().equals(field))
                        .findFirst()
                        .orElseThrow()));
    }
}

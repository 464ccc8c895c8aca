package dev.sentinel.proto.lint;

import build.buf.validate.ValidateProto;
import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.ExtensionRegistry;
import dev.sentinel.v1.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads and writes descriptor sets: the one of this build, and the one of the last release. */
final class CompiledContract {
    static final Path RELEASED = Path.of("src/main/released/sentinel-v1.binpb");
    private static final Path BUILT = Path.of("target/descriptors/sentinel-v1.binpb");

    private CompiledContract() {}

    /** Our own files as they are now, with comments. */
    static List<FileDescriptorProto> built() throws IOException {
        return ours(BUILT);
    }

    /** Our own files as they were at the last release. */
    static List<FileDescriptorProto> released() throws IOException {
        return ours(RELEASED);
    }

    /** Makes what is built now the release that later builds are compared with. */
    static void release() throws IOException {
        FileDescriptorSet.Builder released = FileDescriptorSet.newBuilder();
        // Comments and imported files are of no use to the comparison and would double its size.
        built().forEach(file -> released.addFile(file.toBuilder().clearSourceCodeInfo()));
        Files.createDirectories(RELEASED.getParent());
        Files.write(RELEASED, released.build().toByteArray());
    }

    private static List<FileDescriptorProto> ours(Path path) throws IOException {
        try (var in = Files.newInputStream(path)) {
            return FileDescriptorSet.parseFrom(in, extensions()).getFileList().stream()
                    .filter(file -> file.getPackage().startsWith("sentinel."))
                    .toList();
        }
    }

    private static ExtensionRegistry extensions() {
        ExtensionRegistry registry = ExtensionRegistry.newInstance();
        Kind.registerAllExtensions(registry);
        ValidateProto.registerAllExtensions(registry);
        AnnotationsProto.registerAllExtensions(registry);
        return registry;
    }
}

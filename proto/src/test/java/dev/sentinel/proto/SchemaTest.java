package dev.sentinel.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemaTest {
    @Test
    void reaches_every_file_of_the_schema() throws IOException {
        Path sources = Path.of("src/main/protobuf");
        try (Stream<Path> files = Files.walk(sources)) {
            assertThat(Schema.files())
                    .extracting(FileDescriptor::getName)
                    .containsExactlyInAnyOrderElementsOf(files.filter(Files::isRegularFile)
                            .map(file -> sources.relativize(file).toString().replace('\\', '/'))
                            .toList());
        }
    }
}

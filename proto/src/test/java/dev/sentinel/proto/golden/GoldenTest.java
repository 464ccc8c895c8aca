package dev.sentinel.proto.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.sentinel.proto.CanonicalBytes;
import dev.sentinel.proto.Contract;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.IncidentServiceOuterClass;
import dev.sentinel.v1.IngestServiceOuterClass;
import dev.sentinel.v1.ResponseServiceOuterClass;
import dev.sentinel.v1.TopologyServiceOuterClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final HexFormat HEX = HexFormat.of();
    private static final Contract CONTRACT = new Contract();

    @BeforeAll
    static void writes_the_files_anew_when_asked_to() throws IOException {
        if (!Boolean.getBoolean("sentinel.golden.refresh")) {
            return;
        }
        Files.createDirectories(GOLDEN);
        for (String stale : files()) {
            Files.delete(GOLDEN.resolve(stale));
        }
        for (var sample : samples().entrySet()) {
            Files.writeString(hexFile(sample.getKey()), hex(sample.getValue()), UTF_8);
            Files.writeString(jsonFile(sample.getKey()), json(sample.getValue()), UTF_8);
        }
    }

    @TestFactory
    Stream<DynamicTest> every_message_has_kept_its_bytes_and_its_json() {
        return samples().entrySet().stream()
                .map(sample -> dynamicTest(sample.getKey(), () -> compare(sample.getKey(), sample.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> every_sample_keeps_the_contract() {
        return samples().entrySet().stream()
                .map(sample -> dynamicTest(
                        sample.getKey(),
                        () -> assertThat(CONTRACT.problems(sample.getValue())).isEmpty()));
    }

    @Test
    void generated_classes_read_what_the_files_hold() throws IOException {
        for (String name : samples().keySet()) {
            if (name.startsWith("Event.")) {
                Event event = Event.parseFrom(bytes(name));
                assertThat(CanonicalBytes.of(event)).as(name).isEqualTo(bytes(name));
                assertThat(event.getUnknownFields().asMap()).as(name).isEmpty();
            }
        }
    }

    @Test
    void there_is_a_file_for_each_sample_and_none_without_one() throws IOException {
        Set<String> expected = samples().keySet().stream()
                .flatMap(name -> Stream.of(name + ".hex", name + ".json"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(files()).isEqualTo(expected);
    }

    private static void compare(String name, Message sample) throws IOException {
        assertThat(hex(sample)).as("bytes").isEqualTo(Files.readString(hexFile(name), UTF_8));
        assertThat(DynamicMessage.parseFrom(sample.getDescriptorForType(), bytes(name)))
                .as("message read from bytes")
                .isEqualTo(sample);
        assertThat(json(sample)).as("JSON").isEqualTo(Files.readString(jsonFile(name), UTF_8));
        DynamicMessage.Builder fromJson = DynamicMessage.newBuilder(sample.getDescriptorForType());
        JsonFormat.parser().merge(Files.readString(jsonFile(name), UTF_8), fromJson);
        assertThat(fromJson.build()).as("message read from JSON").isEqualTo(sample);
    }

    private static SortedMap<String, Message> samples() {
        return Samples.of(messages());
    }

    /** Messages that stand on their own; those that are details of events are found inside the events. */
    private static List<Descriptor> messages() {
        Set<Descriptor> details = Event.getDescriptor().getRealOneofs().getFirst().getFields().stream()
                .map(field -> field.getMessageType())
                .collect(Collectors.toSet());
        return files(Stream.of(
                        IngestServiceOuterClass.getDescriptor(),
                        IncidentServiceOuterClass.getDescriptor(),
                        ResponseServiceOuterClass.getDescriptor(),
                        TopologyServiceOuterClass.getDescriptor()))
                .flatMap(file -> file.getMessageTypes().stream())
                .filter(message -> !details.contains(message))
                .toList();
    }

    private static Stream<FileDescriptor> files(Stream<FileDescriptor> roots) {
        return roots.flatMap(root -> Stream.concat(Stream.of(root), files(root.getDependencies().stream())))
                .filter(file -> file.getPackage().equals("sentinel.v1"))
                .distinct();
    }

    private static Set<String> files() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Path hexFile(String name) {
        return GOLDEN.resolve(name + ".hex");
    }

    private static Path jsonFile(String name) {
        return GOLDEN.resolve(name + ".json");
    }

    // Lines of 32 bytes, so that a difference is seen where it is.
    private static String hex(Message message) {
        return HEX.formatHex(CanonicalBytes.of(message))
                        .replaceAll("(.{64})", "$1\n")
                        .stripTrailing() + "\n";
    }

    private static byte[] bytes(String name) throws IOException {
        return HEX.parseHex(Files.readString(hexFile(name), UTF_8).replace("\n", ""));
    }

    private static String json(Message message) throws InvalidProtocolBufferException {
        return JsonFormat.printer().sortingMapKeys().print(message) + "\n";
    }
}

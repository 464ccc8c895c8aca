package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.harness.AmqpAddress;
import dev.sentinel.harness.Debian;
import dev.sentinel.harness.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A program in another language, with another client library, reads what Sentinel says. */
final class ForeignClientTest {

    @TempDir
    Path folder;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void reads_an_event_from_the_embedded_broker() throws Exception {
        Home home = Home.embedded(folder);
        try (Running running = home.run()) {
            Path broker = home.data().resolve("broker");
            String password = Files.readString(broker.resolve("password"));
            String port = Files.readString(broker.resolve("port"));
            readsAnEvent(home, "amqp://sentinel:" + password + "@127.0.0.1:" + port + "/sentinel");
            assertThat(running.stop()).isZero();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void reads_an_event_from_rabbitmq() throws Exception {
        AmqpAddress broker = Shared.rabbit().freshVirtualHost();
        Home home = Home.on(folder, broker);
        try (Running running = home.run()) {
            readsAnEvent(home, broker.toUri().toString());
            assertThat(running.stop()).isZero();
        }
    }

    private void readsAnEvent(Home home, String uri) throws Exception {
        String consume = Debian.program("amqp-consume", "amqp-tools").toString();
        Path body = folder.resolve("body.bin");
        Path script = Files.writeString(folder.resolve("keep.sh"), "#!/bin/sh\ncat > '" + body + "'\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        // amqp-consume declares a queue of its own, binds it, hands one body to the script and ends.
        Process client = start(List.of(
                consume,
                "--url=" + uri,
                "--exchange=sentinel.events",
                "--routing-key=evt.north.#",
                "--count=1",
                script.toString()));
        try {
            // The client does not say when it is bound, so the publisher repeats itself until it has its message.
            Path file = home.file("one.jsonl", Facts.some(1).getFirst().line() + "\n");
            while (client.isAlive()) {
                home.command("publish", file.toString()).succeeded();
                client.waitFor(2, TimeUnit.SECONDS);
            }
        } finally {
            client.destroyForcibly();
        }
        assertThat(decoded(body))
                .contains("id: \"01920000-0000-7000-8000-000000000000\"", "cluster: \"north\"", "interval_seconds: 30");
    }

    private String decoded(Path body) throws Exception {
        Path schema = Path.of(System.getProperty("sentinel.root"), "proto/target/descriptors/sentinel-v1.binpb");
        Process protoc = new ProcessBuilder(
                        Debian.program("protoc", "protobuf-compiler").toString(),
                        "--descriptor_set_in=" + schema,
                        "--decode=sentinel.v1.Event")
                .redirectInput(body.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(protoc.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(protoc.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(protoc.exitValue()).as(text).isZero();
        return text;
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("client.log").toFile())
                .start();
    }
}

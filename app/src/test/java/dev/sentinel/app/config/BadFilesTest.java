package dev.sentinel.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way a file can be wrong, and word for word what the person is told. */
final class BadFilesTest {
    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void says_what_is_wrong_and_where(String what, String yaml, String[] expected) throws IOException {
        assertThat(problemsOf(yaml)).containsExactly(expected);
    }

    static Stream<Arguments> badFiles() {
        return Stream.concat(Stream.concat(badKeys(), badValues()), Stream.concat(badCombinations(), badYaml()));
    }

    private static Stream<Arguments> badKeys() {
        return Stream.of(
                bad("a slip in a key", "clutser: prod", "1:1: unknown key \"clutser\"; did you mean \"cluster\"?"),
                bad(
                        "a slip in a section's key",
                        "broker:\n  prefech: 3",
                        "2:3: unknown key \"broker.prefech\"; did you mean \"broker.prefetch\"?"),
                bad(
                        "a right key in the wrong place",
                        "listen: 127.0.0.1:1",
                        "1:1: unknown key \"listen\"; did you mean \"server.listen\"?"),
                bad(
                        "a key that resembles nothing",
                        "log:\n  colour: red",
                        "2:3: unknown key \"log.colour\"; known here: format, level"),
                bad(
                        "a key given twice",
                        "cluster: a\ncluster: b",
                        "2:1: the key \"cluster\" is here twice; the first is in line 1"),
                bad("a key that is a list", "? [a]\n: b", "1:3: a key must be a plain word"),
                bad(
                        "a hostile key",
                        "\"a\\e[31m\\nb\": 1",
                        "1:1: unknown key \"a\\u001b[31m\\nb\"; known here: cluster, data, partitions, shutdown-grace,"
                                + " broker, store, journal, incidents, correlator, patterns, collectors, responders, spool, ingest, server, log"));
    }

    private static Stream<Arguments> badValues() {
        return Stream.of(
                bad(
                        "a cluster with a dot",
                        "cluster: a.b",
                        "1:10: cluster: \"a.b\" does not fit; use 1 to 63 of a-z, 0-9 and -, starting and ending with a"
                                + " letter or digit"),
                bad("no value", "cluster:", "1:9: cluster: has no value; write one, or remove the key"),
                bad(
                        "a section where a value belongs",
                        "cluster: {a: b}",
                        "1:10: cluster: is a section with keys of its own; write one value"),
                bad("a list where a value belongs", "cluster: [a]", "1:10: cluster: is a list; write one value"),
                bad(
                        "a value that never ends",
                        "cluster: " + "x".repeat(513),
                        "1:10: cluster: is longer than 512 characters"),
                bad(
                        "a value where a section belongs",
                        "log: json",
                        "1:6: log: is a section; write its keys below it, indented"),
                bad(
                        "a word for a number",
                        "partitions: many",
                        "1:13: partitions: \"many\" does not fit; write a whole number from 1 to 64"),
                bad(
                        "a number out of range",
                        "partitions: 65",
                        "1:13: partitions: \"65\" does not fit; write a whole number from 1 to 64"),
                bad(
                        "a number with a fraction",
                        "partitions: 1.5",
                        "1:13: partitions: \"1.5\" does not fit; write a whole number from 1 to 64"),
                bad(
                        "a duration without a unit",
                        "shutdown-grace: 20",
                        "1:17: shutdown-grace: \"20\" is not a duration; write one like 500ms, 5s, 1m30s or 48h"),
                bad(
                        "a lateness in which nothing could arrive",
                        "correlator: {lateness: 1s}",
                        "1:24: correlator.lateness: 1s does not fit; write a duration from 5s to 10m"),
                bad(
                        "a duration out of range",
                        "shutdown-grace: 1h",
                        "1:17: shutdown-grace: 1h does not fit; write a duration from 1s to 10m"),
                bad(
                        "a size without a unit",
                        "spool: {max-size: 256}",
                        "1:19: spool.max-size: \"256\" is not a size; write one like 64KiB, 256MiB or 2GiB"),
                bad(
                        "a size out of range",
                        "spool: {max-size: 1KiB}",
                        "1:19: spool.max-size: 1KiB does not fit; write a size from 1MiB to 1TiB"),
                bad("a word not offered", "log: {format: xml}", "1:15: log.format: \"xml\" is not one of text, json"),
                bad(
                        "an impossible path",
                        "data: \"a\\0b\"",
                        "1:7: data: \"a\\u0000b\" cannot be a path (Nul character not allowed)"),
                bad(
                        "an address without a port",
                        "server: {listen: localhost}",
                        "1:18: server.listen: \"localhost\" is not an address; write one like 127.0.0.1:8484 or [::1]:8484"),
                bad(
                        "a port that does not exist",
                        "server: {listen: \"127.0.0.1:70000\"}",
                        "1:18: server.listen: port 70000 does not exist; ports end at 65535"),
                bad(
                        "an address the world can reach",
                        "server: {listen: \"0.0.0.0:8484\"}",
                        "1:18: server.listen: 0.0.0.0:8484 can be reached from other machines, and no credential guards it"
                                + " yet; listen on 127.0.0.1:8484"),
                bad(
                        "one bad address of several",
                        "ingest:\n  addresses:\n    - a:1\n    - b\n    - c",
                        "4:7: ingest.addresses: \"b\" is not an address; write one like 127.0.0.1:8484 or [::1]:8484",
                        "5:7: ingest.addresses: \"c\" is not an address; write one like 127.0.0.1:8484 or [::1]:8484"),
                bad(
                        "too many addresses",
                        "ingest:\n  addresses: [" + "a:1, ".repeat(16) + "a:1]",
                        "2:14: ingest.addresses: holds 17 entries; at most 16 make sense"));
    }

    private static Stream<Arguments> badCombinations() {
        return Stream.of(
                bad(
                        "a password in the broker's address",
                        "broker: {uri: \"amqp://me:secret@rabbit\"}",
                        "1:15: broker.uri: holds a user or password; write broker.user and broker.password-file instead"),
                bad(
                        "a broker that speaks something else",
                        "broker: {uri: \"http://rabbit\"}",
                        "1:15: broker.uri: \"http://rabbit\" is not a broker address; write one like"
                                + " amqps://rabbit.example:5671/sentinel"),
                bad(
                        "a broker's address with a hole",
                        "broker: {uri: \"amqp://a b\"}",
                        "1:15: broker.uri: is not a broker address (Illegal character in authority at character 9); write one"
                                + " like amqps://rabbit.example:5671/sentinel"),
                bad(
                        "a port beside a uri",
                        "broker: {uri: \"amqp://rabbit\", port: 1}",
                        "1:32: broker.port: is for the embedded broker; with broker.uri the port belongs into the uri"),
                bad(
                        "a user nobody will ask",
                        "broker: {user: me}",
                        "1:10: broker.user: needs a password-file beside it",
                        "1:10: broker.user: is not used without a uri beside it"),
                bad(
                        "TLS without TLS",
                        "broker: {uri: \"amqp://rabbit\", tls: {ca-file: ca.pem}}",
                        "1:32: broker.tls: is not used without an amqps:// uri; write broker.uri with amqps://"),
                bad(
                        "a certificate without its key",
                        "broker: {uri: \"amqps://rabbit\", tls: {certificate-file: c.pem}}",
                        "1:39: broker.tls.certificate-file: needs a key-file beside it"),
                bad(
                        "a database nobody may open",
                        "store: {url: \"jdbc:postgresql://db/sentinel\"}",
                        "1:9: store.url: needs a user and a password-file beside it"),
                bad(
                        "a database of another kind",
                        "store: {url: \"jdbc:mysql://db/x\", user: me, password-file: password}",
                        "1:14: store.url: \"jdbc:mysql://db/x\" is not a PostgreSQL address; write one like"
                                + " jdbc:postgresql://db.example:5432/sentinel"),
                bad(
                        "a password in the database's address",
                        "store: {url: \"jdbc:postgresql://db/x?password=secret\", user: me, password-file: password}",
                        "1:14: store.url: holds a user or password; write store.user and store.password-file instead"),
                bad(
                        "one spool folder twice",
                        "spool: {folder: a, second-folder: a}",
                        "1:20: spool.second-folder: is the same as spool.folder; name a folder on another disk"));
    }

    private static Stream<Arguments> badYaml() {
        return Stream.of(
                bad("a tab", "log:\n\tlevel: info", "2:1: a tab stands here; YAML is indented with spaces only"),
                bad(
                        "an open bracket",
                        "log: {level: info",
                        "1:18: not valid YAML: expected ',' or '}', but got <stream end> (while parsing a flow mapping)"),
                bad("a bare word", "cluster", "1:1: the file must be keys and values, like \"cluster: prod\""),
                bad(
                        "an alias",
                        "cluster: &name prod\ndata: *name",
                        "1:10: anchors and aliases (& and *) are not supported; write the value out"),
                bad(
                        "a hole without bottom",
                        "cluster: " + "[".repeat(5000),
                        "1:29: nested deeper than 20 levels; no key lives there"),
                bad(
                        "two documents",
                        "cluster: a\n---\ncluster: b",
                        "2:1: a second document starts here (---); one file holds one configuration"),
                bad(
                        "everything at once, in the order of the file",
                        "partitions: 0\nlogs: {}\nlog:\n  level: loud\n",
                        "1:13: partitions: \"0\" does not fit; write a whole number from 1 to 64",
                        "2:1: unknown key \"logs\"; did you mean \"log\"?",
                        "4:10: log.level: \"loud\" is not one of error, warn, info, debug, trace"));
    }

    private static Arguments bad(String what, String yaml, String... expected) {
        return Arguments.of(what, yaml, expected);
    }

    @Test
    void a_control_character_is_named_by_its_number() throws IOException {
        assertThat(rawProblemsOf("cluster: a\u0007"))
                .containsExactly(folder.resolve("sentinel.yaml")
                        + ": the character U+0007 (number 11 in the file) is not allowed in YAML; remove it");
    }

    @Test
    void a_missing_file_is_no_reason_to_run_with_defaults() {
        var missing = folder.resolve("nowhere.yaml");
        assertThat(problems(reader().read(missing)))
                .containsExactly(
                        missing + ": does not exist; check the path, or leave --config out to run with defaults");
    }

    @Test
    void a_folder_is_not_read() {
        assertThat(problems(reader().read(folder)))
                .containsExactly(folder + ": cannot be read (Is a directory); check the path and its owner");
    }

    @Test
    void a_huge_file_is_not_even_parsed() throws IOException {
        assertThat(rawProblemsOf("#".repeat(256 * 1024 + 1)))
                .containsExactly(folder.resolve("sentinel.yaml")
                        + ": larger than 256 KiB, which is no configuration; check the path");
    }

    @Test
    void bytes_that_are_not_text_are_refused() throws IOException {
        var file = Files.write(folder.resolve("latin1.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe4});
        assertThat(problems(reader().read(file))).containsExactly(file + ": is not UTF-8 text; save it as UTF-8");
    }

    private List<String> problemsOf(String yaml) throws IOException {
        var password = Files.writeString(folder.resolve("password"), "secret");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        var prefix = folder.resolve("sentinel.yaml") + ":";
        return rawProblemsOf(yaml).stream()
                .map(problem -> problem.startsWith(prefix) ? problem.substring(prefix.length()) : problem)
                .toList();
    }

    private List<String> rawProblemsOf(String yaml) throws IOException {
        return problems(reader().read(Files.writeString(folder.resolve("sentinel.yaml"), yaml)));
    }

    private ConfigReader reader() {
        return new ConfigReader(new Surroundings(folder, Optional.empty()));
    }

    private static List<String> problems(Loaded loaded) {
        return switch (loaded) {
            case Loaded.Valid valid -> throw new AssertionError("read without a problem: " + valid.settings());
            case Loaded.Invalid invalid ->
                invalid.problems().stream().map(Problem::toString).toList();
        };
    }
}

package dev.sentinel.collectors.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.harness.Debian;
import dev.sentinel.harness.FreePort;
import dev.sentinel.transport.bus.PemTls;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What servers do to those who ask them. */
@Timeout(300)
final class WebTest {
    private final FakeSite server = FakeSite.start();
    private final Web web = new Web();
    private final CountDownLatch enough = new CountDownLatch(1);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        enough.countDown();
        web.close();
        server.close();
    }

    @Test
    void reads_a_page_behind_a_path_and_a_status_that_is_an_answer() throws Exception {
        server.page("/prom/metrics", "up 1\n").page("/prom/-/ready", 503, "text/plain", "Service Unavailable");
        Site site = Site.at(server.uri().resolve("/prom/"));

        assertThat(web.get(site, "/metrics").text()).isEqualTo("up 1\n");
        assertThat(web.get(site, "/-/ready").status()).isEqualTo(503);
    }

    @Test
    void a_server_that_hangs_or_drips_is_given_up_in_time() {
        server.page("/hangs", exchange -> await());
        server.page("/drips", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            while (enough.getCount() > 0) {
                out.write('x');
                out.flush();
                pause();
            }
        });

        assertThat(failure(hasty(), "/hangs").why()).isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT);
        assertThat(failure(hasty(), "/drips"))
                .hasMessageContaining("did not answer in time")
                .extracting(Unreachable::why)
                .isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT);
    }

    @Test
    void a_page_without_an_end_is_cut_off_at_the_limit() {
        server.page("/huge", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[64 << 10];
            while (enough.getCount() > 0) {
                exchange.getResponseBody().write(block);
            }
        });
        assertThat(failure("/huge"))
                .hasMessageContaining("larger than 1048576 bytes")
                .extracting(Unreachable::why)
                .isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER);
    }

    @Test
    void a_connection_that_ends_too_early_is_a_failure() throws Exception {
        server.page("/half", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            throw new IOException("gone");
        });
        assertThat(failure("/half").why()).isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_IO);

        try (ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                while (!door.isClosed()) {
                    try (Socket visitor = door.accept()) {
                        int unused = visitor.getInputStream().read();
                    } catch (IOException e) {
                        // The visitor left, or the test is over.
                    }
                }
            });
            assertThat(failure(Site.at(URI.create("http://127.0.0.1:" + door.getLocalPort())), "/")
                            .why())
                    .isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_IO);
        }
    }

    @Test
    void nobody_there_and_nobody_known() {
        assertThat(failure(Site.at(URI.create("http://127.0.0.1:" + FreePort.find())), "/"))
                .hasMessageContaining("does the server run")
                .extracting(Unreachable::why)
                .isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_REFUSED);
        assertThat(failure(Site.at(URI.create("http://no-such-host.invalid")), "/")
                        .why())
                .isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_NAME_NOT_RESOLVED);
    }

    @Test
    void what_is_not_an_answer_to_the_question() {
        server.page("/login", 200, "text/html; charset=utf-8", "<html>please log in</html>")
                .page("/broken", 500, "text/plain", "disk on fire")
                .page("/text", "hello");

        assertThat(textFailure("/login")).hasMessageContaining("page for people");
        assertThat(textFailure("/broken"))
                .hasMessageContaining("answered 500: disk on fire")
                .extracting(Unreachable::why)
                .isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_SERVER_ERROR);
        assertThat(textFailure("/nothing")).hasMessageContaining("answered 404");
        assertThatThrownBy(() -> web.get(server.site(), "/text").json())
                .hasMessageContaining("did not answer with JSON");
    }

    @Test
    void follows_a_redirect_within_the_server_and_none_to_another_one() throws Exception {
        server.page("/old", exchange -> redirect(exchange, "/new"))
                .page("/new", "here")
                .page("/round", exchange -> redirect(exchange, "/round"))
                .page("/away", exchange -> redirect(exchange, "http://127.0.0.1:1/steal"));
        Login login = new Login.Bearer(Secret.from(() -> "s3cr3t"));

        assertThat(web.get(server.site(login), "/old").text()).isEqualTo("here");
        assertThat(failure("/away")).hasMessageContaining("redirect to elsewhere");
        assertThat(failure("/round")).hasMessageContaining("redirect");
    }

    @Test
    void a_login_is_shown_read_anew_and_never_told() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "first-s3cr3t\n");
        List<String> shown = new ArrayList<>();
        server.page("/metrics", exchange -> {
            String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            shown.add(header);
            exchange.sendResponseHeaders(header.endsWith("third") ? 200 : header.endsWith("second") ? 403 : 401, -1);
        });
        Site site = server.site(new Login.Bearer(Secret.file(token)));

        Unreachable unknown = failure(site, "/metrics");
        Files.writeString(token, "second");
        Unreachable forbidden = failure(site, "/metrics");
        Files.writeString(token, "third");
        assertThat(web.get(site, "/metrics").status()).isEqualTo(200);

        assertThat(shown).containsExactly("Bearer first-s3cr3t", "Bearer second", "Bearer third");
        assertThat(unknown.why()).isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_UNAUTHENTICATED);
        assertThat(unknown).hasMessageContaining(token.toString()).hasMessageNotContaining("s3cr3t");
        assertThat(forbidden.permission()).contains("GET " + server.uri() + "/metrics");
        assertThat(site.toString() + site.login()).doesNotContain("s3cr3t");
        Files.delete(token);
        assertThat(failure(site, "/metrics")).hasMessageContaining("cannot be read");
        Files.writeString(token, "line\nbreak");
        assertThat(failure(site, "/metrics"))
                .hasMessageContaining("control characters")
                .hasMessageNotContaining("break");
    }

    @Test
    void a_user_and_password_are_shown() throws Exception {
        List<String> shown = new ArrayList<>();
        server.page("/", exchange -> {
            shown.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(200, -1);
        });
        var unused = web.get(server.site(new Login.Basic("me", Secret.from(() -> "pass"))), "/");
        assertThat(shown).containsExactly("Basic bWU6cGFzcw==");
    }

    @Test
    void an_address_holds_no_login() {
        assertThatThrownBy(() -> Site.at(URI.create("http://me:s3cr3t@host:9090")))
                .hasMessageContaining("its own setting")
                .hasMessageNotContaining("s3cr3t");
        assertThatThrownBy(() -> Site.at(URI.create("ftp://host"))).hasMessageContaining("scheme ftp");
    }

    @Test
    void tls_needs_an_authority_that_is_trusted_and_a_changed_file_is_noticed() throws Exception {
        certificates();
        var own = new PemTls.Identity(folder.resolve("server.pem"), folder.resolve("server.key"));
        try (FakeSite secure = FakeSite.overTls(PemTls.context(Optional.empty(), Optional.of(own)))) {
            secure.page("/", "safe");
            Path authorities = folder.resolve("trusted.pem");
            Files.copy(folder.resolve("other.pem"), authorities);
            Trust trust = new Trust(Optional.of(authorities), Optional.empty());
            // A handshake for the first time takes long on a busy machine.
            Limits patient = new Limits(Duration.ofSeconds(15), Duration.ofSeconds(15), 1 << 20);
            Site site = new Site(secure.uri(), new Login.Nobody(), trust, patient);

            assertThat(failure(site, "/"))
                    .hasMessageContaining("CA file")
                    .extracting(Unreachable::why)
                    .isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_TLS);
            Files.writeString(authorities, Files.readString(folder.resolve("ca.pem")) + "\n");
            assertThat(web.get(site, "/").text()).isEqualTo("safe");

            Files.writeString(authorities, "nothing");
            assertThat(failure(site, "/").why()).isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_TLS);
            Site plain = Site.at(URI.create("http" + secure.uri().toString().substring("https".length())));
            assertThat(failure(plain, "/").why())
                    .isIn(UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER, UnreachableCause.UNREACHABLE_CAUSE_IO);
        }
    }

    @Test
    void lines_come_one_by_one_as_long_as_the_server_speaks() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        server.page("/stream", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.write("{\"a\":1}\n{\"b\":".getBytes(StandardCharsets.UTF_8));
            out.flush();
            awaitLatch(first);
            out.write("2}\n\u00fc".getBytes(StandardCharsets.UTF_8));
            out.flush();
        });
        try (Lines lines = web.lines(server.site(), "/stream", Duration.ofSeconds(5))) {
            assertThat(lines.nextJson().orElseThrow().path("a").asInt()).isEqualTo(1);
            first.countDown();
            assertThat(lines.next()).contains("{\"b\":2}");
            assertThat(lines.next()).isEmpty();
        }
    }

    @Test
    void a_stream_that_falls_silent_or_never_ends_a_line_is_given_up() throws Exception {
        server.page("/silent", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{}\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await();
        });
        server.page("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (enough.getCount() > 0) {
                exchange.getResponseBody().write(new byte[8192]);
            }
        });
        try (Lines lines = web.lines(server.site(), "/silent", Duration.ofMillis(200))) {
            assertThat(lines.next()).contains("{}");
            assertThatThrownBy(lines::next)
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.throwable(Unreachable.class))
                    .extracting(Unreachable::why)
                    .isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT);
        }
        try (Lines lines = web.lines(server.site(), "/endless", Duration.ofSeconds(5))) {
            assertThatThrownBy(lines::next).hasMessageContaining("larger than");
        }
        assertThatThrownBy(() -> web.lines(server.site(), "/none", Duration.ofSeconds(1)))
                .hasMessageContaining("answered 404");
    }

    private Site hasty() {
        Limits limits = new Limits(Duration.ofSeconds(10), Duration.ofMillis(700), 1 << 20);
        return new Site(server.uri(), new Login.Nobody(), Trust.ofMachine(), limits);
    }

    private Unreachable failure(String path) {
        return failure(server.site(), path);
    }

    private Unreachable failure(Site site, String path) {
        return catchThrowableOfType(Unreachable.class, () -> web.get(site, path));
    }

    private Unreachable textFailure(String path) {
        return catchThrowableOfType(
                Unreachable.class, () -> web.get(server.site(), path).text());
    }

    private static void redirect(com.sun.net.httpserver.HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private void await() {
        awaitLatch(enough);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause() {
        try {
            var unused = enough.await(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void certificates() throws Exception {
        for (String authority : List.of("ca", "other")) {
            openssl(
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:prime256v1",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=" + authority,
                    "-keyout",
                    authority + ".key",
                    "-out",
                    authority + ".pem");
        }
        Files.writeString(folder.resolve("server.ext"), "subjectAltName=IP:127.0.0.1\n");
        openssl(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=server",
                "-keyout",
                "server.key",
                "-out",
                "server.csr");
        openssl(
                "x509",
                "-req",
                "-in",
                "server.csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                "server.ext",
                "-out",
                "server.pem");
    }

    private void openssl(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Debian.program("openssl", "openssl").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("openssl.log")))
                .isZero();
    }
}

package dev.sentinel.lab.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailServerTest {

    private MailServer mail;

    @BeforeEach
    void open() throws IOException {
        mail = MailServer.open(Sender.TIME, 0);
    }

    @AfterEach
    void close() {
        mail.close();
    }

    @Test
    void a_mail_is_delivered_to_whoever_reads_it() throws Exception {
        try (Talk talk = new Talk()) {
            assertThat(talk.says("EHLO sentinel.example")).startsWith("250");
            assertThat(talk.says("MAIL FROM:<sentinel@example.org> SIZE=200")).startsWith("250");
            assertThat(talk.says("RCPT TO:<oncall@example.org>")).startsWith("250");
            assertThat(talk.says("RCPT TO:<storage@example.org>")).startsWith("250");
            assertThat(talk.says("DATA")).startsWith("354");
            assertThat(
                            talk.says(
                                    "Subject: agent-4 poisons\r\n telemetry\r\nFrom: sentinel@example.org\r\n\r\nLook.\r\n..done\r\n."))
                    .startsWith("250");
            assertThat(talk.says("QUIT")).startsWith("221");
        }
        assertThat(mail.mails()).singleElement().satisfies(each -> {
            assertThat(each.from()).isEqualTo("sentinel@example.org");
            assertThat(each.to()).containsExactly("oncall@example.org", "storage@example.org");
            assertThat(each.header("subject")).hasValue("agent-4 poisons telemetry");
            assertThat(each.header("cc")).isEmpty();
            assertThat(each.body()).isEqualTo("Look.\r\n.done\r\n");
            assertThat(each.at()).isEqualTo(Sender.NOON);
        });
    }

    @Test
    void what_is_out_of_order_or_unknown_is_refused() throws Exception {
        try (Talk talk = new Talk()) {
            assertThat(talk.says("MAIL FROM:<a@example.org>")).startsWith("503");
            assertThat(talk.says("HELO sentinel.example")).startsWith("250");
            assertThat(talk.says("RCPT TO:<b@example.org>")).startsWith("503");
            assertThat(talk.says("DATA")).startsWith("503");
            assertThat(talk.says("MAIL FROM:a@example.org")).startsWith("501");
            assertThat(talk.says("STARTTLS")).startsWith("500");
            assertThat(talk.says("NOOP")).startsWith("250");
        }
    }

    @Test
    void recipients_and_the_size_have_limits() throws Exception {
        try (Talk talk = new Talk()) {
            talk.begins();
            for (int i = 1; i < 100; i++) {
                assertThat(talk.says("RCPT TO:<p%d@example.org>".formatted(i))).startsWith("250");
            }
            assertThat(talk.says("RCPT TO:<one@too.many>")).startsWith("452");
            assertThat(talk.says("DATA")).startsWith("354");
            assertThat(talk.says(("x".repeat(1_000) + "\r\n").repeat(1_100) + "."))
                    .startsWith("552");
        }
        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void it_fails_as_it_is_told() throws Exception {
        mail.outage().fails(451, 1);
        try (Talk talk = new Talk()) {
            assertThat(talk.says("EHLO sentinel.example")).startsWith("250");
            assertThat(talk.says("MAIL FROM:<a@example.org>")).startsWith("451");
            assertThat(talk.says("MAIL FROM:<a@example.org>")).startsWith("250");
        }
        mail.outage().limits(Duration.ofSeconds(1), 1);
        try (Talk talk = new Talk()) {
            assertThat(talk.says("EHLO sentinel.example")).startsWith("250");
            assertThat(talk.says("MAIL FROM:<a@example.org>")).startsWith("421");
        }
        mail.outage().losesAnswers(1);
        try (Talk talk = new Talk()) {
            talk.begins();
            assertThat(talk.says("DATA")).startsWith("354");
            assertThat(talk.says("Subject: x\r\n\r\nx\r\n.")).isEmpty();
        }
        assertThat(mail.mails()).hasSize(1);
        mail.outage().down();
        // A connection that the kernel had taken already ends with the listener, a moment later.
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThatThrownBy(Talk::new).isInstanceOf(ConnectException.class));
        mail.outage().ends();
        try (Talk talk = new Talk()) {
            assertThat(talk.says("HELO again.example")).startsWith("250");
        }
    }

    /** A sender that says one thing at a time. */
    private final class Talk implements AutoCloseable {
        private final Socket socket = new Socket(mail.host(), mail.port());
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

        Talk() throws IOException {
            socket.setSoTimeout(30_000);
            assertThat(answer()).startsWith("220");
        }

        void begins() throws IOException {
            assertThat(says("EHLO sentinel.example")).startsWith("250");
            assertThat(says("MAIL FROM:<a@example.org>")).startsWith("250");
            assertThat(says("RCPT TO:<p0@example.org>")).startsWith("250");
        }

        String says(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            return answer();
        }

        private String answer() throws IOException {
            String line = in.readLine();
            while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                line = in.readLine();
            }
            return line == null ? "" : line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

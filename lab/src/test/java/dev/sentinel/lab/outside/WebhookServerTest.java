package dev.sentinel.lab.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The receiver of webhooks, and by its example what an outage is. */
class WebhookServerTest {

    private WebhookServer hooks;

    @BeforeEach
    void open() throws IOException {
        hooks = WebhookServer.open(Sender.TIME, 0);
    }

    @AfterEach
    void close() {
        hooks.close();
    }

    @Test
    void what_comes_is_remembered_with_its_headers() throws Exception {
        assertThat(Sender.post(uri(), "{\"id\":1}", "X-Sentinel-Event", "incident.opened")
                        .statusCode())
                .isEqualTo(204);
        assertThat(Sender.get(uri()).statusCode()).isEqualTo(405);

        assertThat(hooks.received()).singleElement().satisfies(request -> {
            assertThat(request.at()).isEqualTo(Sender.NOON);
            assertThat(request.path()).isEqualTo("/hook");
            assertThat(request.query()).isEqualTo("site=a%20b");
            assertThat(request.header("x-sentinel-event")).hasValue("incident.opened");
            assertThat(request.body()).isEqualTo("{\"id\":1}");
        });
    }

    @Test
    void what_is_not_signed_as_expected_is_turned_away() throws Exception {
        hooks.expects(Signature.ofBody("X-Signature", "sha256=", "s3cret"));

        assertThat(Sender.post(uri(), "a", "X-Signature", "sha256=" + Hmac.hex("s3cret", "a"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(Sender.post(uri(), "b", "X-Signature", "sha256=" + Hmac.hex("s3cret", "a"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(Sender.post(uri(), "a").statusCode()).isEqualTo(401);
        assertThat(hooks.received()).hasSize(1);
    }

    @Test
    void a_signature_may_cover_the_time_too() throws Exception {
        hooks.expects(Signature.ofTimeAndBody("X-Signature", "", "s3cret", "X-Time"));
        String signature = Hmac.hex("s3cret", "17.a");

        assertThat(Sender.post(uri(), "a", "X-Signature", signature, "X-Time", "17")
                        .statusCode())
                .isEqualTo(204);
        assertThat(Sender.post(uri(), "a", "X-Signature", signature, "X-Time", "18")
                        .statusCode())
                .isEqualTo(401);
        assertThat(Sender.post(uri(), "a", "X-Signature", signature).statusCode())
                .isEqualTo(401);
    }

    @Test
    void when_down_nobody_listens_and_afterwards_it_is_on_the_same_port() throws Exception {
        URI before = hooks.uri();
        hooks.outage().down();
        assertThatThrownBy(() -> Sender.post(uri(), "a")).isInstanceOf(ConnectException.class);
        hooks.outage().ends();

        assertThat(hooks.uri()).isEqualTo(before);
        assertThat(Sender.post(uri(), "a").statusCode()).isEqualTo(204);
    }

    @Test
    void a_lost_answer_leaves_the_deed_done() {
        hooks.outage().losesAnswers(1);

        assertThatThrownBy(() -> Sender.post(uri(), "a"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class);
        assertThat(hooks.received()).hasSize(1);
    }

    @Test
    void a_failure_lasts_as_many_requests_as_was_said() throws Exception {
        hooks.outage().fails(503, 2);

        assertThat(Sender.post(uri(), "a").statusCode()).isEqualTo(503);
        assertThat(Sender.post(uri(), "a").statusCode()).isEqualTo(503);
        assertThat(Sender.post(uri(), "a").statusCode()).isEqualTo(204);
        assertThat(hooks.received()).hasSize(1);
    }

    @Test
    void a_slow_answer_comes() throws Exception {
        hooks.outage().slow(Duration.ofMillis(50));

        assertThat(Sender.post(uri(), "a").statusCode()).isEqualTo(204);
    }

    @Test
    void a_body_has_a_limit() throws Exception {
        assertThat(Sender.post(uri(), "x".repeat(1024 * 1024 + 1)).statusCode()).isEqualTo(413);
        assertThat(hooks.received()).isEmpty();
    }

    @Test
    void the_oldest_goes_for_the_newest_at_the_limit() {
        Recent<Integer> recent = new Recent<>(3);
        IntStream.range(0, 5).forEach(recent::add);

        assertThat(recent.all()).containsExactly(2, 3, 4);
    }

    private URI uri() {
        return hooks.uri().resolve("/hook?site=a%20b");
    }
}

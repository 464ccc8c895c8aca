package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ChildJvmTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void passes_arguments_and_system_properties_and_keeps_both_outputs() {
        try (ChildJvm child =
                ChildJvm.start(Talker.class.getName(), List.of("two words", "3"), Map.of("talker.name", "Ada"))) {
            assertThat(child.exitCode(LONG)).isEqualTo(3);
            assertThat(child.output()).containsExactly("Ada got two words");
            assertThat(child.errors()).containsExactly("complaint");
            assertThat(child.lines()).hasSize(2);
        }
    }

    @Test
    void awaits_a_line_and_a_graceful_stop() {
        try (ChildJvm child = ChildJvm.start(Sleeper.class)) {
            assertThat(child.awaitLine(line -> line.startsWith("asleep"), LONG)).isEqualTo("asleep");

            child.stop();

            assertThat(child.exitCode(LONG)).isEqualTo(128 + 15);
            assertThat(child.lines()).contains("woken");
        }
    }

    @Test
    void kills_without_running_shutdown_hooks() {
        try (ChildJvm child = ChildJvm.start(Sleeper.class)) {
            child.awaitLine("asleep"::equals, LONG);

            child.kill();

            assertThat(child.isAlive()).isFalse();
            assertThat(child.exitCode(LONG)).isEqualTo(128 + 9);
            assertThat(child.lines()).containsExactly("asleep");
        }
    }

    @Test
    void says_what_was_printed_when_the_line_does_not_come() {
        try (ChildJvm child = ChildJvm.start(Sleeper.class)) {
            child.awaitLine("asleep"::equals, LONG);

            assertThatThrownBy(() -> child.awaitLine("awake"::equals, Duration.ofMillis(200)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("is running")
                    .hasMessageContaining("asleep");
            assertThatThrownBy(() -> child.exitCode(Duration.ofMillis(200)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("still running");
        }
    }

    @Test
    void does_not_wait_for_a_line_from_a_child_that_has_ended() {
        try (ChildJvm child = ChildJvm.start(Talker.class, "x", "0")) {
            child.exitCode(LONG);

            assertThatThrownBy(() -> child.awaitLine("never"::equals, Duration.ofHours(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("ended");
        }
    }

    @Test
    void keeps_only_the_latest_lines() {
        try (ChildJvm child = ChildJvm.start(Talker.class, "x", "0", "20500")) {
            child.exitCode(LONG);

            assertThat(child.lines()).hasSize(20_000).endsWith("line 20499");
        }
    }

    /** Prints, then ends with the exit code it was told. */
    static final class Talker {
        private Talker() {}

        public static void main(String[] arguments) {
            if (arguments.length == 3) {
                for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                    System.out.println("line " + i);
                }
            } else {
                System.out.println(System.getProperty("talker.name") + " got " + arguments[0]);
                System.err.println("complaint");
            }
            System.exit(Integer.parseInt(arguments[1]));
        }
    }

    /** Sleeps until it is stopped. */
    static final class Sleeper {
        private Sleeper() {}

        public static void main(String[] arguments) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("woken")));
            System.out.println("asleep");
            Thread.currentThread().join();
        }
    }
}

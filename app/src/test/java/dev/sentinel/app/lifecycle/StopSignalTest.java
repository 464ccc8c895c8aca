package dev.sentinel.app.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.app.Child;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
final class StopSignalTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void the_second_signal_ends_a_program_that_will_not_close() throws IOException, InterruptedException {
        try (var program = Child.java(folder, StubbornProgram.class.getName())) {
            program.outLine("listening"::equals);
            program.terminate();
            program.outLine("closing"::equals);

            program.terminate();

            assertThat(program.exit()).isEqualTo(128 + 15);
        }
    }
}

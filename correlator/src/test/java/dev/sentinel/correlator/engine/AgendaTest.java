package dev.sentinel.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The earliest comes first, and of one moment who came first. */
final class AgendaTest {

    private record Appointment(long at, int number) {}

    @Test
    void takes_the_earliest_and_of_one_moment_the_first_that_came() {
        var random = new Random(1);
        var agenda = new Agenda<>(Appointment[]::new);
        var waiting = new ArrayList<Appointment>();
        var taken = new ArrayList<Appointment>();
        var expected = new ArrayList<Appointment>();
        for (var i = 0; i < 2_000; i++) {
            var appointment = new Appointment(random.nextInt(50), i);
            agenda.add(appointment.at(), appointment);
            waiting.add(appointment);
            if (i % 3 == 0) {
                taken.add(agenda.take());
                expected.add(earliest(waiting));
            }
        }
        while (!waiting.isEmpty()) {
            taken.add(agenda.take());
            expected.add(earliest(waiting));
        }

        assertThat(taken).isEqualTo(expected);
        assertThat(agenda.next()).isEqualTo(Long.MAX_VALUE);
    }

    private static Appointment earliest(List<Appointment> waiting) {
        waiting.sort(Comparator.comparingLong(Appointment::at).thenComparingInt(Appointment::number));
        return waiting.removeFirst();
    }
}

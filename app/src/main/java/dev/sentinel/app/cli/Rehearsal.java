package dev.sentinel.app.cli;

import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.StopSignal;
import dev.sentinel.app.output.EventText;
import dev.sentinel.app.wiring.CollectorRole;
import dev.sentinel.app.wiring.CollectorSet;
import dev.sentinel.collectors.running.Outflow;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Collectors that show what they would send. */
final class Rehearsal {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final PrintWriter out;

    Rehearsal(PrintWriter out) {
        this.out = out;
    }

    int run(SentinelConfig config) throws InterruptedException, CannotStart {
        var signal = StopSignal.listen();
        var set = CollectorSet.of(config.collectors());
        var collecting = CollectorRole.rehearse(config, set, new Printed(out), new SimpleMeterRegistry(), Tempo.real());
        try {
            while (!signal.await(LOOK) && !out.checkError()) {
                // Nothing to do here but to look again; who no longer reads the output has seen enough.
            }
        } finally {
            collecting.close();
            set.close();
        }
        return ExitCode.OK.number();
    }

    /** Events as lines. */
    private record Printed(PrintWriter out) implements Outflow {
        @Override
        public void tell(List<Event> events) {
            synchronized (out) {
                events.forEach(event -> out.println(EventText.json(event)));
                out.flush();
            }
        }

        @Override
        public Backlog backlog() {
            return Backlog.NONE;
        }
    }
}

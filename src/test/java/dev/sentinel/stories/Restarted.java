package dev.sentinel.stories;

import dev.sentinel.app.Sentinel;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.demo.Narrator;
import dev.sentinel.app.demo.Theatre;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.Closing;
import dev.sentinel.app.lifecycle.Running;
import dev.sentinel.app.wiring.Role;
import dev.sentinel.transport.tempo.Played;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.Incident;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** A program that is stopped and started again on what it left, once, as soon as it believes something. */
final class Restarted implements Theatre.Program {
    private Optional<Life> life = Optional.empty();
    private int restarts;

    /** What it needs to begin, and what runs now. */
    private static final class Life implements Running {
        private final SentinelConfig config;
        private final Tempo tempo;
        private Running now;

        Life(SentinelConfig config, Tempo tempo) throws CannotStart {
            this.config = config;
            this.tempo = tempo;
            this.now = begin();
        }

        private Running begin() throws CannotStart {
            return Sentinel.start(config, EnumSet.allOf(Role.class), ScenariosTest.BUILD, tempo);
        }

        void again() {
            // While nobody is there, time passes as it does for people.
            if (tempo instanceof Played played) {
                played.speed(1);
            }
            List<Closing.Failure> failures = now.stop();
            if (!failures.isEmpty()) {
                throw new IllegalStateException("it did not stop in order: " + failures);
            }
            try {
                now = begin();
            } catch (CannotStart e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public boolean ready() {
            return now.ready();
        }

        @Override
        public List<Closing.Failure> stop() {
            return now.stop();
        }
    }

    @Override
    public Running start(SentinelConfig config, Tempo tempo) throws CannotStart {
        Life begun = new Life(config, tempo);
        life = Optional.of(begun);
        return begun;
    }

    int restarts() {
        return restarts;
    }

    Narrator atTheFirstBelief() {
        return new Narrator() {

            @Override
            public void believes(Duration at, Incident incident) {
                if (restarts == 0) {
                    restarts++;
                    life.orElseThrow().again();
                }
            }
        };
    }
}

package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.app.Sentinel;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.demo.Narrator;
import dev.sentinel.app.demo.Theatre;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.Running;
import dev.sentinel.app.wiring.Role;
import dev.sentinel.transport.courier.Fallback;
import dev.sentinel.transport.ingest.IngestClient;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.Event;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** A program that is told everything a second time, by the other way. */
final class Echo implements Theatre.Program, Narrator {
    private Optional<IngestClient> door = Optional.empty();
    private final List<Event> heard = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    @Override
    public Running start(SentinelConfig config, Tempo tempo) throws CannotStart {
        Running running = Sentinel.start(config, EnumSet.allOf(Role.class), ScenariosTest.BUILD, tempo);
        door = Optional.of(IngestClient.of(List.of(
                URI.create("http://127.0.0.1:" + config.server().listen().port()))));
        return running;
    }

    List<String> told() {
        return told;
    }

    @Override
    public void sees(Duration at, Event event) {
        heard.add(event);
    }

    @Override
    public void passes(Duration at, Duration whole, double speed) {
        if (!heard.isEmpty()) {
            assertThat(door.orElseThrow().deliver(heard)).isEqualTo(new Fallback.Answer.Taken(List.of()));
            heard.forEach(event -> told.add(event.getId()));
            heard.clear();
        }
    }
}

package dev.sentinel.collectors.nomad.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.nomad.NomadParts;
import dev.sentinel.collectors.nomad.NomadReading;
import dev.sentinel.collectors.nomad.NomadState;
import dev.sentinel.collectors.nomad.Table;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.NotKept;
import dev.sentinel.v1.Ref;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is known of a region; the stream and the listings change it in turn. */
final class NomadMap {
    private static final JsonCodec<NomadState> CODEC = JsonCodec.of(NomadState.class);
    private static final String PREFIX = "region/";

    private final Desk desk;
    private final Ref self;
    private final NomadReading reading;
    private NomadState state = NomadState.empty();
    private boolean recalled;

    NomadMap(Desk desk, Ref self) {
        this.desk = desk;
        this.self = self;
        this.reading = new NomadReading(desk.facts());
    }

    /** How far the stream was read. */
    synchronized long index() {
        return state().index();
    }

    synchronized void streamed(JsonNode line) throws NotKept, InterruptedException {
        keep(reading.streamed(state(), line, desk.now()));
    }

    synchronized void listed(Table table, NomadPages.Listed listed) throws NotKept, InterruptedException {
        keep(reading.listed(state(), table, listed.index(), listed.items(), desk.now()));
    }

    synchronized void described(JsonNode job) throws NotKept, InterruptedException {
        keep(reading.described(state(), job, desk.now()));
    }

    /** Tells all edges that hold. */
    synchronized void show() throws NotKept, InterruptedException {
        desk.tell(reading.listing(state(), self, desk.now()));
    }

    private NomadState state() {
        if (!recalled) {
            Map<String, NomadState> parts = new TreeMap<>();
            desk.memory()
                    .recallAll(PREFIX, CODEC)
                    .forEach((key, part) -> parts.put(key.substring(PREFIX.length()), part));
            state = NomadParts.joined(parts).orElse(NomadState.empty());
            recalled = true;
        }
        return state;
    }

    private void keep(Reading<NomadState> read) throws NotKept, InterruptedException {
        desk.tell(read.events());
        if (!read.state().equals(state)) {
            SortedMap<String, NomadState> before = NomadParts.of(state);
            SortedMap<String, NomadState> changed = new TreeMap<>();
            NomadParts.of(read.state()).forEach((name, part) -> {
                if (!part.equals(before.get(name))) {
                    changed.put(PREFIX + name, part);
                }
            });
            desk.memory().remember(changed, CODEC);
        }
        state = read.state();
    }
}

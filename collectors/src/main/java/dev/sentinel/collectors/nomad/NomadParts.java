package dev.sentinel.collectors.nomad;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What is remembered of a region in parts, of which one event changes few: a region may hold twenty thousand things. */
public final class NomadParts {
    private static final int PARTS = 256;
    /** How far the stream was read, which every event changes. */
    private static final String PLACE = "place";

    private NomadParts() {}

    /** The parts by name; the same ones whatever the state. */
    public static SortedMap<String, NomadState> of(NomadState state) {
        var allocations = split(state.allocations());
        var clients = split(state.clients());
        var jobs = split(state.jobs());
        var edges = split(state.edges());
        SortedMap<String, NomadState> parts = new TreeMap<>();
        for (int part = 0; part < PARTS; part++) {
            parts.put(
                    "part/%03d".formatted(part),
                    new NomadState(
                            0,
                            Map.of(),
                            allocations.getOrDefault(part, Map.of()),
                            clients.getOrDefault(part, Map.of()),
                            jobs.getOrDefault(part, Map.of()),
                            edges.getOrDefault(part, Map.of()),
                            false));
        }
        parts.put(
                PLACE,
                new NomadState(state.index(), state.tables(), Map.of(), Map.of(), Map.of(), Map.of(), state.limited()));
        return parts;
    }

    /** The whole; nothing when the part that says how far the stream was read is not among them. */
    public static Optional<NomadState> joined(Map<String, NomadState> parts) {
        return Optional.ofNullable(parts.get(PLACE))
                .map(place -> new NomadState(
                        place.index(),
                        place.tables(),
                        join(parts.values(), NomadState::allocations),
                        join(parts.values(), NomadState::clients),
                        join(parts.values(), NomadState::jobs),
                        join(parts.values(), NomadState::edges),
                        place.limited()));
    }

    private static <T> Map<Integer, Map<String, T>> split(Map<String, T> things) {
        Map<Integer, Map<String, T>> parts = new HashMap<>();
        things.forEach(
                (key, thing) -> parts.computeIfAbsent(Math.floorMod(key.hashCode(), PARTS), part -> new HashMap<>())
                        .put(key, thing));
        return parts;
    }

    private static <T> Map<String, T> join(Collection<NomadState> parts, Function<NomadState, Map<String, T>> things) {
        Map<String, T> all = new HashMap<>();
        parts.forEach(part -> all.putAll(things.apply(part)));
        return all;
    }
}

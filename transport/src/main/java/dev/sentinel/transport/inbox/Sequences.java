package dev.sentinel.transport.inbox;

import dev.sentinel.transport.store.Row;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Sequence;
import dev.sentinel.v1.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Notices when numbers of a source stay away. What comes late within the grace heals unseen; a hole that stays open is
 * reported once; what comes later still closes it silently.
 */
public final class Sequences {
    private static final int REPORTED_AT_ONCE = 1_000;
    private static final int PRUNED_AT_ONCE = 5_000;
    private static final String KEY = "collector = ? and instance = ? and epoch = ?";

    private final Duration grace;
    private final Duration retention;
    private final int mostHoles;

    private record Key(String collector, String instance, long epoch) {
        Gap gap(long from, long to) {
            Source source = Source.newBuilder()
                    .setCollector(collector)
                    .setInstance(instance)
                    .build();
            return new Gap(source, epoch, from, to);
        }

        Object[] and(Object... more) {
            List<Object> args = new ArrayList<>(List.of(collector, instance, epoch));
            args.addAll(List.of(more));
            return args.toArray();
        }
    }

    /**
     * @param grace how long a hole may stay open before it is reported
     * @param retention how long a silent source and a reported hole are remembered
     * @param mostHoles open holes per source; beyond it the oldest is reported at once and forgotten
     */
    public Sequences(Duration grace, Duration retention, int mostHoles) {
        if (grace.isNegative() || !retention.isPositive() || mostHoles < 1) {
            throw new IllegalArgumentException("Sequences need a grace, a retention and room for one hole");
        }
        this.grace = grace;
        this.retention = retention;
        this.mostHoles = mostHoles;
    }

    /** Notes the numbers of events in the caller's transaction; returns gaps that could not wait for the grace. */
    public List<Gap> note(Sql sql, Collection<Event> events, Instant now) {
        Map<Key, List<Long>> numbers = new LinkedHashMap<>();
        for (Event event : events) {
            if (event.hasSequence()) {
                Sequence sequence = event.getSequence();
                Source source = event.getSource();
                Key key = new Key(source.getCollector(), source.getInstance(), sequence.getEpoch());
                numbers.computeIfAbsent(key, unused -> new ArrayList<>()).add(sequence.getNumber());
            }
        }
        List<Gap> given = new ArrayList<>();
        numbers.forEach((key, received) -> given.addAll(note(sql, key, received, now)));
        return given;
    }

    private List<Gap> note(Sql sql, Key key, List<Long> received, Instant now) {
        Track track = load(sql, key, received.getFirst());
        List<Track.Hole> before = track.holes();
        List<Gap> given = new ArrayList<>();
        for (long number : received) {
            track.received(number, now).forEach(hole -> given.add(key.gap(hole.from(), hole.to())));
        }
        sql.update("""
                insert into sequence_track (collector, instance, epoch, highest, last_at) values (?, ?, ?, ?, ?)
                on conflict (collector, instance, epoch) do update
                set highest = excluded.highest, last_at = excluded.last_at""", key.and(track.highest(), now));
        if (!before.equals(track.holes())) {
            replace(sql, key, track.holes());
        }
        return given;
    }

    private Track load(Sql sql, Key key, long first) {
        Optional<Long> highest =
                sql.one("select highest from sequence_track where " + KEY, row -> row.number("highest"), key.and());
        List<Track.Hole> open = sql.query(
                "select * from sequence_hole where " + KEY + " order by from_number", Sequences::hole, key.and());
        return Track.after(highest.orElseGet(() -> knownBefore(sql, key) ? 0 : first - 1), open, mostHoles);
    }

    // A source met for the first time may have been talking for years; one that begins a new numbering begins at one.
    private static boolean knownBefore(Sql sql, Key key) {
        return sql.one(
                        "select 1 as n from sequence_track where collector = ? and instance = ? and epoch < ? limit 1",
                        row -> true,
                        key.and())
                .isPresent();
    }

    private static Track.Hole hole(Row row) {
        return new Track.Hole(
                row.number("from_number"), row.number("to_number"), row.instant("opened_at"), row.flag("reported"));
    }

    private static void replace(Sql sql, Key key, List<Track.Hole> holes) {
        sql.update("delete from sequence_hole where " + KEY, key.and());
        sql.batch(
                """
                insert into sequence_hole (collector, instance, epoch, from_number, to_number, opened_at, reported)
                values (?, ?, ?, ?, ?, ?, ?)""",
                holes.stream()
                        .map(hole -> List.of(key.and(hole.from(), hole.to(), hole.openedAt(), hole.reported())))
                        .toList());
    }

    /** Reports, once each, the holes that have stayed open longer than the grace. */
    public List<Gap> overdue(Sql sql, Instant now) {
        List<Gap> gaps = sql.query(
                """
                select * from sequence_hole where reported = 0 and opened_at <= ?
                order by opened_at, collector, instance, epoch, from_number limit ?""",
                row -> new Key(row.text("collector"), row.text("instance"), row.number("epoch"))
                        .gap(row.number("from_number"), row.number("to_number")),
                now.minus(grace),
                REPORTED_AT_ONCE);
        sql.batch(
                "update sequence_hole set reported = 1 where " + KEY + " and from_number = ?",
                gaps.stream()
                        .map(gap -> List.of(
                                gap.source().getCollector(), gap.source().getInstance(), gap.epoch(), gap.from()))
                        .toList());
        return gaps;
    }

    /** Forgets reported holes and silent sources after the retention, a bounded number at a time. */
    public int prune(Sql sql, Instant now) {
        Instant before = now.minus(retention);
        int holes = sql.update("""
                delete from sequence_hole where (collector, instance, epoch, from_number) in
                (select collector, instance, epoch, from_number from sequence_hole
                where reported = 1 and opened_at < ? order by opened_at limit ?)""", before, PRUNED_AT_ONCE);
        return holes + sql.update("""
                        delete from sequence_track where (collector, instance, epoch) in
                        (select collector, instance, epoch from sequence_track
                        where last_at < ? order by last_at limit ?)""", before, PRUNED_AT_ONCE);
    }
}

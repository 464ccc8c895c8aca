package dev.sentinel.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sentinel.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Everything that happens, in the order of time, small: a kind, a thing and a time. Events are made of it a few thousand
 * at a time and decoded from bytes, so that they share no text with each other and no hash is known before it is asked for.
 */
final class Feed {
    static final int PIECE = 20_000;
    private static final Duration LASTS = Duration.ofDays(3);
    private static final int MINUTE = 60_000;
    private static final int WITHIN = 47 * 60 * MINUTE;
    private static final What[] WHATS = What.values();

    final World world;
    private final What[] whats;
    private final int[] things;
    private final int[] millis;
    /** The last event of each injected sequence, by its place in the feed, and the node the sequence is about. */
    final List<Sequence> sequences = new ArrayList<>();

    /** A node joined, lost a replica, and the store on that volume stopped. */
    record Sequence(int last, int node) {}

    private record Planned(int at, What what, int thing, int node) {}

    Feed(Size size, long seed) {
        world = new World(size);
        var random = new SplittableRandom(seed);
        var planned = plan(size, random);
        int all = size.events() + planned.size();
        whats = new What[all];
        things = new int[all];
        millis = new int[all];
        double step = (double) LASTS.toMillis() / size.events();
        int next = 0;
        int at = 0;
        int heartbeats = 0;
        for (int i = 0; i < size.events(); i++) {
            int time = (int) (i * step);
            for (; next < planned.size() && planned.get(next).at() <= time; next++) {
                set(at++, planned.get(next));
            }
            var what = any(random);
            // heartbeats go round, as they do: a node is heard of every 72 minutes
            int thing = what == What.HEARTBEAT ? heartbeats++ % size.nodes() : random.nextInt(what.choice(size));
            set(at++, new Planned(time, what, thing, -1));
        }
        for (; next < planned.size(); next++) {
            set(at++, planned.get(next));
        }
    }

    private List<Planned> plan(Size size, SplittableRandom random) {
        var planned = new ArrayList<Planned>();
        for (int i = 0; i < size.sequences(); i++) {
            int replica = random.nextInt(size.volumes() * World.REPLICAS);
            int joined = random.nextInt((int) LASTS.toMillis() - WITHIN - 60 * MINUTE);
            int failed = joined + MINUTE + random.nextInt(WITHIN);
            int stale = failed + MINUTE + random.nextInt(28 * MINUTE);
            int node = world.nodeOf(replica);
            planned.add(new Planned(joined, What.NODE_JOINED, node, -1));
            planned.add(new Planned(failed, What.REPLICA_FAILED, replica, -1));
            planned.add(new Planned(stale, What.HEAD_STALE, replica / World.REPLICAS, node));
        }
        planned.sort(Comparator.comparingInt(Planned::at));
        return planned;
    }

    private static What any(SplittableRandom random) {
        int left = random.nextInt(100);
        for (var what : WHATS) {
            left -= what.percent;
            if (left < 0) {
                return what;
            }
        }
        throw new IllegalStateException("the shares of all kinds must be 100 percent");
    }

    private void set(int at, Planned planned) {
        whats[at] = planned.what();
        things[at] = planned.thing();
        millis[at] = planned.at();
        if (planned.node() >= 0) {
            sequences.add(new Sequence(at, planned.node()));
        }
    }

    int size() {
        return whats.length;
    }

    /** The events from there on, at most {@link #PIECE}. */
    Event[] piece(int from) {
        var events = new Event[Math.min(PIECE, size() - from)];
        for (int i = 0; i < events.length; i++) {
            events[i] = event(from + i);
        }
        return events;
    }

    Instant at(int index) {
        return World.START.plusMillis(millis[index]);
    }

    private Event event(int index) {
        var time = World.timestamp(at(index).toEpochMilli());
        var event = Event.newBuilder()
                .setId(new UUID(index * 0x9E37_79B9_7F4A_7C15L, index).toString())
                .setCluster("bench")
                .setOccurredAt(time)
                .setObservedAt(time);
        whats[index].tell(event, things[index], world);
        try {
            return Event.parseFrom(event.build().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an event cannot be read back", e);
        }
    }
}

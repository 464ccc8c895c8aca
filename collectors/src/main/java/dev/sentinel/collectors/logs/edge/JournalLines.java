package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.logs.Entry;
import dev.sentinel.collectors.logs.Envelope;
import dev.sentinel.collectors.logs.Origin;
import dev.sentinel.collectors.logs.RateLimit;
import dev.sentinel.collectors.logs.Replicas;
import dev.sentinel.collectors.machine.Journal;
import dev.sentinel.collectors.machine.JournalSettings;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the journal of this machine. */
public final class JournalLines implements Collector {
    private static final JsonCodec<String> CURSOR = JsonCodec.of(String.class);
    private static final String KEY = "cursor";
    private static final String SERVICE = ".service";
    private static final long WAIT_MILLIS = 500;
    private static final long FIRST_MILLIS = 3000;

    private final Settings settings;
    private final Hearing.Ears ears;

    /**
     * What of the journal is read.
     *
     * @param journal how it is asked, and which units
     * @param node the machine's name in Kubernetes; empty outside
     * @param things what a unit runs, by its name without ".service", where it is more than the machine: a store
     */
    public record Settings(JournalSettings journal, String node, Map<String, Origin> things, RateLimit.Limits limits) {
        public Settings {
            things = Map.copyOf(things);
        }
    }

    public JournalLines(Settings settings, SignatureFolder signatures, List<Listener> listeners, Replicas replicas) {
        this.settings = settings;
        this.ears = new Hearing.Ears(signatures, listeners, replicas, settings.limits());
    }

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public Reach reach() {
        return Reach.HOST;
    }

    @Override
    public void open(Desk desk) {
        Source source = new Source("journal", settings.journal().program(), machine(desk));
        desk.stay(source, () -> read(desk, source));
    }

    private Ref machine(Desk desk) {
        return settings.node().isEmpty()
                ? Refs.of("host.machine", desk.witness().instance())
                : Refs.node(settings.node());
    }

    private void read(Desk desk, Source source) throws IOException, InterruptedException {
        Hearing hearing = new Hearing(desk.facts(), ears);
        boolean answered = false;
        try (Journal journal =
                Journal.follow(settings.journal(), false, desk.memory().recall(KEY, CURSOR))) {
            while (!Thread.currentThread().isInterrupted()) {
                Journal.Batch batch = journal.take(WAIT_MILLIS);
                if (!answered) {
                    desk.answered(source);
                    answered = true;
                }
                desk.tell(heard(hearing, batch, desk));
                batch.cursor().ifPresent(cursor -> desk.memory().remember(KEY, cursor, CURSOR));
            }
        }
    }

    /** The journal keeps lines whole by itself, so that nothing is put together here. */
    private List<Event> heard(Hearing hearing, Journal.Batch batch, Desk desk) {
        Instant now = desk.now();
        List<Event> events = new ArrayList<>();
        for (byte[] each : batch.entries()) {
            Entry entry = Envelope.JOURNAL.open(each);
            events.addAll(hearing.hear(entry, origin(entry, desk), now));
        }
        events.addAll(hearing.tick(now));
        return events;
    }

    private Origin origin(Entry entry, Desk desk) {
        String unit = entry.origin().getOrDefault("_SYSTEMD_UNIT", "");
        String program = unit.endsWith(SERVICE)
                ? unit.substring(0, unit.length() - SERVICE.length())
                : entry.origin().getOrDefault("SYSLOG_IDENTIFIER", "");
        return Optional.ofNullable(settings.things().get(program))
                .orElseGet(() ->
                        new Origin(program, machine(desk), List.of(), Map.of("node", settings.node(), "unit", unit)));
    }

    @Override
    public List<Check> examine() {
        Path program = Path.of(settings.journal().program());
        if (!Files.isExecutable(program)) {
            return List.of(Check.noteworthy(
                    "journal", program + " is not there; install systemd's journalctl, or leave the journal out"));
        }
        try (Journal journal = Journal.follow(settings.journal(), false, Optional.empty())) {
            Journal.Batch batch = journal.take(FIRST_MILLIS);
            return List.of(
                    batch.entries().isEmpty()
                            ? Check.noteworthy(
                                    "journal",
                                    "no entry of the units lately; when there should be, add the user to the group systemd-journal,"
                                            + " or in a container mount /var/log/journal of the machine")
                            : Check.readable("journal", "entries can be read"));
        } catch (IOException e) {
            return List.of(Check.unreadable("journal", String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Check.unreadable("journal", "interrupted"));
        }
    }
}

package dev.sentinel.collectors.kernel.edge;

import dev.sentinel.collectors.kernel.KernelLine;
import dev.sentinel.collectors.kernel.Kmsg;
import dev.sentinel.collectors.logs.Entry;
import dev.sentinel.collectors.logs.Envelope;
import dev.sentinel.collectors.machine.Journal;
import dev.sentinel.collectors.machine.JournalSettings;
import dev.sentinel.collectors.machine.Machine;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.collectors.running.Unreachable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what the kernel of this machine says. */
public final class KernelMessages implements Collector {
    static final JsonCodec<RingPosition> POSITION = JsonCodec.of(RingPosition.class);
    private static final JsonCodec<String> CURSOR = JsonCodec.of(String.class);
    private static final String RING = "ring";
    private static final String JOURNAL = "journal";
    /** Positions after messages that meant nothing may be a little old: they mean nothing the second time either. */
    private static final int REMEMBERED_EVERY = 200;

    private static final Rhythm NOW_AND_THEN = new Rhythm(Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final long WAIT_MILLIS = 500;

    private final KernelSettings settings;
    private final Machine machine;

    public KernelMessages(KernelSettings settings, Machine machine) {
        this.settings = settings;
        this.machine = machine;
    }

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public Reach reach() {
        return Reach.HOST;
    }

    @Override
    public void open(Desk desk) {
        KernelTelling telling = new KernelTelling(desk, machine, settings.limits());
        Source source = new Source("messages", settings.ring().toString(), telling.machine());
        desk.stay(source, () -> read(desk, source, telling));
        desk.poll(new Source("counts", settings.ring().toString(), telling.machine()), NOW_AND_THEN, telling::tick);
    }

    private void read(Desk desk, Source source, KernelTelling telling) throws IOException, InterruptedException {
        if (Files.isReadable(settings.ring()) || settings.journal().isEmpty()) {
            ring(desk, source, telling);
        } else {
            journal(desk, source, telling, settings.journal().get());
        }
    }

    private void ring(Desk desk, Source source, KernelTelling telling) throws IOException, InterruptedException {
        RingPosition position = position(desk);
        try (Ring ring = opened()) {
            desk.answered(source);
            long sinceRemembered = 0;
            while (!Thread.currentThread().isInterrupted()) {
                Optional<byte[]> record = ring.next();
                Optional<Long> number = record.flatMap(Ring::sequence);
                if (number.isEmpty() || number.get() <= position.last()) {
                    continue;
                }
                // Numbers that are missing were overwritten; at the first reading of a start nobody could have read
                // them.
                long missing = number.get() - position.last() - 1;
                if (missing > 0 && position.last() >= 0) {
                    telling.lost(missing);
                }
                boolean told = telling.tell(List.of(Kmsg.read(record.get(), position.bootedAt())));
                position = new RingPosition(position.boot(), position.bootedAt(), number.get());
                if (told || ++sinceRemembered >= REMEMBERED_EVERY) {
                    desk.memory().remember(RING, position, POSITION);
                    sinceRemembered = 0;
                }
            }
        }
    }

    private RingPosition position(Desk desk) throws IOException {
        String boot = Files.readString(machine.root().at("/proc/sys/kernel/random/boot_id"))
                .strip();
        Optional<RingPosition> known =
                desk.memory().recall(RING, POSITION).filter(each -> each.boot().equals(boot));
        if (known.isPresent()) {
            return known.get();
        }
        RingPosition fresh = new RingPosition(boot, bootedAt(), -1);
        desk.memory().remember(RING, fresh, POSITION);
        return fresh;
    }

    private Instant bootedAt() throws IOException {
        return Files.readString(machine.root().at("/proc/stat"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.matches("btime \\d{1,12}"))
                .map(line -> Instant.ofEpochSecond(Long.parseLong(line.substring("btime ".length()))))
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/stat does not say when the machine started"));
    }

    private Ring opened() throws IOException {
        try {
            return Ring.open(settings.ring());
        } catch (IOException e) {
            throw Unreachable.forbidden("read " + settings.ring(), "%s; %s".formatted(e, remedy(settings.ring())));
        }
    }

    private static String remedy(Path ring) {
        return ("%s needs the capability SYSLOG where kernel.dmesg_restrict is 1, and in a container the device itself"
                        + " (hostPath %s, privileged); or let journalctl be used")
                .formatted(ring, ring);
    }

    private void journal(Desk desk, Source source, KernelTelling telling, JournalSettings how)
            throws IOException, InterruptedException {
        try (Journal journal = Journal.follow(how, true, desk.memory().recall(JOURNAL, CURSOR))) {
            boolean answered = false;
            while (!Thread.currentThread().isInterrupted()) {
                Journal.Batch batch = journal.take(WAIT_MILLIS);
                if (!answered) {
                    desk.answered(source);
                    answered = true;
                }
                List<KernelLine> lines = new ArrayList<>();
                batch.entries().forEach(each -> lines.add(line(each)));
                telling.tell(lines);
                batch.cursor().ifPresent(cursor -> desk.memory().remember(JOURNAL, cursor, CURSOR));
            }
        }
    }

    private static KernelLine line(byte[] entry) {
        Entry opened = Envelope.JOURNAL.open(entry);
        return new KernelLine(opened.line(), opened.time());
    }

    @Override
    public List<Check> examine() {
        try (Ring ring = Ring.open(settings.ring())) {
            return List.of(Check.readable("kernel messages", ring + " can be read"));
        } catch (IOException e) {
            String detail = "%s cannot be read as %s: %s; %s"
                    .formatted(settings.ring(), System.getProperty("user.name"), e, remedy(settings.ring()));
            return List.of(
                    settings.journal()
                                    .filter(each -> Files.isExecutable(Path.of(each.program())))
                                    .isPresent()
                            ? Check.noteworthy("kernel messages", detail + "; journalctl -k is read instead")
                            : Check.unreadable("kernel messages", detail));
        }
    }
}

package dev.sentinel.responders.targets.host;

import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.targets.kubernetes.Sights;
import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.RiskTier;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Reads 4 KiB past all caches from a multipath map, which makes the kernel choose a path group where it has none (domain, telemetry
 * stores 5.2). It changes no data, but it can hang for ever where a map queues and has no path. So a process of its own reads: it is
 * killed at the limit, and while one that cannot even be killed hangs in the kernel no other read is begun.
 */
public final class DirectRead implements Action {
    private static final Pattern MAP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,126}");
    private static final String THING = "multipath.map";

    private static final Declaration DECLARATION = new Declaration(
            "host.multipath.read",
            "4 KiB are read past all caches from a multipath map, so that the kernel chooses a path",
            RiskTier.RISK_TIER_READ,
            List.of(THING),
            List.of(),
            List.of(),
            Duration.ofSeconds(10),
            new WayBack.Unchanging(),
            "read access to /dev/mapper on the host",
            List.of("pause"));

    private final String machine;
    private final Path mappers;
    private final Duration limit;
    private final InstantSource clock;
    private Optional<Process> reading = Optional.empty();

    /**
     * Of this machine's own maps, each within five seconds.
     *
     * @param machine its name, as references to its maps say it
     */
    public DirectRead(String machine, InstantSource clock) {
        this(machine, Path.of("/dev/mapper"), Duration.ofSeconds(5), clock);
    }

    DirectRead(String machine, Path mappers, Duration limit, InstantSource clock) {
        this.machine = machine;
        this.mappers = mappers;
        this.limit = limit;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Sight observe(Order order) throws NoAnswer {
        return Files.exists(map(order))
                ? new Sight(
                        Sights.target(order, "", "", Map.of("hanging", Boolean.toString(hangs())), clock),
                        Sight.Standing.OTHERWISE,
                        Optional.empty())
                : Sights.gone(order, clock);
    }

    @Override
    public List<FieldChange> rehearse(Order order) {
        return List.of();
    }

    @Override
    public synchronized Outcome execute(Order order, OperationKey key) {
        try {
            Path map = map(order);
            if (hangs()) {
                return new Outcome.Failed(
                        "a read of a map still hangs in the kernel, and a second one would too", true);
            }
            Process process = new ProcessBuilder(
                            "dd", "if=" + map, "of=/dev/null", "bs=4096", "count=1", "iflag=direct", "status=none")
                    .redirectErrorStream(true)
                    .redirectOutput(new File("/dev/null"))
                    .start();
            reading = Optional.of(process);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Outcome.Failed(
                        "%s gave nothing within %d ms: it queues and has no path"
                                .formatted(order.target().getName(), limit.toMillis()),
                        true);
            }
            return process.exitValue() == 0
                    ? new Outcome.Done(
                            "%s could be read".formatted(order.target().getName()), List.of())
                    : new Outcome.Failed(
                            "%s cannot be read: dd ended with %d"
                                    .formatted(order.target().getName(), process.exitValue()),
                            true);
        } catch (IOException e) {
            boolean passing = e instanceof NoAnswer none && none.passing();
            return new Outcome.Failed(String.valueOf(e.getMessage()), passing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reading.ifPresent(Process::destroyForcibly);
            return new Outcome.Failed("it was interrupted while it waited for the read", true);
        }
    }

    private synchronized boolean hangs() {
        return reading.filter(Process::isAlive).isPresent();
    }

    /** A name and no path: nothing outside of the folder of maps is ever opened. */
    private Path map(Order order) throws NoAnswer {
        if (!order.target().getNamespace().equals(machine)) {
            throw new NoAnswer(
                    NoAnswer.Why.UNSUPPORTED,
                    "this is %s, and the map is on %s: ask the responder there"
                            .formatted(machine, order.target().getNamespace()),
                    null);
        }
        if (!MAP.matcher(order.target().getName()).matches()) {
            throw new NoAnswer(
                    NoAnswer.Why.UNSUPPORTED,
                    "\"%s\" is not the name of a map".formatted(order.target().getName()),
                    null);
        }
        return mappers.resolve(order.target().getName());
    }
}

package dev.sentinel.app.doctor;

import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.config.SentinelConfig.Broker;
import dev.sentinel.app.wiring.Addresses;
import dev.sentinel.app.wiring.Host;
import dev.sentinel.transport.bus.BrokerAddress;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.LinkState;
import dev.sentinel.transport.bus.TlsFault;
import dev.sentinel.transport.embedded.BrokerFault;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreFault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Checks broker, store, disk, clock and permissions, one finding each or more. */
public final class Doctor {

    private static final long LITTLE_SPACE = 1L << 30;
    private static final long TOO_LITTLE_SPACE = 64L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration SKEW = Duration.ofSeconds(2);
    // No honest clock can be before the day this program's versions were chosen.
    private static final Instant NOT_BEFORE = Instant.parse("2026-11-21T00:00:00Z");

    private final SentinelConfig config;
    private final Clock clock;

    public Doctor(SentinelConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    public List<Finding> examine() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(clock());
        findings.addAll(folder("data folder", config.data()));
        findings.addAll(folder("spool folder", config.spool().folder()));
        findings.add(store());
        findings.add(broker());
        findings.addAll(SourceChecks.of(config.collectors()));
        return findings;
    }

    private static Finding java() {
        return Finding.good("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    }

    private Finding clock() {
        Instant now = clock.instant();
        return now.isBefore(NOT_BEFORE)
                ? Finding.bad("clock", "it says " + now + ", which is in the past; set the clock (NTP)")
                : Finding.good("clock", now.toString());
    }

    private static List<Finding> folder(String check, Path folder) {
        Optional<Path> standing = Optional.of(folder.toAbsolutePath());
        while (standing.isPresent() && !Files.exists(standing.get())) {
            standing = Optional.ofNullable(standing.get().getParent());
        }
        Path there = standing.orElse(Path.of("/"));
        List<Finding> findings = new ArrayList<>();
        if (!Files.isDirectory(there)) {
            findings.add(Finding.bad(check, there + " is not a folder; remove it or choose another data folder"));
        } else if (!Files.isWritable(there)) {
            findings.add(Finding.bad(check, there + " cannot be written by this user; run: chown or choose another"));
        } else {
            findings.add(space(check, folder, there));
            secrecy(check, folder).ifPresent(findings::add);
        }
        return findings;
    }

    private static Finding space(String check, Path folder, Path there) {
        try {
            FileStore disk = Files.getFileStore(there);
            long free = disk.getUsableSpace();
            String detail = "%s on %s (%s), %d MiB free".formatted(folder, disk.name(), disk.type(), free >> 20);
            if (free < TOO_LITTLE_SPACE) {
                return Finding.bad(check, detail + "; make room");
            }
            return free < LITTLE_SPACE ? Finding.note(check, detail + "; that is little") : Finding.good(check, detail);
        } catch (IOException e) {
            return Finding.bad(check, "the disk of " + there + " cannot be examined: " + e.getMessage());
        }
    }

    private static Optional<Finding> secrecy(String check, Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                return Optional.empty();
            }
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
            return mode.contains(PosixFilePermission.OTHERS_WRITE)
                    ? Optional.of(Finding.bad(check, folder + " can be written by everybody; run: chmod o-w " + folder))
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.of(Finding.note(check, "permissions of " + folder + " cannot be read: " + e.getMessage()));
        }
    }

    /** Opens it as the program would; a file that is not there yet stays away. */
    private Finding store() {
        if (config.store() instanceof SentinelConfig.Store.Sqlite sqlite && !Files.exists(sqlite.file())) {
            return Finding.note("store", sqlite.file() + " is not there yet; 'sentinel run' makes it");
        }
        try (Store store = Addresses.open(config.store(), clock)) {
            var health = store.health();
            if (!health.reachable()) {
                return Finding.bad("store", health.problem().orElse("not reachable"));
            }
            Duration skew = Duration.between(clock.instant(), store.read(sql -> sql.now()))
                    .abs();
            String detail =
                    "%s, schema %d, %d KiB".formatted(health.where(), health.schemaVersion(), health.sizeBytes() >> 10);
            return skew.compareTo(SKEW) > 0
                    ? Finding.bad(
                            "store", detail + "; its clock differs by " + skew.toMillis() + " ms: set the clocks (NTP)")
                    : Finding.good("store", detail);
        } catch (StoreFault e) {
            return Finding.bad("store", String.valueOf(e.getMessage()));
        }
    }

    private Finding broker() throws InterruptedException {
        try {
            Optional<BrokerAddress> address = Addresses.broker(config.broker().endpoint());
            return address.isEmpty()
                    ? Finding.note("broker", "embedded; it has not run yet: 'sentinel run' starts it")
                    : reach(address.get());
        } catch (BrokerFault | TlsFault e) {
            return Finding.bad("broker", String.valueOf(e.getMessage()));
        }
    }

    private Finding reach(BrokerAddress address) throws InterruptedException {
        try (Bus bus = Bus.open(Addresses.bus(config, address, Host.clientName()), new SimpleMeterRegistry(), clock)) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (bus.publishing() instanceof LinkState.Down && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            return switch (bus.publishing()) {
                case LinkState.Up up ->
                    Finding.good(
                            "broker", up.broker() + " at " + address.endpoints() + ", parked messages: " + parked(bus));
                case LinkState.Blocked blocked ->
                    Finding.bad("broker", "takes no messages: " + blocked.why() + "; free its disk or memory");
                case LinkState.Down down -> unreachable(address, down);
                case LinkState.Closed closed -> Finding.bad("broker", "closed");
            };
        }
    }

    private Finding unreachable(BrokerAddress address, LinkState.Down down) {
        return config.broker().endpoint() instanceof Broker.Embedded
                ? Finding.note("broker", "embedded; it is not running now: 'sentinel run' starts it")
                : Finding.bad("broker", address + " is not reachable: " + down.why());
    }

    private static String parked(Bus bus) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!(bus.consuming() instanceof LinkState.Up) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        int count = bus.parking().list(101).size();
        return count > 100 ? "more than 100" : Integer.toString(count);
    }
}

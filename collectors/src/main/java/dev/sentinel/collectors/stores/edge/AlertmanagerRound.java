package dev.sentinel.collectors.stores.edge;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.stores.AlertReading;
import dev.sentinel.collectors.stores.AlertState;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.web.Asking;
import dev.sentinel.collectors.web.Keeping;
import dev.sentinel.collectors.web.Round;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an Alertmanager is asked: all alerts it holds, and who holds them back. */
final class AlertmanagerRound implements Round<Store, AlertState> {
    private static final String ALERTS = "/api/v2/alerts?active=true&silenced=true&inhibited=true&unprocessed=true";

    @Override
    public Keeping<AlertState> keeping() {
        return new AlertKeeping();
    }

    @Override
    public List<String> pages() {
        return List.of("/api/v2/status", ALERTS);
    }

    @Override
    public Optional<Reading<AlertState>> read(
            Facts facts, Optional<AlertState> before, Store store, Asking asking, Instant now)
            throws InterruptedException {
        return asking.json(ALERTS)
                .map(alerts -> new AlertReading(facts).listing(before.orElse(AlertState.empty()), store, alerts, now));
    }
}

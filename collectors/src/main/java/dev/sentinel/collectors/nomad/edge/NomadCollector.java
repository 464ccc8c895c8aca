package dev.sentinel.collectors.nomad.edge;

import dev.sentinel.collectors.nomad.Table;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Collecting;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.collectors.web.Web;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Watches a region of Nomad: by its event stream, and by listings for what the stream no longer holds. */
public final class NomadCollector implements Collector {
    private static final Duration LISTED_WITHIN = Duration.ofMinutes(2);

    private final NomadRegion region;

    public NomadCollector(NomadRegion region) {
        this.region = region;
    }

    @Override
    public String name() {
        return "nomad";
    }

    @Override
    public Reach reach() {
        return Reach.CLUSTER;
    }

    @Override
    public void open(Desk desk) {
        Web web = new Web();
        desk.closes(web::close);
        Ref self = Collecting.self(this, desk.witness());
        NomadPages pages = new NomadPages(web, region);
        NomadMap map = new NomadMap(desk, self);
        Listings listings = new Listings(pages, map, desk);
        String endpoint = region.site().toString();
        desk.poll(new Source("listings", endpoint, self), new Rhythm(region.listing(), LISTED_WITHIN), listings);
        Source events = new Source("events", endpoint, self);
        desk.stay(events, new Stream(pages, map, listings, desk, events));
    }

    @Override
    public List<Check> examine() {
        try (Web web = new Web()) {
            NomadPages pages = new NomadPages(web, region);
            List<Check> checks = new ArrayList<>();
            for (Table table : Table.values()) {
                checks.add(check("nomad " + pages.name(table), () -> pages.first(table)));
            }
            checks.add(check("nomad events", () -> pages.stream(0).close()));
            return checks;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private interface Probe {
        void run() throws IOException, InterruptedException;
    }

    private Check check(String source, Probe probe) throws InterruptedException {
        try {
            probe.run();
            return Check.readable(source, region.site() + " answers");
        } catch (IOException e) {
            return Check.unreadable(source, String.valueOf(e.getMessage()));
        }
    }
}

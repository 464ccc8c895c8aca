package dev.sentinel.collectors.nomad.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.Look;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.collectors.web.Lines;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Stays with the event stream. It keeps few events, so what may have been missed is listed before. */
final class Stream implements Look {
    private final NomadPages pages;
    private final NomadMap map;
    private final Listings listings;
    private final Desk desk;
    private final Source source;
    private Instant unseenSince;

    Stream(NomadPages pages, NomadMap map, Listings listings, Desk desk, Source source) {
        this.pages = pages;
        this.map = map;
        this.listings = listings;
        this.desk = desk;
        this.source = source;
        this.unseenSince = desk.now();
    }

    @Override
    public void look() throws IOException, InterruptedException {
        // Only what was listed since can hold what nobody saw.
        listings.after(unseenSince);
        try (Lines lines = pages.stream(map.index())) {
            Optional<JsonNode> line = lines.nextJson();
            while (line.isPresent()) {
                map.streamed(line.get());
                desk.answered(source);
                line = lines.nextJson();
            }
        } finally {
            unseenSince = desk.now();
        }
        // The answer that ends is no failure of the server, but nothing is seen until the next connecting.
        throw Unreachable.because(
                UnreachableCause.UNREACHABLE_CAUSE_IO, "the server ended the stream; it is opened again");
    }
}

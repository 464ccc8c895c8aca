package dev.sentinel.collectors.nomad.edge;

import dev.sentinel.collectors.web.Site;
import java.time.Duration;

/**
 * A region of Nomad.
 *
 * @param site one of its servers, or an agent that passes requests on; with ACLs a login of a token in the header
 *     {@code X-Nomad-Token} whose policy has {@code namespace "*" { policy = "read" }} and {@code node { policy = "read" }}
 * @param region its name, for an agent that knows several; empty for the agent's own
 * @param listing how often everything is listed although the stream tells, 5 minutes unless said otherwise, at least 10 s
 * @param silence how long the stream may say nothing, 1 minute unless said otherwise; a server that lives sends an empty line
 *     every ten seconds
 */
public record NomadRegion(Site site, String region, Duration listing, Duration silence) {
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    public NomadRegion {
        if (listing.compareTo(SHORTEST) < 0 || !silence.isPositive()) {
            throw new IllegalArgumentException("listed at most every 10 s, and with a silence above zero, not %s and %s"
                    .formatted(listing, silence));
        }
    }

    /** The agent's own region, as usual. */
    public static NomadRegion at(Site site) {
        return new NomadRegion(site, "", Duration.ofMinutes(5), Duration.ofMinutes(1));
    }
}

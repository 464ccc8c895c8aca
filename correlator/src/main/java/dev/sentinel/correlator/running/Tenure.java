package dev.sentinel.correlator.running;

import dev.sentinel.correlator.journal.Journal;
import dev.sentinel.correlator.patterns.PatternSet;
import dev.sentinel.correlator.running.Publication.Position;
import dev.sentinel.transport.store.Fenced;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.v1.Incident;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an owner knows while it holds one lease; it ends with the lease and is never used again. */
final class Tenure {

    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);
    private static final int PAGE = 500;
    private static final int SETTLED_AT_ONCE = 200;
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration SECOND = Duration.ofSeconds(1);
    // Each look is a write; time that passes faster than this is looked at less often than every second of it.
    private static final Duration SHORTEST = Duration.ofMillis(20);

    private final Owner owner;
    private final int partition;
    private final Publication publication;
    private final Clusters clusters;
    private PatternSet patterns;
    private Lease lease;
    private long renewed = System.nanoTime();
    private long looked = System.nanoTime() - SECOND.toNanos();
    private long position;
    private long last;
    private String quiet = "";

    Tenure(Owner owner, Lease lease) {
        this.owner = owner;
        this.partition = owner.partition();
        this.publication = owner.publication();
        this.patterns = owner.terms().patterns().get();
        this.clusters = new Clusters(owner.terms().maker(), patterns.patterns());
        this.lease = lease;
    }

    /** Brings everything back to where the owner before left it; what was published then is not published again. */
    void rebuild() {
        long started = System.nanoTime();
        Position reached = owner.store().read(publication::position).orElse(new Position(0, Long.MIN_VALUE));
        List<Journal.Entry> page = page();
        while (!page.isEmpty() && page.getFirst().position() <= reached.position()) {
            for (Journal.Entry entry : page) {
                if (entry.position() <= reached.position()) {
                    clusters.take(entry);
                    position = entry.position();
                }
            }
            if (page.getLast().position() > reached.position() || owner.closed()) {
                break;
            }
            renewWhenDue();
            page = page();
        }
        if (!clusters.isEmpty()) {
            clusters.letPass(reached.ticked());
        }
        position = Math.max(position, reached.position());
        settle();
        LOG.atInfo()
                .addKeyValue("lease", lease.name())
                .addKeyValue("position", position)
                .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
                .log("knows what was known");
    }

    private void settle() {
        Map<String, Incident> rebuilt = new TreeMap<>();
        clusters.incidents().forEach(incident -> rebuilt.put(incident.getId(), incident));
        List<Incident> all = List.copyOf(rebuilt.values());
        int different = 0;
        for (int from = 0; from < all.size(); from += SETTLED_AT_ONCE) {
            List<Incident> some = all.subList(from, Math.min(all.size(), from + SETTLED_AT_ONCE));
            different += owner.store().writeNow(lease, sql -> publication.settle(sql, some));
        }
        int ended = abandonOthers(rebuilt.keySet());
        if (different + ended > 0) {
            LOG.atInfo()
                    .addKeyValue("lease", lease.name())
                    .addKeyValue("different", different)
                    .addKeyValue("ended", ended)
                    .log("incidents look different than before: the patterns or the reach of the journal changed");
        }
    }

    /** Ends what is kept as live and is not among these: nobody follows it any more. */
    private int abandonOthers(Set<String> followed) {
        List<Incidents.Known> forgotten = live().stream()
                .filter(known -> !followed.contains(known.incident().getId()))
                .toList();
        for (Incidents.Known known : forgotten) {
            owner.patiently(() -> owner.store().writeNow(lease, sql -> {
                publication.abandon(sql, known, sql.now());
                return 1;
            }));
        }
        return forgotten.size();
    }

    /** One step: entries when there are any, else the passing of time, else a short wait. True when news were kept. */
    boolean work() {
        renewWhenDue();
        int news = reload();
        List<Journal.Entry> page = owner.patiently(this::page);
        if (!page.isEmpty()) {
            news += correlate(page);
            lookWhenDue();
        } else if (!clusters.isEmpty() && lookIsDue()) {
            looked = System.nanoTime();
            news += letTimePass();
            news += listen();
            look();
        } else {
            owner.bell().await(shorter(POLL, oneSecond()));
        }
        return news > 0;
    }

    private int correlate(List<Journal.Entry> page) {
        List<Incident> changed = new ArrayList<>();
        owner.meters().evaluation().record(() -> {
            for (Journal.Entry entry : page) {
                changed.addAll(clusters.take(entry));
                owner.meters().taken(entry.event());
            }
        });
        position = page.getLast().position();
        last = Math.max(last, position);
        return keep(changed);
    }

    /** While nothing comes, time passes as far as no entry can come before it any more. */
    private int letTimePass() {
        Journal.Head head =
                owner.patiently(() -> owner.store().writeNow(lease, sql -> Journal.letTimePass(sql, partition)));
        last = head.last();
        if (head.last() > position) {
            return 0;
        }
        return keep(clusters.letPass(head.accepted().getEpochSecond()));
    }

    private int keep(List<Incident> changed) {
        if (changed.isEmpty()) {
            return 0;
        }
        Position reached = new Position(position, clusters.ticked());
        return owner.patiently(() ->
                owner.store().writeNow(lease, sql -> publication.keep(sql, changed, reached, lease.epoch())));
    }

    private int reload() {
        PatternSet now = owner.terms().patterns().get();
        if (now.fingerprint().equals(patterns.fingerprint())) {
            return 0;
        }
        // What the conditions of before counted last would be lost with them.
        owner.meters().conditions(patterns.patterns());
        patterns = now;
        int news = keep(clusters.replace(now.patterns()));
        Set<String> followed =
                clusters.incidents().stream().map(Incident::getId).collect(Collectors.toSet());
        return news + abandonOthers(followed);
    }

    /** Silences begin and end while nothing else happens. */
    private int listen() {
        String now = owner.patiently(() -> owner.store().read(sql -> Quiets.fingerprint(sql, sql.now())));
        if (now.equals(quiet)) {
            return 0;
        }
        int told = 0;
        for (List<Incidents.Known> some : chunks(live())) {
            told += owner.patiently(() -> owner.store()
                    .writeNow(lease, sql -> publication.requiet(sql, some, Quiets.inForce(sql, sql.now()))));
        }
        quiet = now;
        return told;
    }

    private List<Incidents.Known> live() {
        List<Incidents.Known> all = new ArrayList<>();
        List<Incidents.Known> some = live("");
        while (!some.isEmpty()) {
            all.addAll(some);
            some = live(some.getLast().incident().getId());
        }
        return all;
    }

    private List<Incidents.Known> live(String afterId) {
        return owner.patiently(
                () -> owner.store().read(sql -> Incidents.live(sql, partition, afterId, SETTLED_AT_ONCE)));
    }

    private static List<List<Incidents.Known>> chunks(List<Incidents.Known> all) {
        List<List<Incidents.Known>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += SETTLED_AT_ONCE) {
            chunks.add(all.subList(from, Math.min(all.size(), from + SETTLED_AT_ONCE)));
        }
        return chunks;
    }

    private void lookWhenDue() {
        if (lookIsDue()) {
            looked = System.nanoTime();
            last = owner.patiently(() -> owner.store().read(sql -> Journal.last(sql, partition)));
            look();
        }
    }

    private boolean lookIsDue() {
        return System.nanoTime() - looked >= oneSecond().toNanos();
    }

    /** A second of the time that is correlated. */
    private Duration oneSecond() {
        Duration second = owner.tempo().onThisMachine(SECOND);
        return second.compareTo(SHORTEST) < 0 ? SHORTEST : second;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void look() {
        owner.meters().look(clusters, last - position);
        owner.meters().conditions(patterns.patterns());
    }

    private void renewWhenDue() {
        long age = System.nanoTime() - renewed;
        if (age < owner.terms().lease().toNanos() / 3) {
            return;
        }
        lease = owner.patiently(() -> owner.leases().renew(lease, owner.terms().lease()))
                .orElseThrow(() -> lost(lease));
        renewed = System.nanoTime();
    }

    /** A write under it says the same as any other write of somebody who lost it. */
    private RuntimeException lost(Lease gone) {
        try {
            owner.store().writeNow(gone, sql -> 0);
        } catch (Fenced e) {
            return e;
        }
        return new IllegalStateException("the lease " + gone.name() + " could not be renewed and is still held");
    }

    private List<Journal.Entry> page() {
        return owner.store().read(sql -> Journal.read(sql, partition, position, PAGE));
    }
}

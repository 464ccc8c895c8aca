package dev.sentinel.collectors.nomad.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.nomad.Table;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.Look;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists what a region holds: after each connecting, and now and then. */
final class Listings implements Look {
    /** The stream lists as well when it is opened, which is when everything begins. */
    private static final Duration FRESH = Duration.ofSeconds(2);
    /** Descriptions of jobs for one listing; the others wait for the next. */
    private static final int MOST_DESCRIBED = 500;

    private final NomadPages pages;
    private final NomadMap map;
    private final Desk desk;
    private Map<String, Long> described = Map.of();
    private Optional<Instant> last = Optional.empty();

    Listings(NomadPages pages, NomadMap map, Desk desk) {
        this.pages = pages;
        this.map = map;
        this.desk = desk;
    }

    /** Everything, unless that was done a moment ago. */
    @Override
    public void look() throws IOException, InterruptedException {
        after(desk.now().minus(FRESH));
    }

    /** Everything, unless that was done after this moment. */
    synchronized void after(Instant moment) throws IOException, InterruptedException {
        if (last.filter(at -> at.isAfter(moment)).isPresent()) {
            return;
        }
        Instant now = desk.now();
        map.listed(Table.NODES, pages.all(Table.NODES));
        NomadPages.Listed jobs = pages.all(Table.JOBS);
        map.listed(Table.JOBS, jobs);
        describe(new Tree(jobs.items()).items());
        map.listed(Table.ALLOCATIONS, pages.all(Table.ALLOCATIONS));
        if (last.isEmpty()) {
            map.show();
        }
        last = Optional.of(now);
    }

    /** Only the description of a job says which volumes it asks for. */
    private void describe(List<Tree> jobs) throws IOException, InterruptedException {
        Map<String, Long> known = new HashMap<>();
        int asked = 0;
        for (Tree job : jobs) {
            String id = job.at("ID").name();
            String namespace = job.at("Namespace").name();
            String key = namespace + "/" + id;
            long version = job.at("JobModifyIndex").amount();
            boolean wanted = !id.isEmpty() && job.at("ParentID").name().isEmpty();
            if (Optional.ofNullable(described.get(key))
                    .filter(each -> each == version)
                    .isPresent()) {
                known.put(key, version);
            } else if (wanted && asked < MOST_DESCRIBED) {
                asked++;
                Optional<JsonNode> whole = pages.job(namespace, id);
                if (whole.isPresent()) {
                    map.described(whole.get());
                }
                known.put(key, version);
            }
        }
        described = known;
    }
}

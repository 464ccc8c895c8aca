package dev.sentinel.collectors.nomad;

import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Ref;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** One look: what was known, changed thing by thing. */
final class Session {
    static final String SCOPE = "nomad";
    private static final int MOST = 20_000;

    private final Map<Table, Long> tables = new EnumMap<>(Table.class);
    private final Map<String, Allocation> allocations;
    private final Map<String, Client> clients;
    private final Map<String, Job> jobs;
    private final Map<String, List<Edge>> edges;
    private final Telling telling;
    private final Changes changes;
    private boolean limited;

    Session(NomadState before, Telling telling) {
        this.tables.putAll(before.tables());
        this.allocations = new HashMap<>(before.allocations());
        this.clients = new HashMap<>(before.clients());
        this.jobs = new HashMap<>(before.jobs());
        this.edges = new HashMap<>(before.edges());
        this.limited = before.limited();
        this.telling = telling;
        this.changes = new Changes(telling);
    }

    void allocations(List<Tree> items, boolean restored) {
        Set<String> there = new HashSet<>();
        items.forEach(item -> Allocation.of(item).ifPresent(allocation -> {
            there.add(allocation.id());
            allocation(allocation, restored);
        }));
        for (Allocation each : List.copyOf(allocations.values())) {
            if (!there.contains(each.id())) {
                allocations.remove(each.id());
                links(each.id(), each.ref(), List.of());
            }
        }
    }

    void clients(List<Tree> items, boolean restored) {
        Set<String> there = new HashSet<>();
        items.forEach(item -> Client.of(item).ifPresent(client -> {
            there.add(client.id());
            client(client, restored);
        }));
        List.copyOf(clients.values()).stream()
                .filter(client -> !there.contains(client.id()))
                .forEach(this::clientGone);
    }

    void jobs(List<Tree> items, boolean restored) {
        Set<String> there = new HashSet<>();
        items.forEach(item -> Job.of(item).ifPresent(job -> {
            there.add(key(job.namespace(), job.id()));
            // A stub has no groups: it is held against what is known without them.
            Optional<Job> old = Optional.ofNullable(jobs.get(key(job.namespace(), job.id())));
            Job whole = old.map(job::with).orElse(job);
            if (restored) {
                old.ifPresent(each -> jobs.put(key(job.namespace(), job.id()), each.forgotten()));
            }
            job(whole, true);
        }));
        List.copyOf(jobs.values()).stream()
                .filter(job -> !there.contains(key(job.namespace(), job.id())))
                .forEach(this::jobGone);
    }

    void allocation(Allocation now) {
        allocation(now, false);
    }

    private void allocation(Allocation now, boolean restored) {
        Optional<Allocation> old = Optional.ofNullable(allocations.get(now.id()));
        if (!restored && old.filter(known -> known.index() > now.index()).isPresent()) {
            return;
        }
        List<String> volumes = volumes(now);
        boolean known = tables.containsKey(Table.ALLOCATIONS);
        if (old.map(each -> !each.says(now)).orElse(known || Changes.isBad(now))) {
            changes.allocation(old, now, volumes);
        }
        if (room(allocations, now.id(), Allocation::isOver)) {
            allocations.put(now.id(), now);
            links(now.id(), now.ref(), edges(now, volumes));
        }
    }

    void client(Client now, boolean restored) {
        Optional<Client> old = Optional.ofNullable(clients.get(now.id()));
        if (!restored && old.filter(known -> known.index() > now.index()).isPresent()) {
            return;
        }
        boolean known = tables.containsKey(Table.NODES);
        if (old.map(each -> !each.says(now)).orElse(known || Changes.isBad(now))) {
            changes.client(old, now);
        }
        if (room(clients, now.id(), each -> false)) {
            clients.put(now.id(), now);
            links(
                    now.id(),
                    now.ref(),
                    List.of(Telling.edge(EdgeKind.EDGE_KIND_IS, now.ref(), now.machine(), telling.now())));
        }
    }

    void clientGone(Client last) {
        if (clients.remove(last.id()) != null) {
            changes.clientGone(last);
            links(last.id(), last.ref(), List.of());
        }
    }

    /** @param news whether it is told when it was not known, or only remembered */
    void job(Job now, boolean news) {
        String key = key(now.namespace(), now.id());
        Optional<Job> old = Optional.ofNullable(jobs.get(key));
        if (old.filter(known -> known.index() > now.index()).isPresent()) {
            return;
        }
        // The first description of a job that was only listed adds its groups; that is no change of it.
        boolean more = old.filter(known -> known.counts().isEmpty() && known.version() == now.version())
                .isPresent();
        boolean told = old.map(known -> !known.says(now) && (!more || known.stopped() != now.stopped()))
                .orElse(news && tables.containsKey(Table.JOBS));
        if (told && !now.child()) {
            changes.job(old, now);
        }
        if (room(jobs, key, Job::child)) {
            jobs.put(key, now);
            if (!old.map(Job::volumes).equals(Optional.of(now.volumes()))) {
                allocations.values().stream()
                        .filter(each -> key(each.namespace(), each.job()).equals(key))
                        .toList()
                        .forEach(each -> links(each.id(), each.ref(), edges(each, volumes(each))));
            }
        }
    }

    void jobGone(Job last) {
        if (jobs.remove(key(last.namespace(), last.id())) != null && !last.child()) {
            changes.jobGone(last);
        }
    }

    void jobGone(String namespace, String id, boolean deregistered) {
        Optional.ofNullable(jobs.get(key(namespace, id)))
                .filter(each -> deregistered)
                .ifPresent(this::jobGone);
    }

    void listed(Table table, long index) {
        tables.put(table, index);
    }

    void limited() {
        limited = true;
    }

    Reading<NomadState> end(long index) {
        return telling.with(new NomadState(index, tables, allocations, clients, jobs, edges, limited));
    }

    private List<String> volumes(Allocation allocation) {
        return Optional.ofNullable(jobs.get(key(allocation.namespace(), allocation.job())))
                .map(job -> job.volumesOf(allocation))
                .orElse(List.of());
    }

    private List<Edge> edges(Allocation now, List<String> volumes) {
        if (now.isOver()) {
            return List.of();
        }
        List<Edge> hold = new ArrayList<>();
        var since = now.at().orElse(telling.now());
        hold.add(Telling.edge(EdgeKind.EDGE_KIND_OWNS, now.jobRef(), now.ref(), since));
        now.nodeRef().ifPresent(node -> hold.add(Telling.edge(EdgeKind.EDGE_KIND_RUNS_ON, now.ref(), node, since)));
        volumes.forEach(
                volume -> hold.add(Telling.edge(EdgeKind.EDGE_KIND_USES, now.ref(), now.volume(volume), since)));
        return hold;
    }

    private void links(String key, Ref subject, List<Edge> now) {
        List<Edge> before = edges.getOrDefault(key, List.of());
        List<Edge> hold = telling.links(SCOPE, subject, before, now);
        if (hold.isEmpty()) {
            edges.remove(key);
        } else {
            edges.put(key, hold);
        }
    }

    /** Room for one more; what is over makes it. */
    private <T> boolean room(Map<String, T> things, String key, Predicate<T> spare) {
        if (things.size() < MOST || things.containsKey(key)) {
            return true;
        }
        limited = true;
        Collection<Map.Entry<String, T>> all = things.entrySet();
        Optional<String> over = all.stream()
                .filter(entry -> spare.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
        over.ifPresent(things::remove);
        return over.isPresent();
    }

    private static String key(String namespace, String id) {
        return namespace + "/" + id;
    }
}

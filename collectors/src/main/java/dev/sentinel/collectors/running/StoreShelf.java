package dev.sentinel.collectors.running;

import dev.sentinel.transport.store.Lease;
import dev.sentinel.transport.store.Row;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.Work;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A memory in the store. Under a lease it can be changed only while the lease is held. */
public final class StoreShelf implements Shelf {
    private static final int PAGE = 1000;

    private final Store store;
    private final Owner owner;
    private final Optional<Supplier<Lease>> right;

    /** Whose memory it is; the instance is empty where all instances share it. */
    public record Owner(String cluster, String collector, String instance) {}

    private StoreShelf(Store store, Owner owner, Optional<Supplier<Lease>> right) {
        this.store = store;
        this.owner = owner;
        this.right = right;
    }

    public static StoreShelf of(Store store, Owner owner) {
        return new StoreShelf(store, owner, Optional.empty());
    }

    /** One that several instances share and only the holder of the lease changes. */
    public static StoreShelf under(Supplier<Lease> right, Store store, Owner owner) {
        return new StoreShelf(store, owner, Optional.of(right));
    }

    @Override
    public Optional<byte[]> take(String key) {
        return store.read(sql ->
                        sql.one("""
                select place, body from collector_memory
                where cluster = ? and collector = ? and instance = ? and place = ?""", StoreShelf::kept, owner.cluster(), owner.collector(), owner.instance(), key))
                .map(Map.Entry::getValue);
    }

    @Override
    public SortedMap<String, byte[]> takeAll(String prefix) {
        SortedMap<String, byte[]> found = new TreeMap<>();
        List<Map.Entry<String, byte[]>> page = page("");
        while (!page.isEmpty()) {
            // Looked at here: as a pattern for the database it would need escaping, and databases differ in their
            // order.
            page.stream()
                    .filter(kept -> kept.getKey().startsWith(prefix))
                    .forEach(kept -> found.put(kept.getKey(), kept.getValue()));
            page = page(page.getLast().getKey());
        }
        return found;
    }

    private List<Map.Entry<String, byte[]>> page(String after) {
        return store.read(sql ->
                sql.query("""
                select place, body from collector_memory
                where cluster = ? and collector = ? and instance = ? and place > ? order by place limit ?""", StoreShelf::kept, owner.cluster(), owner.collector(), owner.instance(), after, PAGE));
    }

    @Override
    public void put(Map<String, byte[]> bodies) {
        write(sql -> {
            Instant now = sql.now();
            return sql.batch(
                    """
                    insert into collector_memory (cluster, collector, instance, place, body, changed_ms)
                    values (?, ?, ?, ?, ?, ?)
                    on conflict (cluster, collector, instance, place) do update
                    set body = excluded.body, changed_ms = excluded.changed_ms""",
                    bodies.entrySet().stream()
                            .map(each -> List.of(
                                    owner.cluster(),
                                    owner.collector(),
                                    owner.instance(),
                                    each.getKey(),
                                    each.getValue(),
                                    now))
                            .toList());
        });
    }

    @Override
    public void remove(List<String> keys) {
        write(sql -> sql.batch(
                """
                delete from collector_memory
                where cluster = ? and collector = ? and instance = ? and place = ?""",
                keys.stream()
                        .map(key -> List.of(owner.cluster(), owner.collector(), owner.instance(), key))
                        .toList()));
    }

    private void write(Work<Integer> work) {
        int unused = right.map(held -> store.writeNow(held.get(), work)).orElseGet(() -> store.writeNow(work));
    }

    private static Map.Entry<String, byte[]> kept(Row row) {
        return Map.entry(row.text("place"), row.bytes("body"));
    }
}

package dev.sentinel.transport.store;

import dev.sentinel.transport.tempo.Tempo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who may act for a name. Each change of hands raises the epoch, so that a late writer of the past is recognised. A lease lasts
 * as long on the machine as was asked for, however fast the time of the store passes.
 */
public final class Leases {
    private final Store store;
    private final Tempo tempo;

    public Leases(Store store) {
        this(store, Tempo.real());
    }

    /** For a store whose time is that of the tempo. */
    public Leases(Store store, Tempo tempo) {
        this.store = store;
        this.tempo = tempo;
    }

    /**
     * Takes a lease that nobody holds any more. The same holder gets it at once, with a new epoch: that is a restart, and
     * fences off what is left of the process before it.
     */
    public Optional<Lease> acquire(String name, String holder, Duration ttl) {
        return store.writeNow(sql -> {
            Instant now = sql.now();
            return sql.one("""
                    insert into lease (name, holder, epoch, expires_at) values (?, ?, 1, ?)
                    on conflict (name) do update
                    set holder = excluded.holder, epoch = lease.epoch + 1, expires_at = excluded.expires_at
                    where lease.expires_at <= ? or lease.holder = excluded.holder
                    returning name, holder, epoch, expires_at""", Leases::read, name, holder, now.plus(tempo.inItsTime(ttl)), now);
        });
    }

    /** Prolongs a lease; empty when somebody else has taken it since. */
    public Optional<Lease> renew(Lease lease, Duration ttl) {
        return store.writeNow(sql -> sql.one(
                """
                update lease set expires_at = ? where name = ? and holder = ? and epoch = ? and expires_at > 0
                returning name, holder, epoch, expires_at""", Leases::read, sql.now().plus(tempo.inItsTime(ttl)), lease.name(), lease.holder(), lease.epoch()));
    }

    /** Gives a lease back so that the next one need not wait; the epoch is remembered. */
    public void release(Lease lease) {
        store.writeNow(sql -> sql.update(
                "update lease set expires_at = 0 where name = ? and holder = ? and epoch = ?",
                lease.name(),
                lease.holder(),
                lease.epoch()));
    }

    /** Holds the row until the commit, so that nobody can take the lease between this check and the write. */
    static void confirm(Sql sql, Lease lease) {
        int held = sql.update(
                "update lease set epoch = epoch where name = ? and holder = ? and epoch = ? and expires_at > 0",
                lease.name(),
                lease.holder(),
                lease.epoch());
        if (held != 1) {
            throw new Fenced(lease);
        }
    }

    private static Lease read(Row row) {
        return new Lease(row.text("name"), row.text("holder"), row.number("epoch"), row.instant("expires_at"));
    }
}

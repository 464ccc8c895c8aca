package dev.sentinel.responders.notify.edge;

import dev.sentinel.responders.notify.News;
import dev.sentinel.transport.bus.Backoff;
import dev.sentinel.transport.store.Fenced;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.transport.store.Leases;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.v1.IncidentState;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries what waits for one channel, in order, while it holds the channel's lease; tells the other channels when it cannot. */
final class Sender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final int AT_ONCE = 20;
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration REFUSED_AGAIN = Duration.ofMinutes(10);
    private static final Duration REPEATED = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofDays(3);
    private static final Duration END = Duration.ofSeconds(6);
    private static final int POSTS_AT_ONCE = 500;

    private final Store store;
    private final Leases leases;
    private final Book book;
    private final Channel channel;
    private final List<Channel> all;
    private final Notifier.Terms terms;
    private final CircuitBreaker breaker;
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));
    private final Semaphore bell = new Semaphore(0);
    private final Counter told;
    private final Counter failed;
    private final Counter dropped;
    private final Thread thread;
    private Optional<Lease> lease = Optional.empty();
    private long renewed;
    private volatile Optional<String> trouble = Optional.empty();
    private volatile boolean closed;

    Sender(Store store, Book book, Channel channel, List<Channel> all, Notifier.Terms terms, MeterRegistry registry) {
        this.store = store;
        this.leases = new Leases(store, terms.tempo());
        this.book = book;
        this.channel = channel;
        this.all = all;
        this.terms = terms;
        // A door that stays shut is tried now and then, not by everything that waits behind it.
        this.breaker = CircuitBreaker.of(
                channel.name(),
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(10)
                        .minimumNumberOfCalls(5)
                        .failureRateThreshold(80)
                        .waitDurationInOpenState(Duration.ofSeconds(30))
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build());
        this.told = counter(registry, "told");
        this.failed = counter(registry, "failed");
        this.dropped = counter(registry, "dropped");
        Gauge.builder(
                        "sentinel.notify.trouble",
                        this,
                        sender -> sender.trouble().isPresent() ? 1 : 0)
                .description("1 while a channel does not carry what it is given")
                .tag("channel", channel.name())
                .register(registry);
        this.thread =
                Thread.ofPlatform().daemon().name("tells " + channel.name()).unstarted(this::run);
    }

    private Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("sentinel.notify.messages")
                .description("Words to people, by what became of them")
                .tag("channel", channel.name())
                .tag("outcome", outcome)
                .register(registry);
    }

    void start() {
        thread.start();
    }

    void wake() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    Optional<String> trouble() {
        return trouble;
    }

    private void run() {
        while (!closed) {
            boolean busy = false;
            try {
                busy = mine() && round();
            } catch (Fenced e) {
                lease = Optional.empty();
            } catch (StoreFault e) {
                LOG.atWarn()
                        .addKeyValue("channel", channel.name())
                        .setCause(e)
                        .log("telling has to wait for the store");
            } catch (RuntimeException e) {
                // A sender that dies would be silence.
                LOG.atError().addKeyValue("channel", channel.name()).setCause(e).log("telling broke");
            }
            if (!busy) {
                rest();
            }
        }
        lease.ifPresent(this::giveBack);
    }

    private void rest() {
        try {
            if (bell.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private boolean mine() {
        long age = System.nanoTime() - renewed;
        if (lease.isPresent() && age < terms.lease().toNanos() / 3) {
            return true;
        }
        lease = lease.isPresent()
                ? leases.renew(lease.get(), terms.lease())
                : leases.acquire("notify/" + channel.name(), terms.holder(), terms.lease());
        renewed = System.nanoTime();
        return lease.isPresent();
    }

    private void giveBack(Lease held) {
        try {
            leases.release(held);
        } catch (StoreFault e) {
            LOG.atDebug().addKeyValue("why", e.getMessage()).log("a lease was not given back; it will expire");
        }
    }

    /** True when there may be more. */
    private boolean round() {
        Instant now = store.read(sql -> sql.now());
        List<Book.Entry> due = store.read(sql -> book.due(sql, channel.name(), now, AT_ONCE));
        for (Book.Entry entry : due) {
            if (closed || !mine() || !breaker.tryAcquirePermission()) {
                return false;
            }
            carry(entry, now);
        }
        if (due.isEmpty()) {
            store.writeNow(held(), sql -> book.forget(sql, terms.kept(), POSTS_AT_ONCE));
        }
        return due.size() == AT_ONCE;
    }

    private Lease held() {
        return lease.orElseThrow(() -> new IllegalStateException("no lease is held"));
    }

    private void carry(Book.Entry entry, Instant now) {
        // It may have been crossed out while those before it were carried.
        if (!store.read(sql -> book.waits(sql, channel.name(), entry.about(), entry.topic()))) {
            breaker.releasePermission();
            return;
        }
        Optional<Channel.Post> post =
                store.read(sql -> book.told(sql, channel.name(), entry.about())).flatMap(Book.Told::post);
        long began = System.nanoTime();
        Carried carried = channel.carry(entry.news(), post, now);
        long took = System.nanoTime() - began;
        switch (carried) {
            case Carried.There there -> {
                breaker.onSuccess(took, TimeUnit.NANOSECONDS);
                told.increment();
                store.writeNow(held(), sql -> {
                    book.told(sql, channel.name(), entry, there.post(), again(entry, now));
                    return 1;
                });
                recovered(now);
            }
            case Carried.NotNow notNow -> {
                breaker.onError(took, TimeUnit.NANOSECONDS, new IllegalStateException(notNow.why()));
                Duration wait = notNow.after().orElse(backoff.before(entry.attempts() + 1));
                Instant since = later(entry, notNow.why(), now, wait);
                if (!since.plus(terms.troubleAfter()).isAfter(now)) {
                    inTrouble(since, notNow.why(), now);
                }
            }
            case Carried.Never never -> {
                // It answered: the door is open, only this is not wanted.
                breaker.onSuccess(took, TimeUnit.NANOSECONDS);
                // It will not pass by itself, so nobody waits for that.
                inTrouble(later(entry, never.why(), now, REFUSED_AGAIN), never.why(), now);
            }
        }
    }

    private Optional<Instant> again(Book.Entry entry, Instant now) {
        boolean open = entry.news() instanceof News.OfIncident of
                && of.incident().getState() != IncidentState.INCIDENT_STATE_RESOLVED;
        return open && channel.manner().repeats() ? Optional.of(now.plus(REPEATED)) : Optional.empty();
    }

    /** Returns since when it is not carried. */
    private Instant later(Book.Entry entry, String why, Instant now, Duration wait) {
        failed.increment();
        boolean old = entry.createdAt().plus(KEPT).isBefore(now);
        store.writeNow(held(), sql -> {
            if (old) {
                book.drop(sql, entry);
            } else {
                book.failed(sql, entry, why, now.plus(wait));
            }
            return 1;
        });
        if (old) {
            dropped.increment();
            LOG.atError()
                    .addKeyValue("channel", channel.name())
                    .addKeyValue("about", entry.about())
                    .addKeyValue("why", why)
                    .log("nobody was told for three days; given up");
        }
        return entry.failingSince().equals(Instant.EPOCH) ? now : entry.failingSince();
    }

    /** What a channel does not carry is said on the others, once until it works again. */
    private void inTrouble(Instant since, String why, Instant now) {
        boolean news = trouble.isEmpty();
        trouble =
                Optional.of("the channel %s has delivered nothing since %s: %s".formatted(channel.name(), since, why));
        if (news) {
            LOG.atError()
                    .addKeyValue("channel", channel.name())
                    .addKeyValue("since", since)
                    .addKeyValue("why", why)
                    .log("people are not told");
            tellOthers(new News.OfChannel(channel.name(), why, since, false), now);
        }
    }

    private void recovered(Instant now) {
        if (trouble.isPresent()) {
            trouble = Optional.empty();
            LOG.atInfo().addKeyValue("channel", channel.name()).log("people are told again");
            tellOthers(new News.OfChannel(channel.name(), "", now, true), now);
        }
    }

    private void tellOthers(News.OfChannel news, Instant now) {
        store.writeNow(held(), sql -> {
            all.stream()
                    .filter(other -> !other.name().equals(channel.name()))
                    .forEach(other ->
                            book.put(sql, other.name(), Topics.channel(channel.name()), Topics.TROUBLE, news, now));
            return all.size();
        });
    }

    @Override
    public void close() {
        closed = true;
        wake();
        try {
            if (!thread.join(END)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

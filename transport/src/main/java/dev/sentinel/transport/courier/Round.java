package dev.sentinel.transport.courier;

import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.Confirmation;
import dev.sentinel.transport.spool.SpooledEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** Publishes rows in order within the bus's window and waits for every answer; stops sending at the first that is not good. */
public final class Round {

    private final Bus bus;
    private final Parcels parcels;

    /** What is certain afterwards; an empty problem means everything that was tried is confirmed. */
    public record Result(List<Long> confirmed, List<Long> doubtful, String problem) {
        public Result {
            confirmed = List.copyOf(confirmed);
            doubtful = List.copyOf(doubtful);
        }
    }

    public Round(Bus bus, Parcels parcels) {
        this.bus = bus;
        this.parcels = parcels;
    }

    public Result all(List<SpooledEvent> rows) {
        return send(parcels.pack(rows));
    }

    /** Sends only the first message of the rows. */
    public Result first(List<SpooledEvent> rows) {
        return send(parcels.pack(rows).subList(0, 1));
    }

    private Result send(List<Parcels.Parcel> packed) {
        AtomicReference<String> problem = new AtomicReference<>("");
        List<CompletableFuture<Confirmation>> answers = new ArrayList<>();
        for (Parcels.Parcel parcel : packed) {
            if (!problem.get().isEmpty()) {
                break;
            }
            answers.add(bus.publish(parcel.message()).whenComplete((answer, failure) -> note(answer, problem)));
        }
        List<Long> confirmed = new ArrayList<>();
        List<Long> doubtful = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            List<Long> carried =
                    packed.get(i).rows().stream().map(SpooledEvent::row).toList();
            (answers.get(i).join() instanceof Confirmation.Confirmed ? confirmed : doubtful).addAll(carried);
        }
        return new Result(confirmed, doubtful, problem.get());
    }

    private static void note(Confirmation answer, AtomicReference<String> problem) {
        switch (answer) {
            case Confirmation.Confirmed confirmed -> {}
            case Confirmation.Refused refused -> problem.compareAndSet("", refused.why());
            case Confirmation.Unknown unknown -> problem.compareAndSet("", unknown.why());
            case Confirmation.NotSent notSent -> problem.compareAndSet("", notSent.why());
        }
    }
}

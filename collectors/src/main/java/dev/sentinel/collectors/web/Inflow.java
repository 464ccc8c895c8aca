package dev.sentinel.collectors.web;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The body of an answer as it comes in, no faster than it is taken, and with a limit on each wait. */
final class Inflow implements HttpResponse.BodySubscriber<Inflow>, AutoCloseable {
    /** Holds what was asked for, which is one piece at a time, and the end. */
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();

    private Optional<Flow.Subscription> subscription = Optional.empty();
    private boolean closed;

    private sealed interface Piece {
        record Bytes(List<ByteBuffer> buffers) implements Piece {}

        record End() implements Piece {}

        record Broken(Throwable why) implements Piece {}
    }

    /** The next bytes; none after the last. Not to be called again after that. */
    Optional<List<ByteBuffer>> next(long nanos) throws IOException, InterruptedException {
        Piece piece = pieces.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        if (piece == null) {
            throw new HttpTimeoutException("the rest of the answer did not come in time");
        }
        return switch (piece) {
            case Piece.Bytes bytes -> {
                more();
                yield Optional.of(bytes.buffers());
            }
            case Piece.End end -> Optional.empty();
            case Piece.Broken broken ->
                throw new IOException(String.valueOf(broken.why().getMessage()), broken.why());
        };
    }

    private synchronized void more() {
        subscription.ifPresent(flow -> flow.request(1));
    }

    @Override
    public CompletionStage<Inflow> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription flow) {
        subscription = Optional.of(flow);
        if (closed) {
            flow.cancel();
        } else {
            flow.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Piece.Bytes(buffers));
    }

    @Override
    public void onError(Throwable why) {
        pieces.add(new Piece.Broken(why));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
    }

    /** Ends the connection when the answer was not read to its end. */
    @Override
    public synchronized void close() {
        closed = true;
        subscription.ifPresent(Flow.Subscription::cancel);
    }
}

package dev.sentinel.app.remote;

import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.HttpHeaderNames;
import dev.sentinel.app.config.HostPort;
import dev.sentinel.v1.ResponseServiceGrpc.ResponseServiceBlockingStub;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The program that acts, spoken to over its port. */
public final class Remote {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LARGEST_ANSWER = 64 << 20;

    private final HostPort address;
    private final ResponseServiceBlockingStub stub;

    private Remote(HostPort address, ResponseServiceBlockingStub stub) {
        this.address = address;
        this.stub = stub;
    }

    /** Why an answer is none. */
    public static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        /** What sort of no it was. */
        public enum Kind {
            NOT_FOUND,
            DENIED,
            CONFLICT,
            WRONG,
            UNAVAILABLE,
            BROKEN
        }

        private final Kind kind;

        Refusal(Kind kind, String why) {
            super(why);
            this.kind = kind;
        }

        public Kind kind() {
            return kind;
        }
    }

    /** Connects with the first question. */
    public static Remote at(HostPort address, Optional<String> token) {
        var builder = GrpcClients.builder("gproto+http://" + address)
                .responseTimeout(PATIENCE)
                .writeTimeout(PATIENCE)
                .maxResponseLength(LARGEST_ANSWER);
        token.ifPresent(each -> builder.addHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + each));
        return new Remote(address, builder.build(ResponseServiceBlockingStub.class));
    }

    public <T> T ask(Function<ResponseServiceBlockingStub, T> question) throws Refusal {
        try {
            return question.apply(stub);
        } catch (StatusRuntimeException e) {
            throw refusal(e);
        }
    }

    private Refusal refusal(StatusRuntimeException e) {
        String said = String.valueOf(e.getStatus().getDescription());
        return switch (e.getStatus().getCode()) {
            case NOT_FOUND -> new Refusal(Refusal.Kind.NOT_FOUND, said);
            case PERMISSION_DENIED, UNAUTHENTICATED -> new Refusal(Refusal.Kind.DENIED, said);
            case FAILED_PRECONDITION, ABORTED, ALREADY_EXISTS -> new Refusal(Refusal.Kind.CONFLICT, said);
            case INVALID_ARGUMENT, OUT_OF_RANGE -> new Refusal(Refusal.Kind.WRONG, said);
            case UNIMPLEMENTED ->
                new Refusal(
                        Refusal.Kind.UNAVAILABLE,
                        "the program at %s does not act: it has no section responders".formatted(address));
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED ->
                new Refusal(
                        Refusal.Kind.UNAVAILABLE,
                        "nobody answers at %s (%s); start 'sentinel run' or 'sentinel respond', or name where it is with --server"
                                .formatted(address, said));
            default -> new Refusal(Refusal.Kind.BROKEN, e.getStatus().toString());
        };
    }
}

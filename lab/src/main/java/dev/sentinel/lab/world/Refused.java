package dev.sentinel.lab.world;

/** A request that the world turns down, with the code and the word that Kubernetes has for it. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why, as HTTP and {@code Status.reason} say it. */
    public enum Reason {
        BAD_REQUEST(400, "BadRequest"),
        UNAUTHORIZED(401, "Unauthorized"),
        FORBIDDEN(403, "Forbidden"),
        NOT_FOUND(404, "NotFound"),
        METHOD_NOT_ALLOWED(405, "MethodNotAllowed"),
        ALREADY_EXISTS(409, "AlreadyExists"),
        CONFLICT(409, "Conflict"),
        EXPIRED(410, "Expired"),
        UNSUPPORTED_MEDIA_TYPE(415, "UnsupportedMediaType"),
        INVALID(422, "Invalid"),
        TOO_MANY_REQUESTS(429, "TooManyRequests"),
        INTERNAL(500, "InternalError"),
        UNAVAILABLE(503, "ServiceUnavailable");

        private final int code;
        private final String word;

        Reason(int code, String word) {
            this.code = code;
            this.word = word;
        }

        public int code() {
            return code;
        }

        public String word() {
            return word;
        }
    }

    private final Reason reason;
    private final String field;

    public Refused(Reason reason, String message) {
        this(reason, message, "");
    }

    private Refused(Reason reason, String message, String field) {
        super(message);
        this.reason = reason;
        this.field = field;
    }

    public Reason reason() {
        return reason;
    }

    /** The path of the field that is at fault, "" where it is none. */
    public String field() {
        return field;
    }

    public static Refused invalid(String message, String field) {
        return new Refused(Reason.INVALID, message, field);
    }

    public static Refused notFound(Key key) {
        return new Refused(
                Reason.NOT_FOUND, "%s \"%s\" not found".formatted(key.kind().qualified(), key.name()));
    }
}

package dev.sentinel.lab.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that the world turns down, with the code and the word that Kubernetes has for it. */
public sealed class Refused extends RuntimeException {

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

    /** An object that no schema allows, and the field that is at fault. */
    public static final class Invalid extends Refused {

        private static final long serialVersionUID = 1L;

        private final String group;
        private final String kind;
        private final String name;
        private final String field;
        private final String why;

        public Invalid(Kind kind, String name, String field, String why) {
            super(
                    Reason.INVALID,
                    "%s \"%s\" is invalid: %s: %s"
                            .formatted(
                                    kind.group().isEmpty() ? kind.kind() : kind.kind() + "." + kind.group(),
                                    name,
                                    field,
                                    why));
            this.group = kind.group();
            this.kind = kind.kind();
            this.name = name;
            this.field = field;
            this.why = why;
        }

        /** As {@code Status.details} says it. */
        public ObjectNode details() {
            ObjectNode cause = Tree.of("reason", "FieldValueInvalid", "message", why, "field", field);
            return Tree.of("name", name, "group", group, "kind", kind, "causes", Tree.list(cause));
        }
    }

    private final Reason reason;

    public Refused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    public static Refused notFound(Key key) {
        return new Refused(
                Reason.NOT_FOUND, "%s \"%s\" not found".formatted(key.kind().qualified(), key.name()));
    }
}

package dev.sentinel.collectors.logs;

import dev.sentinel.v1.StorageErrno;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What a signature can make of a text before it is a fact: {@code {err | errno}}. */
enum Turn {
    /** The operating system's error in it; nothing when there is none. */
    ERRNO {
        @Override
        Optional<String> apply(String text, Value value) {
            return Errnos.in(text).map(Turn::named);
        }
    },
    /** The same, and "other" when there is none. */
    ERRNO_OR_OTHER {
        @Override
        Optional<String> apply(String text, Value value) {
            return Optional.of(named(Errnos.in(text).orElse(StorageErrno.STORAGE_ERRNO_OTHER)));
        }
    },
    /** Go's "1m2.5s" in milliseconds. */
    MILLISECONDS {
        @Override
        Optional<String> apply(String text, Value value) {
            return GoDuration.parse(text).map(span -> Long.toString(span.toMillis()));
        }
    },
    SECONDS {
        @Override
        Optional<String> apply(String text, Value value) {
            return GoDuration.parse(text).map(span -> Long.toString(span.toSeconds()));
        }
    },
    /** Milliseconds since 1970, as a time. */
    EPOCH_MS {
        @Override
        Optional<String> apply(String text, Value value) {
            return text.matches("\\d{1,14}")
                    ? Optional.of(Instant.ofEpochMilli(Long.parseLong(text)).toString())
                    : Optional.empty();
        }
    },
    /** 1.5e+09 as a whole number. */
    WHOLE {
        @Override
        Optional<String> apply(String text, Value value) {
            return text.matches("\\d{1,18}(\\.\\d{1,18})?([eE][+]?\\d{1,2})?")
                    ? Optional.of(new BigDecimal(text).toBigInteger().toString())
                    : Optional.empty();
        }
    },
    /** The volume of a Longhorn engine or replica, by its name. */
    VOLUME {
        @Override
        Optional<String> apply(String text, Value value) {
            int end = Math.max(text.lastIndexOf("-e-"), Math.max(text.lastIndexOf("-r-"), text.lastIndexOf("-ef-")));
            return end > 0 ? Optional.of(text.substring(0, end)) : Optional.empty();
        }
    },
    /** The name, if it is that of an engine. */
    ENGINE {
        @Override
        Optional<String> apply(String text, Value value) {
            return text.contains("-e-") ? Optional.of(text) : Optional.empty();
        }
    },
    /** The name, if it is that of a replica. */
    REPLICA {
        @Override
        Optional<String> apply(String text, Value value) {
            return text.contains("-r-") ? Optional.of(text) : Optional.empty();
        }
    },
    /** An address without its scheme. */
    ADDRESS {
        @Override
        Optional<String> apply(String text, Value value) {
            return Optional.of(bare(text));
        }
    },
    /** The replica that listens at an address, when somebody knows it. */
    REPLICA_AT {
        @Override
        Optional<String> apply(String text, Value value) {
            return value.replicas().at(bare(text));
        }
    },
    /** What a file of Loki's index is, by where it lies. */
    INDEX_ROLE {
        @Override
        Optional<String> apply(String text, Value value) {
            if (text.contains("tsdb-shipper-cache")) {
                return Optional.of("cache");
            }
            if (text.contains("tsdb-shipper-active")) {
                return Optional.of(text.contains("/wal") ? "index_wal" : "active");
            }
            return text.contains("index_") || text.contains("/index/") ? Optional.of("object") : Optional.empty();
        }
    },
    /** The same; what cannot be told is taken for the file that cannot be fetched again. */
    INDEX_ROLE_OR_OBJECT {
        @Override
        Optional<String> apply(String text, Value value) {
            return Optional.of(INDEX_ROLE.apply(text, value).orElse("object"));
        }

        @Override
        Optional<String> whenAbsent() {
            return Optional.of("object");
        }
    },
    /** The first absolute path in it. */
    PATH {
        @Override
        Optional<String> apply(String text, Value value) {
            return Paths.first(text);
        }
    },
    /** "other" where there is nothing. */
    OR_OTHER {
        @Override
        Optional<String> apply(String text, Value value) {
            return Optional.of(text);
        }

        @Override
        Optional<String> whenAbsent() {
            return Optional.of("other");
        }
    },
    /** Whether there is anything. */
    PRESENT {
        @Override
        Optional<String> apply(String text, Value value) {
            return Optional.of("true");
        }

        @Override
        Optional<String> whenAbsent() {
            return Optional.of("false");
        }
    };

    abstract Optional<String> apply(String text, Value value);

    /** What it makes of nothing. */
    Optional<String> whenAbsent() {
        return Optional.empty();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String named(StorageErrno errno) {
        return errno.name().substring("STORAGE_ERRNO_".length()).toLowerCase(Locale.ROOT);
    }

    static String bare(String address) {
        int scheme = address.indexOf("://");
        return scheme < 0 ? address : address.substring(scheme + 3);
    }
}

package dev.sentinel.collectors.logs;

/** In which of the usual ways a line says what it says. */
public enum Style {
    /** {@code key=value key="value"}: go-kit, slog, logrus, Loki, Thanos. */
    LOGFMT,
    JSON,
    /** {@code E1009 22:03:09.074452       1 file.go:572] message}. */
    KLOG,
    /** Time, level, place and message between tabs. */
    VICTORIA,
    /** {@code 2026/02/21 12:00:00 message}. */
    GO,
    PLAIN
}

package dev.sentinel.collectors.logs;

import dev.sentinel.v1.StorageErrno;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The operating system's error in a message, by the words the C library has for it. */
final class Errnos {
    private static final Map<String, StorageErrno> WORDS = words();

    private Errnos() {}

    /** The error named first. */
    static Optional<StorageErrno> in(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        StorageErrno found = StorageErrno.STORAGE_ERRNO_UNSPECIFIED;
        int earliest = Integer.MAX_VALUE;
        for (var word : WORDS.entrySet()) {
            int at = lower.indexOf(word.getKey());
            if (at >= 0 && at < earliest) {
                earliest = at;
                found = word.getValue();
            }
        }
        return earliest == Integer.MAX_VALUE ? Optional.empty() : Optional.of(found);
    }

    private static Map<String, StorageErrno> words() {
        Map<String, StorageErrno> words = new LinkedHashMap<>();
        words.put("input/output error", StorageErrno.STORAGE_ERRNO_INPUT_OUTPUT);
        words.put("no space left on device", StorageErrno.STORAGE_ERRNO_NO_SPACE);
        words.put("read-only file system", StorageErrno.STORAGE_ERRNO_READ_ONLY);
        words.put("stale nfs file handle", StorageErrno.STORAGE_ERRNO_STALE_HANDLE);
        words.put("stale file handle", StorageErrno.STORAGE_ERRNO_STALE_HANDLE);
        words.put("transport endpoint is not connected", StorageErrno.STORAGE_ERRNO_NOT_CONNECTED);
        words.put("no such file or directory", StorageErrno.STORAGE_ERRNO_NOT_FOUND);
        words.put("permission denied", StorageErrno.STORAGE_ERRNO_PERMISSION);
        words.put("operation not permitted", StorageErrno.STORAGE_ERRNO_PERMISSION);
        words.put("device or resource busy", StorageErrno.STORAGE_ERRNO_BUSY);
        words.put("resource temporarily unavailable", StorageErrno.STORAGE_ERRNO_BUSY);
        return words;
    }
}

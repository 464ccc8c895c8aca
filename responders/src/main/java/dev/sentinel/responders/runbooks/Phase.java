package dev.sentinel.responders.runbooks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The order of every storage repair. A step never comes before one of an earlier phase. */
public enum Phase {
    /** What makes it worse ends: writers, placement of new copies, balancing. */
    STOP,
    /** What would tell how it came about is kept, before anything is healed over it. */
    PRESERVE,
    /** The storage below gets its copies back. */
    HEAL,
    /** Files on sound storage are repaired. */
    REPAIR,
    /** Writers start again, on storage that was seen to hold. */
    RESTART;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Phase> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Phase::word).toList();
    }
}

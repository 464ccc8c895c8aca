package dev.sentinel.collectors.kernel;

import com.google.protobuf.Message;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.sentinel.v1.Severity;
import java.util.Optional;

/**
 * A line known by a word that is cheap to look for, and then by a pattern.
 *
 * @param word without it the pattern is not tried
 */
record Shape(String word, Pattern pattern, Reader reader) {

    /** Makes the fact of what the pattern caught. */
    interface Reader {
        Optional<Finding> read(Caught caught, String line);
    }

    /** What the pattern caught. */
    record Caught(Matcher matcher) {
        /** Empty also when the group is in another branch of the pattern. */
        String text(String group) {
            String text = matcher.group(group);
            return text == null ? "" : text;
        }

        Optional<Long> number(String group) {
            String text = text(group);
            return text.matches("\\d{1,15}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
        }

        /** For counters of 32 bits. */
        int count(String group) {
            return (int) Math.min(number(group).orElse(0L), Integer.MAX_VALUE);
        }
    }

    static Shape of(String word, String pattern, Reader reader) {
        return new Shape(word, Pattern.compile(pattern), reader);
    }

    Optional<Finding> read(String line) {
        if (!line.contains(word)) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? reader.read(new Caught(matcher), line) : Optional.empty();
    }

    static Optional<Finding> found(Severity severity, String device, Message.Builder fact) {
        return Optional.of(new Finding(severity, device, fact.build()));
    }
}

package dev.sentinel.collectors.logs;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Map;

/** What must hold for one key of a line. */
sealed interface Condition {
    /** Only so much of a value is given to a regular expression. */
    int LONGEST_SEARCHED = 1024;

    boolean holds(String value, Map<String, String> caught);

    /** Whether it costs next to nothing to say no. */
    boolean isCheap();

    /** Whether a line without the key cannot be one. */
    default boolean needsValue() {
        return true;
    }

    /** The value is one of these. */
    record Is(List<String> words) implements Condition {
        @Override
        public boolean holds(String value, Map<String, String> caught) {
            return words.contains(value);
        }

        @Override
        public boolean isCheap() {
            return true;
        }
    }

    /** The value begins with one of these. */
    record Begins(List<String> words) implements Condition {
        @Override
        public boolean holds(String value, Map<String, String> caught) {
            for (String word : words) {
                if (value.startsWith(word)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean isCheap() {
            return true;
        }
    }

    /** The value has one of these in it. */
    record Has(List<String> words) implements Condition {
        @Override
        public boolean holds(String value, Map<String, String> caught) {
            for (String word : words) {
                if (value.contains(word)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean isCheap() {
            return true;
        }
    }

    /** The value has none of these in it. */
    record Lacks(List<String> words) implements Condition {
        @Override
        public boolean holds(String value, Map<String, String> caught) {
            return words.stream().noneMatch(value::contains);
        }

        @Override
        public boolean needsValue() {
            return false;
        }

        @Override
        public boolean isCheap() {
            // It holds for nearly every line.
            return false;
        }
    }

    /** A regular expression finds something in the value; what its named groups catch can be used in the fact. */
    record Like(Pattern pattern) implements Condition {
        @Override
        public boolean holds(String value, Map<String, String> caught) {
            Matcher found =
                    pattern.matcher(value.length() <= LONGEST_SEARCHED ? value : value.substring(0, LONGEST_SEARCHED));
            if (!found.find()) {
                return false;
            }
            for (String name : pattern.namedGroups().keySet()) {
                String text = found.group(name);
                if (text != null) {
                    caught.putIfAbsent(name, text);
                }
            }
            return true;
        }

        @Override
        public boolean isCheap() {
            return false;
        }
    }

    /** Catches what is there, and does not mind when nothing is. */
    record Catch(List<Pattern> patterns) implements Condition {
        @Override
        public boolean holds(String value, Map<String, String> caught) {
            patterns.forEach(pattern -> new Like(pattern).holds(value, caught));
            return true;
        }

        @Override
        public boolean needsValue() {
            return false;
        }

        @Override
        public boolean isCheap() {
            return false;
        }
    }
}

package dev.sentinel.correlator.trial;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** YAML as far as tests need it: every part knows its line. */
sealed interface Tree {
    int line();

    /** One value. */
    record Text(int line, String value) implements Tree {}

    /** A list. */
    record Items(int line, List<Tree> items) implements Tree {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** Keys and values, in the order of the file. */
    record Fields(int line, SequencedMap<String, Field> fields) implements Tree {
        public Fields {
            fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
        }
    }

    /** A value and the line of its key. */
    record Field(int line, Tree value) {}
}

package dev.sentinel.app.config;

import java.util.List;

/** What reading the configuration came to. */
public sealed interface Loaded {

    /** Good to start with; the settings list every key there is, in the order of the reference. */
    record Valid(SentinelConfig config, List<Setting> settings) implements Loaded {
        public Valid {
            settings = List.copyOf(settings);
        }
    }

    /** Not good to start with; all problems, in the order of the file. */
    record Invalid(List<Problem> problems) implements Loaded {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}

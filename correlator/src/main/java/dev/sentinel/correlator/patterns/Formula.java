package dev.sentinel.correlator.patterns;

/** A boolean sentence over clauses: {@code joined and (replica_failed or 2 of (a, b, c)) and not drained}. */
public sealed interface Formula {

    /** Which clauses hold is a bit each. */
    boolean holds(long clauses);

    /** The clauses it names. */
    long mentions();

    /** Always true: the condition of the last severity. */
    record Always() implements Formula {
        @Override
        public boolean holds(long clauses) {
            return true;
        }

        @Override
        public long mentions() {
            return 0;
        }
    }

    /** One clause. */
    record Holds(int clause) implements Formula {
        @Override
        public boolean holds(long clauses) {
            return (clauses & 1L << clause) != 0;
        }

        @Override
        public long mentions() {
            return 1L << clause;
        }
    }

    /** The opposite. */
    record Not(Formula of) implements Formula {
        @Override
        public boolean holds(long clauses) {
            return !of.holds(clauses);
        }

        @Override
        public long mentions() {
            return of.mentions();
        }
    }

    /** At least {@code needed} of several: "and" needs all, "or" one. */
    record Several(int needed, java.util.List<Formula> of) implements Formula {
        public Several {
            of = java.util.List.copyOf(of);
        }

        @Override
        public boolean holds(long clauses) {
            var holding = 0;
            for (var each : of) {
                if (each.holds(clauses) && ++holding == needed) {
                    return true;
                }
            }
            return holding >= needed;
        }

        @Override
        public long mentions() {
            var all = 0L;
            for (var each : of) {
                all |= each.mentions();
            }
            return all;
        }
    }
}

package dev.sentinel.lab.world;

/** Chance from a seed (SplitMix64): the same seed throws the same. */
public final class Dice {

    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private long state;

    Dice(long seed) {
        this.state = seed;
    }

    public long next() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    public int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /** As Longhorn ends the names of replicas. */
    public String hex(int digits) {
        return "%016x".formatted(next()).substring(0, digits);
    }

    /** As Kubernetes ends the names of pods. */
    public String letters(int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append(LETTERS.charAt(below(LETTERS.length())));
        }
        return letters.toString();
    }

    public String uid() {
        long high = (next() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (next() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new java.util.UUID(high, low).toString();
    }
}

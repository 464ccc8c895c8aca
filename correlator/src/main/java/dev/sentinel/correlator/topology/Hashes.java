package dev.sentinel.correlator.topology;

/** Spreads numbers that follow each other, so that the open tables here keep short probes. */
final class Hashes {

    private Hashes() {}

    /** The finish of MurmurHash3: every bit of the input changes about half of those of the output. */
    static int mix(int key) {
        int mixed = (key ^ key >>> 16) * 0x85EBCA6B;
        mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
        return mixed ^ mixed >>> 16;
    }
}

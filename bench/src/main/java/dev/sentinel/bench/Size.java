package dev.sentinel.bench;

/** How large a world is, and how much happens in its 72 hours. */
record Size(int nodes, int volumes, int events, int sequences) {
    static final Size USUAL = new Size(10_000, 30_000, 2_000_000, 500);

    Size times(double factor) {
        return new Size(
                (int) (nodes * factor), (int) (volumes * factor), (int) (events * factor), (int) (sequences * factor));
    }
}

package dev.sentinel.collectors.webhook;

import dev.sentinel.collectors.reading.Bounds;

/** Foreign text inside a sentence for people. */
final class Words {
    private Words() {}

    /** Cut, on one line, and without what a terminal would act on. */
    static String shown(String text, int most) {
        String line = Bounds.fit(text, most).replace('\n', ' ').replace('\t', ' ');
        return text.length() > most ? line + "..." : line;
    }
}

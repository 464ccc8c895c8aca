package dev.sentinel.app.demo;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** When something was so, as far as anybody looked. */
final class Spells {
    /** What flaps more often than this is known from its later spells. */
    static final int MOST = 1_000;

    private final Deque<Spell> spells = new ArrayDeque<>();
    private boolean so;

    /** It was so from then on, and was last seen so at {@code last}. */
    private record Spell(Instant first, Instant last) {}

    void look(Instant now, boolean isSo) {
        if (isSo) {
            Instant first = so ? spells.removeLast().first() : now;
            spells.addLast(new Spell(first, now));
            if (spells.size() > MOST) {
                spells.removeFirst();
            }
        }
        so = isSo;
    }

    /** When it was so first, not counting what was before a moment. */
    Optional<Instant> first(Instant from) {
        return spells.stream()
                .filter(spell -> !spell.last().isBefore(from))
                .findFirst()
                .map(spell -> spell.first().isBefore(from) ? from : spell.first());
    }

    /** Since when it has been so; empty when it is not. */
    Optional<Instant> stands() {
        return so ? Optional.of(spells.getLast().first()) : Optional.empty();
    }
}

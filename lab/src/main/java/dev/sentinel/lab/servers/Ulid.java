package dev.sentinel.lab.servers;

import dev.sentinel.lab.world.Dice;
import java.time.Instant;
import java.util.regex.Pattern;

/** The names of blocks: 48 bits of time and 80 of chance in Crockford's letters. */
final class Ulid {

    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

    private Ulid() {}

    static String of(Instant at, Dice dice) {
        StringBuilder ulid = new StringBuilder();
        for (int shift = 45; shift >= 0; shift -= 5) {
            ulid.append(LETTERS.charAt((int) (at.toEpochMilli() >>> shift) & 31));
        }
        for (int i = 0; i < 16; i++) {
            ulid.append(LETTERS.charAt(dice.below(LETTERS.length())));
        }
        return ulid.toString();
    }

    static boolean is(String name) {
        return ULID.matcher(name).matches();
    }
}

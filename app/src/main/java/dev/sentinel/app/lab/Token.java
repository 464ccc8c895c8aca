package dev.sentinel.app.lab;

import java.security.SecureRandom;
import java.util.HexFormat;

/** A word that nobody guesses. */
public final class Token {

    private static final int BYTES = 24;

    private Token() {}

    public static String fresh() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

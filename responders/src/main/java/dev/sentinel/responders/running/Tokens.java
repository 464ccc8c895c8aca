package dev.sentinel.responders.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sentinel.responders.books.Plans.Mark;
import java.util.Base64;
import java.util.Optional;

/** Where a page of a list ended, as callers carry it. */
final class Tokens {

    static final int MOST = 1_000;
    private static final int USUAL = 100;

    private Tokens() {}

    static int size(int asked) {
        return asked == 0 ? USUAL : Math.min(asked, MOST);
    }

    static String of(Mark mark) {
        return encoded(mark.createdMs() + ":" + mark.id());
    }

    static String of(long number) {
        return encoded(Long.toString(number));
    }

    /** Empty for what is no token of ours. */
    static Optional<Mark> mark(String token) {
        if (token.isEmpty()) {
            return Optional.of(Mark.NEWEST);
        }
        return decoded(token).flatMap(text -> {
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : number(text.substring(0, colon)).map(ms -> new Mark(ms, text.substring(colon + 1)));
        });
    }

    /** Empty for what is no token of ours; an empty token is the beginning. */
    static Optional<Long> number(String tokenOrDigits) {
        try {
            return Optional.of(Long.parseLong(tokenOrDigits)).filter(number -> number >= 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static Optional<Long> position(String token) {
        return token.isEmpty() ? Optional.of(0L) : decoded(token).flatMap(Tokens::number);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static Optional<String> decoded(String token) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(token), UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

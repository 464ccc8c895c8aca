package dev.sentinel.lab.outside;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * How a sender of webhooks signs: the HMAC-SHA256 of the body in hexadecimal, after a prefix, in a header. With the header of a
 * time, what is signed is the time, a dot and the body, so that an old request cannot be sent again unnoticed.
 */
public record Signature(String header, String prefix, String secret, Optional<String> timeHeader) {

    /** Of the body alone. */
    public static Signature ofBody(String header, String prefix, String secret) {
        return new Signature(header, prefix, secret, Optional.empty());
    }

    /** Of the time and the body. */
    public static Signature ofTimeAndBody(String header, String prefix, String secret, String timeHeader) {
        return new Signature(header, prefix, secret, Optional.of(timeHeader));
    }

    /** Whether the request carries this signature. */
    public boolean on(Request request) {
        Optional<String> signed = timeHeader.isEmpty()
                ? Optional.of(request.body())
                : request.header(timeHeader.get()).map(time -> time + "." + request.body());
        return signed.flatMap(text -> request.header(header).map(said -> same(said, prefix + Hmac.hex(secret, text))))
                .orElse(false);
    }

    private static boolean same(String said, String due) {
        return MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8), due.getBytes(StandardCharsets.UTF_8));
    }
}

package dev.sentinel.collectors.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Values of HTTP headers, in which CloudEvents write what is not plain ASCII as {@code %C3%A4} (HTTP binding, 3.1.3.2). */
final class Percent {
    private static final int LONGEST = 4096;

    private Percent() {}

    /** What is no such writing stands for itself; bytes that are no UTF-8 become U+FFFD. */
    static String decoded(String value) {
        String text = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int at = 0; at < text.length(); at++) {
            int high = digit(text, at + 1);
            int low = digit(text, at + 2);
            if (text.charAt(at) == '%' && high >= 0 && low >= 0) {
                bytes.write((high << 4) | low);
                at += 2;
            } else {
                bytes.writeBytes(text.substring(at, at + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int digit(String text, int at) {
        return at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    }
}

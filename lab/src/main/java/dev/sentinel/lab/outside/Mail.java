package dev.sentinel.lab.outside;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A mail as it was handed over: who it is from and for, and its text with the headers. */
public record Mail(Instant at, String from, List<String> to, String text) {

    public Mail {
        to = List.copyOf(to);
    }

    /** A header, with the lines that continue it. */
    public Optional<String> header(String name) {
        String head = text.split("\r\n\r\n", 2)[0].replaceAll("\r\n[ \t]+", " ");
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    /** What comes after the headers. */
    public String body() {
        String[] parts = text.split("\r\n\r\n", 2);
        return parts.length == 2 ? parts[1] : "";
    }
}

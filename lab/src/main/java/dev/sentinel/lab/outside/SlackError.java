package dev.sentinel.lab.outside;

import java.util.List;

/** Slack's one word for why not, and what it adds for people. */
final class SlackError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String word;
    private final String[] details;

    SlackError(String word, String... details) {
        super(word);
        this.word = word;
        this.details = details.clone();
    }

    String word() {
        return word;
    }

    List<String> details() {
        return List.of(details);
    }
}

package dev.sentinel.collectors.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.running.Unreachable;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** One round of questions to one server. What fails is absent in the answers, and is kept until the round is over. */
public final class Asking {
    private final Web web;
    private final Site site;
    private Optional<IOException> trouble = Optional.empty();
    private boolean answered;
    private boolean over;

    Asking(Web web, Site site) {
        this.web = web;
        this.site = site;
    }

    /** An answer with one of these statuses; a page for people is none, for it comes from something before the server. */
    public Optional<Answer> answer(String page, Set<Integer> statuses) throws InterruptedException {
        return ask(page, answer -> {
            if (answer.isHtml() && answer.status() == 200) {
                throw Faults.html(answer);
            }
            if (answer.isHtml() || !statuses.contains(answer.status())) {
                throw Faults.status(answer);
            }
            return answer;
        });
    }

    public Optional<String> text(String page) throws InterruptedException {
        return ask(page, Answer::text);
    }

    public Optional<JsonNode> json(String page) throws InterruptedException {
        return ask(page, Answer::json);
    }

    private interface Use<A> {
        A of(Answer answer) throws Unreachable;
    }

    private <A> Optional<A> ask(String page, Use<A> use) throws InterruptedException {
        if (over) {
            return Optional.empty();
        }
        try {
            A result = use.of(web.get(site, page));
            answered = true;
            return Optional.of(result);
        } catch (IOException e) {
            trouble = trouble.or(() -> Optional.of(e));
            // A server that hangs would hang once for each question; one round has an end.
            over = !answered;
            return Optional.empty();
        }
    }

    /** Whether nothing was answered at all. */
    boolean silent() {
        return !answered;
    }

    /** What went wrong first. */
    Optional<IOException> trouble() {
        return trouble;
    }
}

package dev.sentinel.responders.notify;

import dev.sentinel.v1.Incident;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** News as plain text: subject and body of a mail, and what logs and other programs are told. */
public final class Letters {

    /** A subject of one line and a body of many. */
    public record Letter(String subject, String body) {}

    private Letters() {}

    public static Letter of(News news) {
        return switch (news) {
            case News.OfIncident of -> incident(of.incident());
            case News.OfPlan of -> plan(of);
            case News.OfLine of -> new Letter(Telling.headline(of.incident()), Telling.line(of.sentence()));
            case News.OfChannel of -> itself(channel(of));
            case News.OfStorm of -> itself(storm(of));
        };
    }

    public static String channel(News.OfChannel news) {
        return news.over()
                ? "Channel %s delivers again".formatted(news.channel())
                : "Channel %s has delivered nothing since %s: %s. Check its address and token; what it should have told waits"
                        .formatted(news.channel(), news.since(), Telling.line(news.why()));
    }

    public static String storm(News.OfStorm news) {
        return "%d more incidents within %d minutes than are told one by one: sentinel incidents list"
                .formatted(news.held(), news.within().toMinutes());
    }

    private static Letter itself(String sentence) {
        return new Letter("Sentinel: " + sentence, sentence);
    }

    private static Letter incident(Incident incident) {
        List<String> lines = new ArrayList<>(Telling.story(incident));
        Telling.suffering(incident).ifPresent(suffering -> lines.add("Suffers: " + suffering));
        Telling.doubtfulWitnesses(incident).forEach(doubt -> lines.add("Do not believe " + doubt));
        Telling.missing(incident).forEach(missing -> lines.add("Not known: " + missing));
        lines.add("");
        lines.add(Telling.confidence(incident));
        lines.add("sentinel explain " + incident.getId());
        return new Letter(Telling.headline(incident), String.join("\n", lines));
    }

    private static Letter plan(News.OfPlan news) {
        List<String> lines = new ArrayList<>(Telling.steps(news.plan()));
        Optional.of(news.plan().getContent().getPossibleLoss())
                .filter(loss -> !loss.isEmpty())
                .ifPresent(loss -> lines.add("May be lost: " + Telling.line(loss)));
        news.ticket()
                .ifPresent(ticket -> lines.add("Waits for %d: sentinel approve %s"
                        .formatted(ticket.getRequiredApprovals(), news.plan().getId())));
        String title = "Plan %s: %s"
                .formatted(
                        Telling.word(news.plan().getState()),
                        Telling.line(news.plan().getContent().getTitle()));
        return new Letter(title, String.join("\n", lines));
    }
}

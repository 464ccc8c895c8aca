package dev.sentinel.responders.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.v1.ApprovalTicket;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Messages as Slack's blocks. Whatever comes from the world is escaped, so that it can neither mention anybody nor link
 * anywhere; lengths stay below Slack's (a section 3,000 characters, a header 150, a message 50 blocks).
 */
public final class SlackMessages {
    public static final String APPROVE = "sentinel_approve";
    public static final String REJECT = "sentinel_reject";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int SECTION = 2_900;
    private static final int HEADER = 140;

    private SlackMessages() {}

    /** What people see of an incident; the same message shows its newest state. */
    public static ObjectNode incident(Incident incident) {
        ArrayNode blocks = JSON.arrayNode();
        blocks.add(header(mark(incident) + " " + Telling.headline(incident)));
        blocks.add(section(String.join("\n", Telling.story(incident))));
        Telling.suffering(incident).ifPresent(suffering -> blocks.add(section("Suffers: " + suffering)));
        List<String> doubtful = Telling.doubtfulWitnesses(incident);
        if (!doubtful.isEmpty()) {
            blocks.add(section("Do not believe: " + String.join("; ", doubtful)));
        }
        List<String> missing = Telling.missing(incident);
        if (!missing.isEmpty()) {
            blocks.add(section("Not known: " + String.join("; ", missing)));
        }
        blocks.add(context("%s · %s · cluster %s · sentinel explain %s"
                .formatted(
                        Telling.confidence(incident), incident.getPattern(), incident.getCluster(), incident.getId())));
        return message(mark(incident) + " " + Telling.headline(incident), blocks);
    }

    /** A plan in the thread of its incident; with a question it has the two buttons. */
    public static ObjectNode plan(Plan plan, Optional<ApprovalTicket> ticket) {
        ArrayNode blocks = JSON.arrayNode();
        String title = "Plan %s: %s"
                .formatted(
                        Telling.word(plan.getState()),
                        Telling.line(plan.getContent().getTitle()));
        blocks.add(section("*" + escaped(title) + "*", true));
        blocks.add(section(String.join("\n", Telling.steps(plan))));
        if (!plan.getContent().getPossibleLoss().isEmpty()) {
            blocks.add(section("May be lost: " + Telling.line(plan.getContent().getPossibleLoss())));
        }
        if (!plan.getStateReason().isEmpty()) {
            blocks.add(context(Telling.line(plan.getStateReason())));
        }
        ticket.ifPresent(question -> {
            blocks.add(context("Hash %s · needs %d · until %s"
                    .formatted(
                            plan.getContentHash().substring(0, 12),
                            question.getRequiredApprovals(),
                            Instant.ofEpochSecond(question.getExpiresAt().getSeconds()))));
            blocks.add(buttons(question));
        });
        return message(title, blocks);
    }

    /** A line of plain text, as a thread's entry or a message of its own. */
    public static ObjectNode line(String text) {
        ArrayNode blocks = JSON.arrayNode();
        blocks.add(section(text));
        return message(text, blocks);
    }

    /** The value is opaque: which ticket, never what to do. */
    private static ObjectNode buttons(ApprovalTicket ticket) {
        ObjectNode actions = JSON.objectNode().put("type", "actions");
        actions.put("block_id", "ticket");
        ArrayNode elements = actions.putArray("elements");
        elements.add(button("Approve", "primary", APPROVE, ticket.getId()));
        elements.add(button("Reject", "danger", REJECT, ticket.getId()));
        return actions;
    }

    private static ObjectNode button(String label, String style, String action, String value) {
        ObjectNode button = JSON.objectNode()
                .put("type", "button")
                .put("style", style)
                .put("action_id", action)
                .put("value", value);
        button.set("text", JSON.objectNode().put("type", "plain_text").put("text", label));
        return button;
    }

    /** What is read out by a phone, and shown where blocks are not. */
    private static ObjectNode message(String text, ArrayNode blocks) {
        ObjectNode message = JSON.objectNode().put("text", escaped(clip(text, SECTION)));
        message.set("blocks", blocks);
        return message;
    }

    private static ObjectNode header(String text) {
        ObjectNode block = JSON.objectNode().put("type", "header");
        // Plain text is shown as it is: nothing in it is a mention or a link.
        block.set("text", JSON.objectNode().put("type", "plain_text").put("text", clip(text, HEADER)));
        return block;
    }

    private static ObjectNode section(String text) {
        return section(escaped(text), true);
    }

    private static ObjectNode section(String markdown, boolean escaped) {
        ObjectNode block = JSON.objectNode().put("type", "section");
        String shown = markdown.isEmpty() ? "–" : clip(markdown, SECTION);
        block.set(
                "text",
                JSON.objectNode().put("type", "mrkdwn").put("text", shown).put("verbatim", escaped));
        return block;
    }

    private static ObjectNode context(String text) {
        ObjectNode block = JSON.objectNode().put("type", "context");
        block.putArray("elements")
                .add(JSON.objectNode()
                        .put("type", "mrkdwn")
                        .put("text", clip(escaped(text), SECTION))
                        .put("verbatim", true));
        return block;
    }

    /** Slack's three characters; without them there is no mention, no channel and no link. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Never in the middle of an escape or of a pair of halves. */
    private static String clip(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        int ampersand = text.lastIndexOf('&', end);
        if (ampersand >= 0 && text.indexOf(';', ampersand) >= end && end - ampersand < 6) {
            end = ampersand;
        }
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }

    private static String mark(Incident incident) {
        return switch (incident.getState()) {
            case INCIDENT_STATE_RESOLVED -> "✅";
            case INCIDENT_STATE_MONITORING -> "👁";
            case INCIDENT_STATE_SUSPECTED -> "❔";
            default -> incident.getSeverity() == Severity.SEVERITY_CRITICAL ? "🔥" : "⚠";
        };
    }
}

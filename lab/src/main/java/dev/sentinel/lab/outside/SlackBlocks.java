package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.lab.world.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The limits of Slack's blocks (its reference of block types), worded as its API words them. */
final class SlackBlocks {

    private static final int BLOCKS = 50;
    private static final int SECTION = 3_000;
    private static final int FIELDS = 10;
    private static final int FIELD = 2_000;
    private static final int HEADER = 150;
    private static final int CONTEXT = 10;
    private static final int ACTIONS = 25;
    private static final int BUTTON = 75;
    private static final int VALUE = 2_000;
    private static final int ID = 255;
    /** Of all blocks as JSON; not documented, but measured by others (domain: messaging, section 7). */
    private static final int BYTES = 13_200;

    private final List<String> errors = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private SlackBlocks() {}

    static void check(JsonNode blocks) {
        if (!blocks.isArray()) {
            throw new SlackError("invalid_blocks_format");
        }
        SlackBlocks rules = new SlackBlocks();
        rules.count(blocks, BLOCKS, "/blocks");
        int number = 0;
        for (JsonNode block : blocks) {
            rules.block(block, "/blocks/" + number++);
        }
        if (!rules.errors.isEmpty()) {
            throw new SlackError("invalid_blocks", rules.errors.toArray(String[]::new));
        }
        if (blocks.toString().getBytes(StandardCharsets.UTF_8).length > BYTES) {
            throw new SlackError("msg_blocks_too_long");
        }
    }

    private void block(JsonNode block, String at) {
        id(block, at);
        switch (Tree.text(block, "type")) {
            case "section" -> section(block, at);
            case "header" -> {
                text(block.path("text"), HEADER, at + "/text");
                if (!Tree.text(block, "text", "type").equals("plain_text")) {
                    wrong("must be plain_text", at + "/text/type");
                }
            }
            case "context" -> {
                count(block.path("elements"), CONTEXT, at + "/elements");
                int number = 0;
                for (JsonNode element : block.path("elements")) {
                    if (!Tree.text(element, "type").equals("image")) {
                        text(element, SECTION, at + "/elements/" + number);
                    }
                    number++;
                }
            }
            case "actions" -> {
                count(block.path("elements"), ACTIONS, at + "/elements");
                int number = 0;
                for (JsonNode element : block.path("elements")) {
                    element(element, at + "/elements/" + number++);
                }
            }
            case "divider", "image", "rich_text", "markdown" -> {}
            default -> wrong("unsupported type: " + Tree.text(block, "type"), at + "/type");
        }
    }

    private void section(JsonNode block, String at) {
        if (!block.has("text") && !block.has("fields")) {
            wrong("missing required field: text", at);
        }
        if (block.has("text")) {
            text(block.path("text"), SECTION, at + "/text");
        }
        if (block.has("fields")) {
            count(block.path("fields"), FIELDS, at + "/fields");
            int number = 0;
            for (JsonNode field : block.path("fields")) {
                text(field, FIELD, at + "/fields/" + number++);
            }
        }
        if (block.has("accessory")) {
            element(block.path("accessory"), at + "/accessory");
        }
    }

    private void element(JsonNode element, String at) {
        if (Tree.text(element, "type").equals("button")) {
            text(element.path("text"), BUTTON, at + "/text");
            length(Tree.text(element, "value"), VALUE, at + "/value");
            length(Tree.text(element, "action_id"), ID, at + "/action_id");
        }
    }

    private void id(JsonNode block, String at) {
        String id = Tree.text(block, "block_id");
        length(id, ID, at + "/block_id");
        if (!id.isEmpty() && !ids.add(id)) {
            wrong("`block_id` already exists", at + "/block_id");
        }
    }

    private void text(JsonNode text, int limit, String at) {
        if (!Set.of("plain_text", "mrkdwn").contains(Tree.text(text, "type"))) {
            wrong("unsupported type: " + Tree.text(text, "type"), at + "/type");
        }
        if (Tree.text(text, "text").isEmpty()) {
            wrong("must be more than 0 characters", at + "/text");
        }
        length(Tree.text(text, "text"), limit, at + "/text");
    }

    private void length(String text, int limit, String at) {
        if (text.length() > limit) {
            wrong("must be less than %d characters".formatted(limit + 1), at);
        }
    }

    private void count(JsonNode list, int limit, String at) {
        if (list.isEmpty()) {
            wrong("no less than 1 items allowed", at);
        }
        if (list.size() > limit) {
            wrong("no more than %d items allowed".formatted(limit), at);
        }
    }

    private void wrong(String what, String at) {
        errors.add("%s [json-pointer:%s]".formatted(what, at));
    }
}

package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.lab.world.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A message as it stands in a channel.
 *
 * @param channel its name, as in {@code #storage}
 * @param ts what identifies it in its channel
 * @param thread the message that it answers; none when it stands in the channel itself
 * @param onlyFor the name of the one person who sees it
 * @param edits how often it was updated
 */
public record SlackMessage(
        String channel,
        String ts,
        Optional<String> thread,
        Optional<String> onlyFor,
        String text,
        JsonNode blocks,
        int edits) {

    /** Something in a message that can be pressed. */
    public record Button(String actionId, String text, String value) {}

    /** A pressable thing and the block that holds it. */
    record Element(JsonNode block, JsonNode element) {}

    public List<Button> buttons() {
        return elements()
                .map(Element::element)
                .filter(element -> Tree.text(element, "type").equals("button"))
                .map(button -> new Button(
                        Tree.text(button, "action_id"), Tree.text(button, "text", "text"), Tree.text(button, "value")))
                .toList();
    }

    /** All that a person reads in it: the texts of its blocks, or its own text when it has none. */
    public String shown() {
        return blocks.isEmpty() ? text : texts(blocks).collect(Collectors.joining("\n"));
    }

    Stream<Element> elements() {
        return StreamSupport.stream(blocks.spliterator(), false)
                .flatMap(block -> Stream.concat(Tree.items(block, "elements"), Stream.of(block.path("accessory")))
                        .map(element -> new Element(block, element)));
    }

    private static Stream<String> texts(JsonNode inside) {
        JsonNode own = inside.path("text");
        Stream<String> here = own.isTextual() ? Stream.of(own.asText()) : Stream.empty();
        return Stream.concat(
                here, StreamSupport.stream(inside.spliterator(), false).flatMap(SlackMessage::texts));
    }

    SlackMessage edited(String newText, JsonNode newBlocks) {
        return new SlackMessage(channel, ts, thread, onlyFor, newText, newBlocks, edits + 1);
    }
}

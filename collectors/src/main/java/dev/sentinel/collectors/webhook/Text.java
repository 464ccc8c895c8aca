package dev.sentinel.collectors.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.reading.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A text with places of the body in it: {@code {array.name} volume {volume | unknown}}; the word after the bar stands in. */
record Text(List<Part> parts) {
    static final int LONGEST = 2048;

    /** A piece of the text. */
    sealed interface Part {
        record Fixed(String text) implements Part {}

        record Value(String path, Place place, Optional<String> otherwise) implements Part {}
    }

    /** The text, or the path that leads nowhere. */
    sealed interface Filled {
        record Whole(String text) implements Filled {}

        record Lacks(String path) implements Filled {}
    }

    Text {
        parts = List.copyOf(parts);
    }

    Filled fill(Found found) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Fixed fixed -> text.append(fixed.text());
                case Part.Value value -> {
                    Optional<String> there = scalar(value.place().in(found)).or(value::otherwise);
                    if (there.isEmpty()) {
                        return new Filled.Lacks(value.path());
                    }
                    text.append(there.get());
                }
            }
        }
        return new Filled.Whole(Bounds.fit(text.toString(), LONGEST));
    }

    /** The same, where what cannot be filled is left away. */
    Optional<String> tried(Found found) {
        return switch (fill(found)) {
            case Filled.Whole whole -> Optional.of(whole.text()).filter(text -> !text.isEmpty());
            case Filled.Lacks lacks -> Optional.empty();
        };
    }

    boolean isFixed() {
        return parts.stream().allMatch(Part.Fixed.class::isInstance);
    }

    /** A text, a number or a truth; empty text is nothing, and so are lists and objects. */
    static Optional<String> scalar(JsonNode node) {
        if (!node.isValueNode() || node.isNull() || node.isMissingNode()) {
            return Optional.empty();
        }
        String text = node.asText();
        return text.isEmpty() ? Optional.empty() : Optional.of(Bounds.fit(text, LONGEST));
    }

    static Text parse(String text, Consumer<String> wrong) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (open < 0 || close < 0) {
                if (open >= 0) {
                    wrong.accept("the { has no }");
                }
                parts.add(new Part.Fixed(text.substring(at)));
                break;
            }
            if (open > at) {
                parts.add(new Part.Fixed(text.substring(at, open)));
            }
            parts.add(value(text.substring(open + 1, close), wrong));
            at = close + 1;
        }
        return new Text(parts);
    }

    private static Part value(String inside, Consumer<String> wrong) {
        int bar = inside.indexOf('|');
        String path = (bar < 0 ? inside : inside.substring(0, bar)).strip();
        Optional<String> otherwise = bar < 0
                ? Optional.empty()
                : Optional.of(inside.substring(bar + 1).strip());
        return new Part.Value(path, Place.parse(path, wrong), otherwise);
    }
}

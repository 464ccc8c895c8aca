package dev.sentinel.collectors.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The way to a place in a body: {@code labels["app.name"].items[0]}. Inside a list that is walked it begins at the item;
 * with {@code $.} in front it begins at the body.
 */
record Place(boolean fromBody, List<Step> steps) {
    private static final int LONGEST = 256;
    private static final int DEEPEST = 16;

    /** A field by name, or an element by number. */
    sealed interface Step {
        record Field(String name) implements Step {}

        record Element(int number) implements Step {}
    }

    Place {
        steps = List.copyOf(steps);
    }

    /** What is there; missing when the way leads nowhere. */
    JsonNode in(Found found) {
        JsonNode place = fromBody ? found.body() : found.item();
        for (Step step : steps) {
            place = switch (step) {
                case Step.Field field -> place.isObject() ? place.path(field.name()) : MissingNode.getInstance();
                case Step.Element element -> place.isArray() ? place.path(element.number()) : MissingNode.getInstance();
            };
        }
        return place;
    }

    /** Reads a way; what is wrong with it is told. */
    static Place parse(String text, Consumer<String> wrong) {
        if (text.isEmpty() || text.length() > LONGEST) {
            wrong.accept(
                    text.isEmpty()
                            ? "an empty path leads nowhere"
                            : "a path has at most %d characters".formatted(LONGEST));
            return new Place(false, List.of());
        }
        boolean fromBody = text.equals("$") || text.startsWith("$.") || text.startsWith("$[");
        String way = fromBody ? text.substring(text.startsWith("$.") ? 2 : 1) : text;
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at < way.length() && at >= 0) {
            at = way.charAt(at) == '[' ? bracket(way, at, steps) : field(way, at, steps);
            if (at > 0 && at < way.length() && way.charAt(at) == '.') {
                at = at + 1 == way.length() ? -1 : at + 1;
            } else if (at > 0 && at < way.length() && way.charAt(at) != '[') {
                at = -1;
            }
        }
        if (at < 0) {
            wrong.accept(
                    "\"%s\" is no path; write fields with dots, name[0], or [\"a name with dots\"]".formatted(text));
        }
        if (steps.size() > DEEPEST) {
            wrong.accept("\"%s\" has more than %d steps".formatted(text, DEEPEST));
        }
        return new Place(fromBody, steps);
    }

    /** The index after the name; -1 when there is none. */
    private static int field(String way, int from, List<Step> steps) {
        int at = from;
        while (at < way.length() && way.charAt(at) != '.' && way.charAt(at) != '[') {
            char c = way.charAt(at);
            if (Character.isWhitespace(c) || c == ']' || c == '"' || c == '{' || c == '}' || c == '*') {
                return -1;
            }
            at++;
        }
        steps.add(new Step.Field(way.substring(from, at)));
        return at == from ? -1 : at;
    }

    private static int bracket(String way, int from, List<Step> steps) {
        if (way.startsWith("[\"", from)) {
            int end = way.indexOf("\"]", from + 2);
            steps.add(new Step.Field(end < 0 ? "" : way.substring(from + 2, end)));
            return end < 0 ? -1 : end + 2;
        }
        int end = way.indexOf(']', from);
        String number = end < 0 ? "" : way.substring(from + 1, end);
        if (!number.matches("\\d{1,4}")) {
            return -1;
        }
        steps.add(new Step.Element(Integer.parseInt(number)));
        return end + 1;
    }
}

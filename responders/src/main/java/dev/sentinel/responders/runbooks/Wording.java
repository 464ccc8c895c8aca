package dev.sentinel.responders.runbooks;

import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Plain;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with gaps: {@code no new copies on {target}}. What fills them is a name from the world, so it is made one line of
 * visible characters and clipped.
 */
public record Wording(String text) {
    /** What a title may name. */
    static final List<String> OF_A_RUNBOOK = List.of("pivot", "incident");
    /** What a step may name beside that. */
    static final List<String> OF_A_STEP = List.of("pivot", "incident", "target");

    private static final Pattern GAP = Pattern.compile("\\{([^{}]*)}");
    private static final int LONGEST_VALUE = 200;

    static Parsed<Wording> parse(String text, List<String> gaps) {
        var rest = GAP.matcher(text).replaceAll("");
        if (rest.contains("{") || rest.contains("}")) {
            return Parsed.wrong("a brace stands alone; write gaps like {pivot}");
        }
        return GAP.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(gap -> !gaps.contains(gap))
                .findFirst()
                .map(gap -> Parsed.<Wording>wrong(
                        "nothing fills the gap {%s}%s".formatted(gap, NearestWord.hint(gap, gaps))))
                .orElseGet(() -> Parsed.good(new Wording(text)));
    }

    /** With its gaps filled; an empty value shows as {@code ?}. */
    public String render(UnaryOperator<String> values) {
        return GAP.matcher(text).replaceAll(found -> Matcher.quoteReplacement(harmless(values.apply(found.group(1)))));
    }

    private static String harmless(String value) {
        var clean = Plain.oneLine(Plain.clip(value, 4 * LONGEST_VALUE)).strip();
        return clean.isEmpty() ? "?" : Plain.clip(clean, LONGEST_VALUE);
    }
}

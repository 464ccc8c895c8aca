package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which objects a list or a watch means: namespace, labels, fields. */
final class Selection {

    private static final Pattern SET = Pattern.compile("^\\s*([^\\s!=,()]+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*$");

    private final Predicate<JsonNode> rule;

    private Selection(Predicate<JsonNode> rule) {
        this.rule = rule;
    }

    static Selection of(String namespace, String labels, String fields) {
        List<Predicate<JsonNode>> all = new ArrayList<>();
        if (!namespace.isEmpty()) {
            all.add(object -> Tree.text(object, "metadata", "namespace").equals(namespace));
        }
        requirements(labels).forEach(each -> all.add(label(each)));
        requirements(fields).forEach(each -> all.add(field(each)));
        return new Selection(object -> all.stream().allMatch(each -> each.test(object)));
    }

    boolean picks(JsonNode object) {
        return rule.test(object);
    }

    private static List<String> requirements(String selector) {
        List<String> found = new ArrayList<>();
        int depth = 0;
        StringBuilder current = new StringBuilder();
        for (int i = 0; i < selector.length(); i++) {
            char c = selector.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                found.add(current.toString());
                current.setLength(0);
            } else {
                current.append(c);
            }
        }
        found.add(current.toString());
        return found.stream().filter(each -> !each.isBlank()).toList();
    }

    private static Predicate<JsonNode> label(String requirement) {
        Matcher set = SET.matcher(requirement);
        if (set.matches()) {
            Set<String> values = Arrays.stream(set.group(3).split(",", -1))
                    .map(String::strip)
                    .collect(Collectors.toSet());
            boolean in = set.group(2).equals("in");
            String name = set.group(1);
            return object -> has(object, name) ? values.contains(valueOf(object, name)) == in : !in;
        }
        if (requirement.contains("=")) {
            Comparison wanted = Comparison.of(requirement);
            return object -> wanted.equal()
                    == (has(object, wanted.name())
                            && valueOf(object, wanted.name()).equals(wanted.value()));
        }
        String name = requirement.strip();
        return name.startsWith("!") ? object -> !has(object, name.substring(1).strip()) : object -> has(object, name);
    }

    private static Predicate<JsonNode> field(String requirement) {
        Comparison wanted = Comparison.of(requirement);
        String[] path = wanted.name().split("\\.", -1);
        return object -> wanted.equal() == Tree.text(object, path).equals(wanted.value());
    }

    private static boolean has(JsonNode object, String label) {
        return Tree.at(object, "metadata", "labels").has(label);
    }

    private static String valueOf(JsonNode object, String label) {
        return Tree.text(object, "metadata", "labels", label);
    }

    private record Comparison(String name, boolean equal, String value) {

        static Comparison of(String requirement) {
            int at = requirement.indexOf('=');
            if (at < 1) {
                throw new Refused(
                        Refused.Reason.BAD_REQUEST, "unable to parse requirement: \"%s\"".formatted(requirement));
            }
            boolean unequal = requirement.charAt(at - 1) == '!';
            int value = at + 1 < requirement.length() && requirement.charAt(at + 1) == '=' ? at + 2 : at + 1;
            return new Comparison(
                    requirement.substring(0, unequal ? at - 1 : at).strip(),
                    !unequal,
                    requirement.substring(value).strip());
        }
    }
}

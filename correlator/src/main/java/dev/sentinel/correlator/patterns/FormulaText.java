package dev.sentinel.correlator.patterns;

import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Formulas as people write them: {@code joined and (failed or 2 of (a, b, c)) and not drained}. {@code not} binds
 * strongest, then {@code and}, then {@code or}.
 */
public final class FormulaText {
    private static final int LONGEST = 1024;
    private static final int DEEPEST = 32;
    private static final Map<String, String> OTHER_TONGUES =
            Map.of("&&", "and", "&", "and", "||", "or", "|", "or", "!", "not", "AND", "and", "OR", "or", "NOT", "not");

    private final List<Token> tokens;
    private final List<String> names;
    private int next;
    private int depth;

    private record Token(String text, int column) {
        boolean isNumber() {
            return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        boolean isWord() {
            return !text.isEmpty() && (Character.isLetter(text.charAt(0)) || text.charAt(0) == '_');
        }
    }

    /** Leaves the recursion at the first fault; never leaves this class. */
    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1;

        Fault(Token at, String why) {
            super("column %d: %s".formatted(at.column(), why), null, false, false);
        }
    }

    private FormulaText(List<Token> tokens, List<String> names) {
        this.tokens = tokens;
        this.names = names;
    }

    /** Reads a formula over clauses of these names; the place of a name is the number of its clause. */
    public static Parsed<Formula> parse(String text, List<String> names) {
        if (text.isBlank()) {
            return Parsed.wrong("is empty; write clause names with and, or, not");
        }
        if (text.length() > LONGEST) {
            return Parsed.wrong("a formula has at most %d characters".formatted(LONGEST));
        }
        try {
            var parser = new FormulaText(tokens(text), names);
            var formula = parser.or();
            return Parsed.good(parser.nothingMore(formula));
        } catch (Fault fault) {
            return Parsed.wrong(String.valueOf(fault.getMessage()));
        }
    }

    private static List<Token> tokens(String text) {
        var tokens = new ArrayList<Token>();
        int at = 0;
        while (at < text.length()) {
            int from = at;
            var c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            if (wordy(c)) {
                while (at < text.length() && wordy(text.charAt(at))) {
                    at++;
                }
            } else if ((c == '&' || c == '|') && at + 1 < text.length() && text.charAt(at + 1) == c) {
                at += 2;
            } else {
                at++;
            }
            tokens.add(new Token(text.substring(from, at), from + 1));
        }
        tokens.add(new Token("", text.length() + 1));
        return tokens;
    }

    private static boolean wordy(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }

    private Formula or() {
        var all = new ArrayList<>(List.of(and()));
        while (take("or")) {
            all.add(and());
        }
        return all.size() == 1 ? all.getFirst() : new Formula.Several(1, all);
    }

    private Formula and() {
        var all = new ArrayList<>(List.of(not()));
        while (take("and")) {
            all.add(not());
        }
        return all.size() == 1 ? all.getFirst() : new Formula.Several(all.size(), all);
    }

    private Formula not() {
        if (++depth > DEEPEST) {
            throw new Fault(peek(), "nested deeper than %d levels".formatted(DEEPEST));
        }
        var formula = take("not") ? new Formula.Not(not()) : one();
        depth--;
        return formula;
    }

    private Formula one() {
        var token = tokens.get(next);
        if (take("(")) {
            var inner = or();
            expect(")", token);
            return inner;
        }
        if (token.isNumber()) {
            return several(token);
        }
        return clause(token);
    }

    private Formula several(Token count) {
        next++;
        if (!take("of")) {
            throw new Fault(peek(), "after %s comes \"of (a, b, c)\"".formatted(count.text()));
        }
        var open = peek();
        if (!take("(")) {
            throw new Fault(open, "after \"of\" comes a list in parentheses, like 2 of (a, b, c)");
        }
        var all = new ArrayList<Formula>();
        do {
            all.add(or());
        } while (take(","));
        expect(")", open);
        if (count.text().length() > 2 || number(count) < 1 || number(count) > all.size()) {
            throw new Fault(
                    count, "%s of %d can never be; write a number from 1 to %2$d".formatted(count.text(), all.size()));
        }
        return new Formula.Several(number(count), all);
    }

    private static int number(Token count) {
        return Integer.parseInt(count.text());
    }

    private Formula clause(Token token) {
        var number = names.indexOf(token.text());
        if (number < 0) {
            throw new Fault(token, unknown(token));
        }
        next++;
        return new Formula.Holds(number);
    }

    private String unknown(Token token) {
        var meant = OTHER_TONGUES.get(token.text());
        if (meant != null) {
            return "\"%s\" is not known here; write \"%s\"".formatted(token.text(), meant);
        }
        if (token.text().isEmpty()) {
            return "the formula ends where a clause name is expected";
        }
        if (!token.isWord()
                || token.text().equals("and")
                || token.text().equals("or")
                || token.text().equals("of")) {
            return "\"%s\" stands where a clause name is expected".formatted(token.text());
        }
        return "no clause is called \"%s\"%s".formatted(token.text(), NearestWord.hint(token.text(), names));
    }

    private Formula nothingMore(Formula formula) {
        var token = peek();
        if (token.text().isEmpty()) {
            return formula;
        }
        var meant = OTHER_TONGUES.get(token.text());
        var hint = meant == null ? "; between two clauses stands \"and\" or \"or\"" : "; write \"%s\"".formatted(meant);
        throw new Fault(token, "\"%s\" is not expected here%s".formatted(token.text(), hint));
    }

    private Token peek() {
        return tokens.get(next);
    }

    private boolean take(String word) {
        if (!peek().text().equals(word)) {
            return false;
        }
        next++;
        return true;
    }

    private void expect(String word, Token open) {
        if (!take(word)) {
            throw new Fault(peek(), "\"%s\" is missing; it was opened at column %d".formatted(word, open.column()));
        }
    }

    /** The formula in words again, with as few parentheses as it needs. */
    public static String write(Formula formula, List<String> names) {
        return switch (formula) {
            case Formula.Always always -> "always";
            case Formula.Holds holds -> names.get(holds.clause());
            case Formula.Not not -> "not " + inner(not.of(), names);
            case Formula.Several several -> several(several, names);
        };
    }

    private static String several(Formula.Several several, List<String> names) {
        if (several.needed() == several.of().size()) {
            return joined(several, " and ", names);
        }
        if (several.needed() == 1) {
            return joined(several, " or ", names);
        }
        return several.of().stream()
                .map(each -> write(each, names))
                .collect(Collectors.joining(", ", several.needed() + " of (", ")"));
    }

    private static String joined(Formula.Several several, String word, List<String> names) {
        return several.of().stream().map(each -> inner(each, names)).collect(Collectors.joining(word));
    }

    private static String inner(Formula formula, List<String> names) {
        var atoms = formula instanceof Formula.Several several
                && (several.needed() == 1 || several.needed() == several.of().size());
        return atoms ? "(" + write(formula, names) + ")" : write(formula, names);
    }
}

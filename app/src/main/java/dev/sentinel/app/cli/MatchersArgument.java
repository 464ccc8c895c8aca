package dev.sentinel.app.cli;

import dev.sentinel.app.output.Printable;
import dev.sentinel.correlator.running.Quiet;
import dev.sentinel.v1.MatchOperator;
import dev.sentinel.v1.Matcher;
import dev.sentinel.v1.Silence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Parameters;

/** The conditions of a silence; an incident has to meet all of them. */
final class MatchersArgument {

    private static final int MOST = 32;
    private static final int MOST_VALUE = 253;
    private static final Pattern WRITTEN = Pattern.compile("(?s)([a-z]+)(=~|!~|!=|=)(.*)");
    private static final Map<String, MatchOperator> OPERATORS = Map.of(
            "=", MatchOperator.MATCH_OPERATOR_EQUAL,
            "!=", MatchOperator.MATCH_OPERATOR_NOT_EQUAL,
            "=~", MatchOperator.MATCH_OPERATOR_REGEX,
            "!~", MatchOperator.MATCH_OPERATOR_NOT_REGEX);

    @Parameters(
            arity = "1..*",
            paramLabel = "MATCHER",
            description = {
                "cluster=, pattern=, severity=, pivot= or thing= (any thing in the blast radius) and a value;",
                "also !=, =~ and !~ (regular expression, RE2, over the whole value). All must hold."
            })
    private List<String> matchers = List.of();

    /** What would be kept quiet from now on; until when, the caller says. */
    Silence.Builder from(Instant now) {
        return Silence.newBuilder().addAllMatchers(read()).setStartsAt(QuietOption.at(now));
    }

    private List<Matcher> read() {
        if (matchers.size() > MOST) {
            throw new CommandFailure(ExitCode.USAGE, "at most %d matchers".formatted(MOST));
        }
        return matchers.stream().map(MatchersArgument::matcher).toList();
    }

    private static Matcher matcher(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw wrong(text, "write it like pattern=volume-stalled or thing=~pvc-.*");
        }
        String name = written.group(1);
        String value = written.group(3);
        MatchOperator operator = OPERATORS.getOrDefault(written.group(2), MatchOperator.MATCH_OPERATOR_EQUAL);
        if (!Quiet.NAMES.contains(name)) {
            throw wrong(
                    text, "there is no \"%s\"; matchers look at %s".formatted(name, String.join(", ", Quiet.NAMES)));
        }
        if (value.isEmpty() || value.length() > MOST_VALUE) {
            throw wrong(text, "the value needs 1 to %d characters".formatted(MOST_VALUE));
        }
        boolean expression =
                operator == MatchOperator.MATCH_OPERATOR_REGEX || operator == MatchOperator.MATCH_OPERATOR_NOT_REGEX;
        if (expression) {
            Quiet.fault(value).ifPresent(fault -> {
                throw wrong(text, "it is no regular expression (RE2): " + fault);
            });
        }
        return Matcher.newBuilder()
                .setName(name)
                .setOperator(operator)
                .setValue(value)
                .build();
    }

    private static CommandFailure wrong(String text, String why) {
        return new CommandFailure(
                ExitCode.USAGE, "the matcher \"%s\": %s".formatted(Printable.escape(text), Printable.escape(why)));
    }

    static String written(Matcher matcher) {
        String operator = OPERATORS.entrySet().stream()
                .filter(entry -> entry.getValue() == matcher.getOperator())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("?");
        return matcher.getName() + operator + matcher.getValue();
    }
}

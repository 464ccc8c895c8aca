package dev.sentinel.lab.scenario;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what people do. */
final class Spoken {
    /** As it is written. */
    static final List<String> FORMS = List.of(
            "<person> approves <plan>",
            "<person> rejects <plan>",
            "<person> approves <plan> in slack",
            "<person> rejects <plan> in slack",
            "<person> forges approval of <plan>",
            "<person> presses again",
            "<person> wants quarantine of <node>",
            "<person> takes back <plan>",
            "where <plan> is <runbook> or <runbook> for <pattern>");

    private static final String WORD = "(\\S{1,128})";
    private static final String PLAN = "(\\S{1,128}(?: for \\S{1,128})?)";
    private static final List<Form> KNOWN = List.of(
            new Form(
                    WORD + " (approves|rejects) " + PLAN + "( in slack)?",
                    words -> new Deed.Answers(
                            words.group(1),
                            words.group(2).equals("approves"),
                            words.group(3),
                            words.group(4) != null,
                            words.group())),
            new Form(
                    WORD + " forges approval of " + PLAN,
                    words -> new Deed.Forges(words.group(1), words.group(2), words.group())),
            new Form(WORD + " presses again", words -> new Deed.PressesAgain(words.group(1), words.group())),
            new Form(
                    WORD + " wants quarantine of " + WORD,
                    words -> new Deed.WantsQuarantine(words.group(1), words.group(2), words.group())),
            new Form(
                    WORD + " takes back " + PLAN,
                    words -> new Deed.TakesBack(words.group(1), words.group(2), words.group())));

    private record Form(Pattern words, Function<MatchResult, Deed> deed) {
        Form(String words, Function<MatchResult, Deed> deed) {
            this(Pattern.compile(words), deed);
        }
    }

    private Spoken() {}

    /** Empty for what people do not do. */
    static Optional<Deed> read(String sentence) {
        for (Form form : KNOWN) {
            Matcher matcher = form.words().matcher(sentence.strip());
            if (matcher.matches()) {
                return Optional.of(form.deed().apply(matcher.toMatchResult()));
            }
        }
        return Optional.empty();
    }
}

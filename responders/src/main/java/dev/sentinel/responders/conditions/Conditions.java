package dev.sentinel.responders.conditions;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.sentinel.yaml.Parsed;

/**
 * Compiles conditions. What one may cost is bounded three times: the text, the depth and the number of loop steps; regular
 * expressions run in linear time and are bounded in size.
 */
public final class Conditions {
    public static final int LONGEST = 1024;
    static final int MOST_LOOP_STEPS = 64;
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(32)
            .comprehensionMaxIterations(MOST_LOOP_STEPS)
            .maxRegexProgramSize(512)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("facts", MapType.create(SimpleType.STRING, SimpleType.STRING))
            .setResultType(SimpleType.BOOL)
            .build();
    private final CelRuntime runtime =
            CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

    /** The first fault, when there is one, in words for who wrote it. */
    public Parsed<Condition> compile(String text) {
        if (text.codePointCount(0, text.length()) > LONGEST) {
            return Parsed.wrong("a condition has at most %d characters".formatted(LONGEST));
        }
        var result = compiler.compile(text);
        if (result.hasError()) {
            var issue = result.getErrors().getFirst();
            return Parsed.wrong(
                    "column %d: %s".formatted(issue.getSourceLocation().getColumn() + 1, plainly(issue.getMessage())));
        }
        try {
            return Parsed.good(new Condition(text, runtime.createProgram(result.getAst())));
        } catch (CelValidationException | CelEvaluationException unexpected) {
            return Parsed.wrong(String.valueOf(unexpected.getMessage()));
        }
    }

    private static String plainly(String message) {
        if (message.startsWith("expected type 'bool' but found")) {
            return "a condition must be true or false, this is" + message.substring(message.lastIndexOf(" '"));
        }
        if (message.startsWith("undeclared reference to '")) {
            return message.replaceAll(" \\(in container '.*'\\)", "")
                    + "; a fact is asked for like facts.robustness, and every fact is text";
        }
        if (message.contains("no matching overload")) {
            return message + "; every fact is text: compare with \"3\", or use int(facts.copies) > 3";
        }
        // The parser names every token that could have followed.
        return message.replaceAll(",? expecting \\{.*", "").replace("'<EOF>'", "end of the condition");
    }
}

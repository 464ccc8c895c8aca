package dev.sentinel.correlator.patterns;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelContainer;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compiles conditions against the schema. What one may cost is bounded three times: the text, the depth and the number of
 * loop steps of one evaluation; regular expressions run in linear time and are bounded in size.
 */
final class Conditions implements Compiling {
    static final int LONGEST = 1024;
    static final int MOST_LOOP_STEPS = 64;
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(32)
            .comprehensionMaxIterations(MOST_LOOP_STEPS)
            .maxRegexProgramSize(512)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private final CelCompiler events;
    private final CelRuntime runtime;
    private final CelHints hints = new CelHints();
    // One for each kind that was asked for; the schema limits how many that can be.
    private final Map<String, CelCompiler> byKind = new TreeMap<>();

    Conditions() {
        events = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setContainer(CelContainer.ofName("sentinel.v1"))
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addMessageTypes(Event.getDescriptor())
                .addVar(
                        "event",
                        StructTypeReference.create(Event.getDescriptor().getFullName()))
                .setResultType(SimpleType.BOOL)
                .build();
        // The planner is faster, but does not find a uint32 field of 4294967295 to be more than 2.
        runtime = CelRuntimeFactory.legacyCelRuntimeBuilder()
                .setOptions(OPTIONS)
                .addMessageTypes(Event.getDescriptor())
                .build();
    }

    @Override
    public synchronized Compiled compile(String kind, String text) {
        if (text.codePointCount(0, text.length()) > LONGEST) {
            return wrong("a condition has at most %d characters".formatted(LONGEST));
        }
        var result = compiler(kind).compile(text);
        if (result.hasError()) {
            return new Compiled.Wrong(result.getErrors().stream()
                    .map(issue -> fault(issue, kind, text))
                    .distinct()
                    .toList());
        }
        try {
            return new Compiled.Good(condition(kind, text, result.getAst()));
        } catch (CelValidationException | CelEvaluationException unexpected) {
            return wrong(String.valueOf(unexpected.getMessage()));
        }
    }

    private CelCondition condition(String kind, String text, CelAbstractSyntaxTree checked)
            throws CelEvaluationException {
        var detail = Kinds.field(kind);
        return new CelCondition(text, runtime.createProgram(checked), Shortcut.of(checked, detail), detail);
    }

    private CelCompiler compiler(String kind) {
        return Kinds.detail(kind)
                .map(detail -> byKind.computeIfAbsent(
                        kind,
                        each -> events.toCompilerBuilder()
                                .addVar("fact", StructTypeReference.create(detail.getFullName()))
                                .build()))
                .orElse(events);
    }

    private Fault fault(CelIssue issue, String kind, String text) {
        var place = issue.getSourceLocation();
        var what = "column %d: %s".formatted(place.getColumn() + 1, hints.plainly(issue.getMessage()));
        return new Fault(Math.max(1, place.getLine()), what, hints.hint(text, Kinds.detail(kind), issue.getMessage()));
    }

    private static Compiled wrong(String why) {
        return new Compiled.Wrong(List.of(new Fault(1, why, "")));
    }
}

package dev.sentinel.proto;

import build.buf.protovalidate.Config;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.CompilationException;
import build.buf.protovalidate.exceptions.ExecutionException;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPath;
import build.buf.validate.FieldPathElement;
import build.buf.validate.Violation;
import com.google.protobuf.Message;
import java.util.List;

/**
 * Checks messages against the rules written in the schema, once, at each trust boundary. Make one and share it: making it
 * compiles the rules of every message, using it takes no lock.
 */
public final class Contract {
    private final Validator validator;

    /** Compiles all rules of {@code sentinel.v1}, so that the first message costs no more than the next. */
    public Contract() {
        try {
            // Lazy compilation is off: a message outside the schema is a mistake of ours and shows at once.
            validator = ValidatorFactory.newBuilder()
                    .withConfig(Config.newBuilder().build())
                    .buildWithDescriptors(Schema.messages(), true);
        } catch (CompilationException e) {
            throw new IllegalStateException("a rule in the schema does not compile: " + e.getMessage(), e);
        }
    }

    /**
     * What is wrong with a message of {@code sentinel.v1}; empty when nothing is.
     *
     * @throws IllegalArgumentException when the message belongs to another package, whose rules nobody compiled
     */
    public List<Problem> problems(Message message) {
        if (!Schema.contains(message.getDescriptorForType())) {
            throw new IllegalArgumentException(
                    message.getDescriptorForType().getFullName() + " is not a message of sentinel.v1");
        }
        try {
            return validator.validate(message).getViolations().stream()
                    .map(violation -> problem(violation.toProto()))
                    .toList();
        } catch (ExecutionException e) {
            // The rule is fine and the content made it fail: that is the sender's problem, not a fault of this program.
            return List.of(new Problem("", "rule_failed", String.valueOf(e.getMessage())));
        } catch (ValidationException e) {
            throw new IllegalStateException("the compiled rules cannot be applied: " + e.getMessage(), e);
        }
    }

    private static Problem problem(Violation violation) {
        String message = violation.getMessage().isEmpty() ? violation.getRuleId() : violation.getMessage();
        return new Problem(path(violation.getField()), violation.getRuleId(), message);
    }

    private static String path(FieldPath path) {
        StringBuilder text = new StringBuilder();
        for (FieldPathElement element : path.getElementsList()) {
            if (!text.isEmpty()) {
                text.append('.');
            }
            text.append(element.getFieldName()).append(subscript(element));
        }
        return text.toString();
    }

    private static String subscript(FieldPathElement element) {
        return switch (element.getSubscriptCase()) {
            case INDEX -> "[" + element.getIndex() + "]";
            case BOOL_KEY -> "[" + element.getBoolKey() + "]";
            case INT_KEY -> "[" + element.getIntKey() + "]";
            case UINT_KEY -> "[" + Long.toUnsignedString(element.getUintKey()) + "]";
            case STRING_KEY -> "[\"" + element.getStringKey() + "\"]";
            case SUBSCRIPT_NOT_SET -> "";
        };
    }
}

package dev.sentinel.collectors.logs;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import dev.sentinel.collectors.reading.Times;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Texts as values of the contract's fields, and back. Words of an enum are written short: {@code input_output}. */
final class FieldText {
    private static final BigInteger MOST_LONG = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final BigInteger MOST_INT = BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE);

    private FieldText() {}

    /** Whether a text can become a value of this field at all. */
    static boolean canHold(FieldDescriptor field) {
        boolean time = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType().equals(Timestamp.getDescriptor());
        boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        return field.isRepeated() ? field.getJavaType() == FieldDescriptor.JavaType.STRING : time || !message;
    }

    /** Whether an event without this field would break the contract. */
    static boolean isNeeded(FieldDescriptor field) {
        FieldRules rules = field.getOptions().getExtension(ValidateProto.field);
        return rules.getRequired()
                || rules.getString().getMinLen() > 0
                || rules.getString().hasPattern()
                || rules.getEnum().getNotInList().contains(0)
                || rules.getRepeated().getMinItems() > 0;
    }

    /** The value; empty when the text is none. */
    static Optional<Object> parse(FieldDescriptor field, String text) {
        return switch (field.getType()) {
            case STRING -> text.isEmpty() ? Optional.empty() : Optional.of(text);
            case BOOL ->
                switch (text) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                };
            case UINT32 -> whole(text).filter(number -> fits(number, MOST_INT)).map(BigInteger::intValue);
            case UINT64 -> whole(text).filter(number -> fits(number, MOST_LONG)).map(BigInteger::longValue);
            case INT32 -> whole(text).filter(number -> number.bitLength() < 32).map(BigInteger::intValue);
            case INT64 -> whole(text).filter(number -> number.bitLength() < 64).map(BigInteger::longValue);
            case DOUBLE -> real(text);
            case ENUM -> word(field.getEnumType(), text);
            case MESSAGE -> Times.parse(text).map(Times::stamp);
            default -> Optional.empty();
        };
    }

    /** The words of an enum. */
    static List<String> words(EnumDescriptor type) {
        return type.getValues().stream()
                .skip(1)
                .map(value -> shortName(type, value))
                .toList();
    }

    /** A value as it is written in examples. */
    static String show(FieldDescriptor field, Object value) {
        if (field.isRepeated()) {
            return value.toString();
        }
        return switch (field.getType()) {
            case ENUM -> shortName(field.getEnumType(), (EnumValueDescriptor) value);
            case UINT32 -> Integer.toUnsignedString((Integer) value);
            case UINT64 -> Long.toUnsignedString((Long) value);
            case MESSAGE ->
                value instanceof Timestamp time
                        ? java.time.Instant.ofEpochSecond(time.getSeconds(), time.getNanos())
                                .toString()
                        : value.toString();
            default -> value.toString();
        };
    }

    private static Optional<Object> word(EnumDescriptor type, String text) {
        return type.getValues().stream()
                .skip(1)
                .filter(value -> shortName(type, value).equals(text))
                .map(Object.class::cast)
                .findFirst();
    }

    private static String shortName(EnumDescriptor type, EnumValueDescriptor value) {
        String none = type.getValues().get(0).getName();
        String prefix = none.substring(0, none.length() - "UNSPECIFIED".length());
        return value.getName().substring(prefix.length()).toLowerCase(Locale.ROOT);
    }

    private static Optional<BigInteger> whole(String text) {
        return text.matches("-?[0-9]{1,20}") ? Optional.of(new BigInteger(text)) : Optional.empty();
    }

    private static boolean fits(BigInteger number, BigInteger most) {
        return number.signum() >= 0 && number.compareTo(most) <= 0;
    }

    private static Optional<Object> real(String text) {
        return text.matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")
                ? Optional.of(Double.parseDouble(text))
                : Optional.empty();
    }
}

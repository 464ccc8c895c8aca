package dev.sentinel.collectors.reading;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts what a source wrote to what the contract takes, by the lengths in the schema, and takes out what no text should
 * hold: control characters and halves of surrogate pairs. So a source can make an event poorer, but not invalid or harmful.
 */
public final class Bounds {
    private final Map<FieldDescriptor, FieldRules> rules = new HashMap<>();

    /** Fits the message and all messages inside it. */
    public void fit(Message.Builder message) {
        for (FieldDescriptor field : List.copyOf(message.getAllFields().keySet())) {
            if (field.isMapField()) {
                fitMap(message, field);
            } else if (field.isRepeated()) {
                fitList(message, field);
            } else if (field.getJavaType() == JavaType.STRING) {
                message.setField(field, fit((String) message.getField(field), longest(rules(field))));
            } else if (field.getJavaType() == JavaType.MESSAGE) {
                message.setField(field, fit((Message) message.getField(field)));
            }
        }
    }

    /** At most so many characters, none of them a control character other than tab and line feed. */
    public static String fit(String text, long longest) {
        if (isPlain(text) && text.length() <= longest) {
            return text;
        }
        int most = (int) Math.min(longest, Integer.MAX_VALUE);
        StringBuilder kept = new StringBuilder(Math.min(text.length(), most));
        text.codePoints().limit(most).map(Bounds::harmless).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private Message fit(Message message) {
        Message.Builder builder = message.toBuilder();
        fit(builder);
        return builder.build();
    }

    private void fitList(Message.Builder message, FieldDescriptor field) {
        FieldRules rule = rules(field);
        List<?> items = (List<?>) message.getField(field);
        long most = rule.getRepeated().hasMaxItems() ? rule.getRepeated().getMaxItems() : Long.MAX_VALUE;
        List<Object> kept = new ArrayList<>();
        items.stream()
                .limit(most)
                .forEach(item -> kept.add(fitItem(item, rule.getRepeated().getItems())));
        message.setField(field, kept);
    }

    private Object fitItem(Object item, FieldRules rule) {
        return switch (item) {
            case String text -> fit(text, longest(rule));
            case Message inner -> fit(inner);
            case Object other -> other;
        };
    }

    private void fitMap(Message.Builder message, FieldDescriptor field) {
        FieldRules rule = rules(field);
        List<?> entries = (List<?>) message.getField(field);
        long most = rule.getMap().hasMaxPairs() ? rule.getMap().getMaxPairs() : Long.MAX_VALUE;
        message.clearField(field);
        for (Object each : entries.stream().limit(most).toList()) {
            MapEntry<?, ?> entry = (MapEntry<?, ?>) each;
            message.addRepeatedField(
                    field,
                    message.newBuilderForField(field)
                            .setField(
                                    field.getMessageType().findFieldByName("key"),
                                    fitItem(entry.getKey(), rule.getMap().getKeys()))
                            .setField(
                                    field.getMessageType().findFieldByName("value"),
                                    fitItem(entry.getValue(), rule.getMap().getValues()))
                            .build());
        }
    }

    private FieldRules rules(FieldDescriptor field) {
        return rules.computeIfAbsent(field, each -> each.getOptions().getExtension(ValidateProto.field));
    }

    private static long longest(FieldRules rule) {
        return rule.getString().hasMaxLen() ? rule.getString().getMaxLen() : Long.MAX_VALUE;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c) || harmless(c) != c) {
                return false;
            }
        }
        return true;
    }

    private static int harmless(int c) {
        boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return half || (Character.isISOControl(c) && c != '\t' && c != '\n') ? 0xFFFD : c;
    }
}

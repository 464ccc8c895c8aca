package dev.sentinel.collectors.logs;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.sentinel.collectors.rules.NearestWord;
import dev.sentinel.collectors.rules.Section;
import dev.sentinel.v1.Custom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a fact is made of, and checks all of it against the contract that can be checked before a line comes. */
final class FillingReader {
    private static final String ENTRIES = "fields";
    private static final String SOURCE = "of";

    private final Message detail;
    private boolean sound = true;

    FillingReader(Message detail) {
        this.detail = detail;
    }

    boolean isSound() {
        return sound;
    }

    Filling read(Section signature, Optional<Section> fact) {
        List<Filling.Assignment> assignments = new ArrayList<>();
        Map<String, Template> entries = new LinkedHashMap<>();
        fact.ifPresent(section -> section.keys().forEach(name -> {
            if (detail instanceof Custom && name.equals(ENTRIES)) {
                section.section(ENTRIES)
                        .ifPresent(each -> each.keys()
                                .forEach(key -> entries.put(
                                        key, template(each, key, each.text(key).orElse("")))));
            } else {
                assignment(section, name).ifPresent(assignments::add);
            }
        }));
        detail.getDescriptorForType().getFields().stream()
                .filter(FieldText::isNeeded)
                .filter(field ->
                        assignments.stream().noneMatch(each -> each.field().equals(field)))
                .forEach(field -> complain(
                        signature,
                        "fact",
                        "\"%s\" must be filled: the contract does not take the fact without"
                                .formatted(field.getName())));
        return new Filling(detail, assignments, entries);
    }

    private Optional<Filling.Assignment> assignment(Section section, String name) {
        FieldDescriptor field = detail.getDescriptorForType().findFieldByName(name);
        if (field == null) {
            List<String> known = detail.getDescriptorForType().getFields().stream()
                    .map(FieldDescriptor::getName)
                    .toList();
            complain(section, name, "the fact has no such field%s".formatted(NearestWord.hint(name, known)));
            return Optional.empty();
        }
        if (!FieldText.canHold(field)) {
            complain(section, name, "cannot be filled from text");
            return Optional.empty();
        }
        Map<String, String> words = new LinkedHashMap<>();
        String text;
        if (section.isSection(name)) {
            Section mapped = section.section(name).orElseThrow();
            text = mapped.need(SOURCE);
            mapped.keys().stream()
                    .filter(key -> !key.equals(SOURCE))
                    .forEach(key -> words.put(key, mapped.text(key).orElse("")));
            words.values().forEach(word -> checkWord(mapped, field, word));
        } else {
            text = section.text(name).orElse("");
        }
        Template template = template(section, name, text);
        if (words.isEmpty() && template.isFixed()) {
            checkWord(section, field, text);
        }
        return Optional.of(new Filling.Assignment(field, template, words));
    }

    private void checkWord(Section section, FieldDescriptor field, String word) {
        if (FieldText.parse(field, word).isEmpty()) {
            String hint = field.getType() == FieldDescriptor.Type.ENUM
                    ? NearestWord.hint(word, FieldText.words(field.getEnumType()))
                    : "";
            complain(section, field.getName(), "\"%s\" is no value of it%s".formatted(word, hint));
        }
    }

    private Template template(Section section, String key, String text) {
        return Template.parse(text, what -> complain(section, key, what));
    }

    private void complain(Section section, String key, String what) {
        section.complain(key, what);
        sound = false;
    }
}

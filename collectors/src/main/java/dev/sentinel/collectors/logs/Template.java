package dev.sentinel.collectors.logs;

import dev.sentinel.collectors.rules.NearestWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A text with places to fill: {@code tcp://{address | replica_at}}. */
record Template(List<Part> parts) {

    /** A piece of the text: fixed, or the value of a key after some turns. */
    sealed interface Part {
        record Fixed(String text) implements Part {}

        record Place(String key, List<Turn> turns) implements Part {}
    }

    Template {
        parts = List.copyOf(parts);
    }

    /** The text, when every place has a value. */
    Optional<String> fill(Value value) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            Optional<String> piece = switch (part) {
                case Part.Fixed fixed -> Optional.of(fixed.text());
                case Part.Place place -> fill(place, value);
            };
            if (piece.isEmpty()) {
                return piece;
            }
            text.append(piece.get());
        }
        return Optional.of(text.toString());
    }

    /** Whether it says the same whatever the line. */
    boolean isFixed() {
        return parts.stream().allMatch(Part.Fixed.class::isInstance);
    }

    List<String> keys() {
        return parts.stream()
                .filter(Part.Place.class::isInstance)
                .map(part -> ((Part.Place) part).key())
                .toList();
    }

    private static Optional<String> fill(Part.Place place, Value value) {
        Optional<String> text = value.of(place.key());
        for (Turn turn : place.turns()) {
            text = text.isPresent() ? turn.apply(text.get(), value) : turn.whenAbsent();
        }
        return text;
    }

    /** Reads the text of a template; what is wrong with it is told to the fault. */
    static Template parse(String text, Fault fault) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (open < 0 || close < 0) {
                if (open >= 0) {
                    fault.is("the { has no }");
                }
                parts.add(new Part.Fixed(text.substring(at)));
                break;
            }
            if (open > at) {
                parts.add(new Part.Fixed(text.substring(at, open)));
            }
            parts.add(place(text.substring(open + 1, close), fault));
            at = close + 1;
        }
        return new Template(parts);
    }

    private static Part place(String inside, Fault fault) {
        String[] words = inside.split("\\|", -1);
        List<Turn> turns = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            turn(words[i].strip(), fault).ifPresent(turns::add);
        }
        String key = words[0].strip();
        if (key.isEmpty()) {
            fault.is("{%s} names no key".formatted(inside));
        }
        return new Part.Place(key, turns);
    }

    private static Optional<Turn> turn(String word, Fault fault) {
        List<Turn> turns = List.of(Turn.values());
        Optional<Turn> turn =
                turns.stream().filter(each -> each.word().equals(word)).findFirst();
        if (turn.isEmpty()) {
            List<String> words = turns.stream().map(Turn::word).toList();
            fault.is("\"%s\" is nothing a value can be turned into%s".formatted(word, NearestWord.hint(word, words)));
        }
        return turn;
    }

    /** Takes what is wrong. */
    interface Fault {
        void is(String what);
    }
}

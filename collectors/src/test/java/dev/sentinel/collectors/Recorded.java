package dev.sentinel.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.sentinel.proto.Contract;
import dev.sentinel.proto.EventIds;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * Lines as they were recorded, with what they must become. A file has comments (#) with the page and section of the domain
 * that knows the shape, whose log it is (@), lines (&lt;) and after each what it becomes (&gt;): a kind, a severity and some
 * fields, or nothing. In a line the arrow ⇥ stands for a tab.
 */
public final class Recorded {
    private static final Contract CONTRACT = new Contract();

    private Recorded() {}

    /** A line and what it becomes. */
    public record Case(String source, String program, String line, List<String> becomes) {
        public boolean isHarmless() {
            return becomes.stream().allMatch(each -> each.equals("nothing") || each.contains(" info"));
        }

        @Override
        public String toString() {
            return source + ": " + line;
        }
    }

    /** The cases of a file. */
    public static List<Case> cases(String resource) {
        List<Case> cases = new ArrayList<>();
        String program = "";
        int number = 0;
        for (String text : text(resource).split("\n", -1)) {
            number++;
            String rest = text.length() < 2 ? "" : text.substring(2);
            switch (text.isEmpty() ? ' ' : text.charAt(0)) {
                case '@' -> program = rest.strip();
                case '<' ->
                    cases.add(new Case(resource + ":" + number, program, rest.replace('⇥', '\t'), new ArrayList<>()));
                case '>' -> cases.getLast().becomes().add(rest.strip());
                case '#', ' ' -> {}
                default -> throw new IllegalArgumentException(resource + ":" + number + ": begins with no known sign");
            }
        }
        return cases;
    }

    /** Reads all lines in their order and holds the events against what was recorded. */
    public static void check(List<Case> cases, BiFunction<String, String, List<Event>> reading) {
        assertThat(cases).isNotEmpty();
        for (Case each : cases) {
            List<Event> events = reading.apply(each.program(), each.line());
            List<String> wanted = each.becomes().equals(List.of("nothing")) ? List.of() : each.becomes();
            assertThat(events.stream().map(Recorded::shown).toList())
                    .as(each.toString())
                    .hasSameSizeAs(wanted);
            for (int i = 0; i < wanted.size(); i++) {
                check(each, events.get(i), wanted.get(i));
            }
        }
    }

    /** What every event must be. */
    public static void isSound(Event event) {
        assertThat(CONTRACT.problems(event)).as(shown(event)).isEmpty();
        assertThat(event.getId()).isEqualTo(EventIds.of(event));
    }

    private static void check(Case recorded, Event event, String wanted) {
        isSound(event);
        String[] words = wanted.split(" (?=[a-z_]+=)|(?<=^[a-z_.]{1,60}) ", -1);
        assertThat(Kinds.of(event)).as(recorded.toString()).isEqualTo(words[0]);
        assertThat(severity(event)).as(recorded.toString()).isEqualTo(words[1]);
        for (int i = 2; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            assertThat(field(event, words[i].substring(0, equals)))
                    .as("%s of %s, in %s", words[i], shown(event), recorded)
                    .isEqualTo(words[i].substring(equals + 1));
        }
    }

    private static String severity(Event event) {
        return event.getSeverity().name().substring("SEVERITY_".length()).toLowerCase(Locale.ROOT);
    }

    /** A field of the fact, or the subject. */
    public static String field(Event event, String name) {
        if (name.equals("subject")) {
            return event.getSubject().getKind() + "/" + event.getSubject().getName();
        }
        Message fact = fact(event);
        FieldDescriptor field = fact.getDescriptorForType().findFieldByName(name);
        assertThat(field).as("%s has no %s", Kinds.of(event), name).isNotNull();
        Object value = fact.getField(field);
        if (field.hasPresence() && !fact.hasField(field)) {
            return "";
        }
        return value instanceof EnumValueDescriptor word ? shortWord(word) : value.toString();
    }

    /** The fact of an event. */
    public static Message fact(Event event) {
        return (Message) event.getField(Kinds.field(Kinds.of(event)).orElseThrow());
    }

    private static String shortWord(EnumValueDescriptor word) {
        String none = word.getType().getValues().getFirst().getName();
        String prefix = none.substring(0, none.length() - "UNSPECIFIED".length());
        return word.getNumber() == 0
                ? ""
                : word.getName().substring(prefix.length()).toLowerCase(Locale.ROOT);
    }

    private static String shown(Event event) {
        return Kinds.of(event) + " " + fact(event).toString().replace('\n', ' ');
    }

    private static String text(String resource) {
        try (var stream = Recorded.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

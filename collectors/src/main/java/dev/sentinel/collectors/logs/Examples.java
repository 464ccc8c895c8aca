package dev.sentinel.collectors.logs;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.collectors.rules.Section;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines a signature brings along as its own test. */
final class Examples {
    private static final Instant MOMENT = Instant.parse("2026-02-21T12:00:00Z");
    private static final Replicas ANY_REPLICA = address -> Optional.of("pvc-1-r-0000aaaa");

    private final Signature signature;
    private final Styles styles = new Styles();
    private final Facts facts = new Facts(new Witness("example", "logs", "example"));
    private final Origin origin;

    Examples(Signature signature) {
        this.signature = signature;
        this.origin = new Origin(
                signature.programs().stream().findFirst().orElse(""),
                Refs.of("x.example", "example"),
                List.of(),
                Map.of("namespace", "example", "pod", "pod-0", "container", "main", "node", "node-1"));
    }

    void check(List<Section> examples) {
        int positive = 0;
        for (Section each : examples) {
            boolean harmless = each.has("nothing");
            if (harmless) {
                nothing(each, each.need("nothing"));
            } else {
                becomes(each, each.need("line"));
                positive++;
            }
            each.refuseOthers();
        }
        if (positive == 0 && !examples.isEmpty()) {
            examples.getFirst().complain("no example has a line that becomes something");
        }
    }

    private void nothing(Section example, String line) {
        if (read(line).isPresent()) {
            example.complain("nothing", "the signature \"%s\" takes this line".formatted(signature.id()));
        }
    }

    private void becomes(Section example, String line) {
        Optional<Event> event = read(line);
        Optional<Section> wanted = example.section("becomes");
        if (event.isEmpty()) {
            example.complain("line", "the signature \"%s\" does not take this line".formatted(signature.id()));
            return;
        }
        Message fact = (Message)
                event.get().getField(Kinds.field(Kinds.of(event.get())).orElseThrow());
        wanted.ifPresent(section -> section.keys().forEach(name -> compare(section, name, event.get(), fact)));
    }

    private static void compare(Section wanted, String name, Event event, Message fact) {
        String expected = wanted.text(name).orElse("");
        String actual = name.equals("subject")
                ? event.getSubject().getKind() + "/" + event.getSubject().getName()
                : shown(fact, name);
        if (!expected.equals(actual)) {
            wanted.complain(name, "is \"%s\", not \"%s\"".formatted(actual, expected));
        }
    }

    private static String shown(Message fact, String name) {
        FieldDescriptor field = fact.getDescriptorForType().findFieldByName(name);
        if (field == null) {
            return "a field it does not have";
        }
        boolean absent = field.hasPresence() && !fact.hasField(field);
        return absent ? "" : FieldText.show(field, fact.getField(field));
    }

    private Optional<Event> read(String line) {
        Said said = styles.read(line, MOMENT);
        return signature.read(said, origin, ANY_REPLICA, facts, Seen.now(MOMENT));
    }
}

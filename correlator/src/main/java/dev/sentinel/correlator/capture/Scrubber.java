package dev.sentinel.correlator.capture;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.sentinel.proto.EventIds;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Topology;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes out of events what is somebody's own. Numbers, times and words of a fixed vocabulary stay; names become other names; what
 * people, programs and logs said in their own words is gone. A field that is not known here is taken for a name.
 */
final class Scrubber {
    static final String GONE = "scrubbed";

    /** Words that mean the same everywhere, as long as they look like words. */
    private static final Set<String> VOCABULARY = Set.of(
            "kind",
            "collector",
            "reason",
            "condition",
            "condition_name",
            "type",
            "status",
            "state",
            "sub_state",
            "phase",
            "filesystem_type",
            "component",
            "function",
            "api_version");

    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]{0,63}");

    /** What a setting is set to; anything else may be a name. */
    private static final Pattern SETTING =
            Pattern.compile("true|false|-?[0-9.]{1,20}|disabled|ignored|(least|best)-effort");

    private static final Set<String> VALUES = Set.of("value", "previous_value");

    private static final Set<String> SAID = Set.of(
            "message",
            "sentence",
            "comment",
            "error",
            "detail",
            "diagnostics",
            "line",
            "example_line",
            "query",
            "note",
            "log",
            "text",
            "result",
            "observation",
            "attach_error",
            "detach_error",
            "silence_url",
            "dashboard_url",
            "generator_url");

    private final Aliases aliases;
    private final String cluster;
    private final Map<String, Long> numbers = new HashMap<>();
    private long events;

    /** Everything happens in this cluster from now on. */
    Scrubber(Aliases aliases, String cluster) {
        this.aliases = aliases;
        this.cluster = cluster;
    }

    /** Each event once, in the order of their arrival: each sender counts anew, without a gap. */
    Event scrubbed(Event event) {
        Event.Builder other = ((Event) scrubbed((Message) event)).toBuilder();
        other.setCluster(cluster).clearTraceparent();
        other.setId(EventIds.of(
                Instant.ofEpochSecond(
                        event.getOccurredAt().getSeconds(),
                        event.getOccurredAt().getNanos()),
                Long.toString(++events).getBytes(StandardCharsets.UTF_8)));
        String sender =
                other.getSource().getCollector() + " " + other.getSource().getInstance();
        other.getSequenceBuilder().setEpoch(1).setNumber(numbers.merge(sender, 1L, Long::sum));
        if (other.hasTopology()) {
            other.setTopology(unscoped(other.getTopology(), event.getTopology()));
        }
        return other.build();
    }

    /** A scope names what was listed, and where. */
    private Topology unscoped(Topology other, Topology topology) {
        String[] parts = topology.getScope().split(" in ", 2);
        boolean plain = WORD.matcher(parts[0]).matches();
        String what = plain ? parts[0] : aliases.of("scope", parts[0]);
        return other.toBuilder()
                .setScope(parts.length < 2 ? what : what + " in " + aliases.of("namespace", parts[1]))
                .build();
    }

    private Message scrubbed(Message message) {
        if (message instanceof Ref ref) {
            return aliases.of(ref);
        }
        Message.Builder other = message.toBuilder();
        message.getAllFields().forEach((field, value) -> other.setField(field, scrubbed(field, value)));
        return other.build();
    }

    private Object scrubbed(FieldDescriptor field, Object value) {
        if (value instanceof List<?> values) {
            return values.stream().map(each -> one(field, each)).toList();
        }
        return one(field, value);
    }

    private Object one(FieldDescriptor field, Object value) {
        return switch (value) {
            case Message message -> scrubbed(message);
            case String text -> text(field, text);
            case ByteString bytes -> ByteString.EMPTY;
            default -> value;
        };
    }

    private String text(FieldDescriptor field, String text) {
        String name = field.getName();
        if (text.isEmpty()) {
            return text;
        }
        if (SAID.contains(name) || name.endsWith("_url")) {
            return GONE;
        }
        boolean stays = (VOCABULARY.contains(name) && WORD.matcher(text).matches())
                || (VALUES.contains(name) && SETTING.matcher(text).matches());
        if (field.getContainingType().equals(Custom.getDescriptor()) && name.equals("name")) {
            return aliases.of("fact", text).replace('-', '_');
        }
        return stays ? text : aliases.of(word(name), text);
    }

    /** "disk_uuid" gives "some-disk-uuid-1", as the name of a disk gives "some-disk-1". */
    private static String word(String field) {
        return field.replace('_', '-');
    }
}

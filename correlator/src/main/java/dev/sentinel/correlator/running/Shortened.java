package dev.sentinel.correlator.running;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.sentinel.v1.BlastRadius;
import dev.sentinel.v1.FoldedNoise;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.StoryRole;
import dev.sentinel.v1.StoryStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * An incident made to fit into one message. What is least missed goes first: examples, the middle of long lists, ways
 * through the topology, and texts only in the end. All of it stays in the store.
 */
final class Shortened {

    private static final int FEW = 16;
    private static final int VERY_FEW = 4;
    private static final int LONGEST_SUMMARY = 16_384;
    private static final Set<String> TEXTS = Set.of(
            "title",
            "summary",
            "sentence",
            "note",
            "effect",
            "what",
            "why_missing",
            "how_to_learn",
            "reason",
            "blocked_by");
    private static final Set<String> TOLD_IN_TIME = Set.of("evidence", "evidence_against", "timeline", "story");
    private static final List<Consumer<Incident.Builder>> STEPS = steps();

    private Shortened() {}

    /** The incident itself when it has at most so many bytes, otherwise a copy that says that it is shortened. */
    static Incident toFit(Incident whole, int mostBytes) {
        if (whole.getSerializedSize() <= mostBytes) {
            return whole;
        }
        Incident.Builder rest = whole.toBuilder();
        Incident fitting = whole;
        for (int i = 0; i < STEPS.size() && fitting.getSerializedSize() > mostBytes; i++) {
            STEPS.get(i).accept(rest);
            fitting = noted(rest.build());
        }
        return fitting;
    }

    /** By how much each loses more than the one before; after the last one nothing is left that can be large. */
    private static List<Consumer<Incident.Builder>> steps() {
        List<Consumer<Incident.Builder>> steps = new ArrayList<>();
        steps.add(it -> it.getFoldedBuilderList().forEach(FoldedNoise.Builder::clearExampleNames));
        for (int kept = 128; kept >= FEW; kept /= 2) {
            int each = kept;
            steps.add(it -> shortenLists(it, each, Set.of("evidence", "evidence_against", "timeline", "source_trust")));
        }
        steps.add(it -> it.getStoryBuilderList().forEach(StoryStep.Builder::clearPath));
        steps.add(it -> shortenLists(it, FEW, Set.of("story")));
        for (int longest = 1_024; longest >= 64; longest /= 2) {
            int each = longest;
            steps.add(it -> clip(it, each));
        }
        steps.add(it -> shortenLists(it, VERY_FEW, Set.of()));
        return steps;
    }

    private static Incident noted(Incident rest) {
        String note = "This is a shortened copy: all of it is too large for one message. See it with: sentinel explain "
                + rest.getId();
        return rest.toBuilder()
                .setSummary(clipped((note + "\n\n" + rest.getSummary()).strip(), LONGEST_SUMMARY))
                .build();
    }

    /** The lists of these names, or all, and what suffers; what goes is counted. */
    private static void shortenLists(Incident.Builder it, int kept, Set<String> names) {
        int gone = 0;
        for (FieldDescriptor field : List.copyOf(it.getAllFields().keySet())) {
            if (field.isRepeated() && (names.isEmpty() || names.contains(field.getName()))) {
                gone += shorten(
                        it,
                        field,
                        list -> TOLD_IN_TIME.contains(field.getName())
                                ? ends(list, kept)
                                : list.subList(0, Math.min(kept, list.size())));
            }
        }
        it.setOmittedCount(it.getOmittedCount() + gone);
        if (it.hasBlastRadius() && !names.contains("story")) {
            BlastRadius.Builder radius = it.getBlastRadiusBuilder();
            FieldDescriptor things = BlastRadius.getDescriptor().findFieldByNumber(BlastRadius.THINGS_FIELD_NUMBER);
            // The nearest come first.
            int farther = shorten(radius, things, list -> list.subList(0, Math.min(kept, list.size())));
            radius.setOmittedCount(radius.getOmittedCount() + farther);
        }
    }

    private static int shorten(Message.Builder of, FieldDescriptor field, UnaryOperator<List<?>> choose) {
        List<?> all = (List<?>) of.getField(field);
        List<?> chosen = List.copyOf(choose.apply(all));
        of.setField(field, chosen);
        return all.size() - chosen.size();
    }

    /** The oldest half and the newest, and causes wherever they are told. */
    private static List<?> ends(List<?> all, int kept) {
        int half = kept / 2;
        if (all.size() <= kept) {
            return all;
        }
        List<Object> ends = new ArrayList<>(all.subList(0, half));
        all.subList(half, all.size() - half).stream()
                .filter(each -> each instanceof StoryStep step && step.getRole() == StoryRole.STORY_ROLE_CAUSE)
                .limit(half)
                .forEach(ends::add);
        ends.addAll(all.subList(all.size() - half, all.size()));
        return ends;
    }

    /** Sentences, wherever they are: names are needed, and are never long. */
    private static void clip(Message.Builder message, int longest) {
        for (FieldDescriptor field : List.copyOf(message.getAllFields().keySet())) {
            if (TEXTS.contains(field.getName())) {
                message.setField(field, clipped((String) message.getField(field), longest));
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && field.isRepeated()) {
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                    clip(message.getRepeatedFieldBuilder(field, i), longest);
                }
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                clip(message.getFieldBuilder(field), longest);
            }
        }
    }

    private static String clipped(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 3)) + "...";
    }
}

package dev.sentinel.correlator.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.sentinel.proto.Contract;
import dev.sentinel.transport.bus.BrokerAddress;
import dev.sentinel.transport.bus.BusConfig;
import dev.sentinel.transport.bus.Layout;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.v1.AffectedThing;
import dev.sentinel.v1.BlastRadius;
import dev.sentinel.v1.Confidence;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.EvidenceRef;
import dev.sentinel.v1.FoldedNoise;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.PathHop;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.StoryRole;
import dev.sentinel.v1.StoryStep;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShortenedTest {

    private static final int MOST = Publication.MOST_BYTES;
    private static final String ID = "01920000-0000-7000-8000-%012x";
    private static final Map<String, Integer> LISTS = Map.ofEntries(
            Map.entry("story", 64),
            Map.entry("evidence", 256),
            Map.entry("evidence_against", 64),
            Map.entry("missing_evidence", 32),
            Map.entry("source_trust", 64),
            Map.entry("folded", 64),
            Map.entry("child_ids", 64),
            Map.entry("timeline", 512),
            Map.entry("things", 256),
            Map.entry("reasons_for", 32),
            Map.entry("reasons_against", 32));
    private static final Map<String, Integer> TEXTS = Map.ofEntries(
            Map.entry("summary", 16_384),
            Map.entry("title", 2_048),
            Map.entry("sentence", 2_048),
            Map.entry("note", 2_048),
            Map.entry("effect", 2_048),
            Map.entry("what", 2_048),
            Map.entry("why_missing", 2_048),
            Map.entry("how_to_learn", 2_048),
            Map.entry("blocked_by", 2_048),
            Map.entry("reason", 2_048),
            Map.entry("name", 253),
            Map.entry("namespace", 253),
            Map.entry("example_names", 253),
            Map.entry("child_ids", 253),
            Map.entry("kind", 128));

    @Test
    void what_fits_stays_as_it_is() {
        Incident incident = incident(3, 10).build();
        assertThat(Shortened.toFit(incident, MOST)).isSameAs(incident);
    }

    @Test
    void the_limit_is_that_of_the_bus() {
        var address = new BrokerAddress(
                List.of(new BrokerAddress.Endpoint("localhost", 1)), "/", "user", "password", Optional.empty());
        assertThat(BusConfig.of(address, "test", Layout.sentinel(new Partitions(1)))
                        .maxMessageBytes())
                .isEqualTo(MOST);
    }

    @Test
    void the_examples_go_first_and_nothing_else_when_that_is_enough() {
        Incident whole = incident(10, 100)
                .addAllFolded(Collections.nCopies(
                        64,
                        FoldedNoise.newBuilder()
                                .setKind("alert")
                                .setReason("follows")
                                .setCount(7)
                                .addAllExampleNames(Collections.nCopies(16, "x".repeat(250)))
                                .build()))
                .build();
        Incident copy = Shortened.toFit(whole, MOST);
        assertThat(copy.getSerializedSize()).isLessThanOrEqualTo(MOST);
        assertThat(copy.getFoldedList()).hasSize(64).allMatch(noise -> noise.getCount() == 7);
        assertThat(copy.getEvidenceList()).isEqualTo(whole.getEvidenceList());
        assertThat(copy.getSummary()).contains("shortened", "sentinel explain inc-1", "what happened");
    }

    @Test
    void the_oldest_and_newest_evidence_stays_and_the_rest_is_counted() {
        Incident whole = incident(64, 256)
                .setOmittedCount(5)
                .setBlastRadius(BlastRadius.newBuilder()
                        .setNodeCount(7)
                        .addAllThings(Collections.nCopies(
                                256,
                                AffectedThing.newBuilder()
                                        .setRef(thing(1))
                                        .setImpact(Severity.SEVERITY_ERROR)
                                        .setEffect("e".repeat(1_500))
                                        .build())))
                .build();
        Incident copy = Shortened.toFit(whole, MOST);
        assertThat(copy.getSerializedSize()).isLessThanOrEqualTo(MOST);
        assertThat(copy.getStoryList()).isEqualTo(whole.getStoryList());
        assertThat(copy.getEvidenceList())
                .startsWith(whole.getEvidence(0), whole.getEvidence(1))
                .endsWith(whole.getEvidence(254), whole.getEvidence(255));
        assertThat(copy.getOmittedCount()).isEqualTo(5 + 256 - copy.getEvidenceCount());
        assertThat(copy.getBlastRadius().getNodeCount()).isEqualTo(7);
        assertThat(copy.getBlastRadius().getOmittedCount())
                .isEqualTo(256 - copy.getBlastRadius().getThingsCount());
    }

    @Test
    void causes_stay_in_the_story_also_when_they_are_told_in_its_middle() {
        Incident.Builder whole = incident(64, 0);
        for (int i = 0; i < 64; i++) {
            whole.getStoryBuilder(i).setSentence(i + "s".repeat(500)).addAllPath(Collections.nCopies(16, hop()));
        }
        whole.getStoryBuilder(30).setRole(StoryRole.STORY_ROLE_CAUSE).setSentence("the cause");
        Incident copy = Shortened.toFit(whole.build(), 64 << 10);
        assertThat(copy.getSerializedSize()).isLessThanOrEqualTo(64 << 10);
        assertThat(copy.getStoryList()).extracting(StoryStep::getSentence).contains("the cause");
        assertThat(copy.getStory(0).getSentence()).startsWith("0sss");
        assertThat(copy.getStory(copy.getStoryCount() - 1).getSentence()).startsWith("63sss");
    }

    @Test
    void the_largest_incident_of_the_contract_fits_and_is_still_within_the_contract() {
        Incident.Builder largest = Incident.newBuilder();
        fill(largest);
        Incident whole = largest.setId("i".repeat(128)).build();
        assertThat(new Contract().problems(whole)).isEmpty();
        assertThat(whole.getSerializedSize()).isGreaterThan(4 << 20);
        Incident copy = Shortened.toFit(whole, MOST);
        assertThat(copy.getSerializedSize()).isLessThanOrEqualTo(MOST);
        assertThat(new Contract().problems(copy)).isEmpty();
        assertThat(copy.getSummary()).contains("sentinel explain " + whole.getId());
    }

    /** Every list as long and every text as large as the contract allows. */
    private static void fill(Message.Builder message) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isRepeated()) {
                int most = LISTS.getOrDefault(field.getName(), 16);
                IntStream.range(0, most).forEach(i -> message.addRepeatedField(field, value(message, field)));
            } else if (!field.getName().equals("traceparent")) {
                message.setField(field, value(message, field));
            }
        }
    }

    private static Object value(Message.Builder of, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT -> 1;
            case LONG -> 1L;
            case FLOAT -> 1f;
            case DOUBLE -> 1d;
            case BOOLEAN -> true;
            case STRING -> text(field.getName());
            case BYTE_STRING -> ByteString.EMPTY;
            case ENUM -> field.getEnumType().findValueByNumber(1);
            case MESSAGE -> {
                Message.Builder below = of.newBuilderForField(field);
                if (below instanceof Timestamp.Builder time) {
                    time.setSeconds(1_790_000_000);
                } else {
                    fill(below);
                }
                yield below.build();
            }
        };
    }

    private static String text(String name) {
        return switch (name) {
            case "event_id", "event_ids" -> String.format(Locale.ROOT, ID, 1);
            case "cluster" -> "lab";
            default -> "\uD83D\uDD25".repeat(TEXTS.getOrDefault(name, 64));
        };
    }

    private static Incident.Builder incident(int steps, int evidence) {
        return Incident.newBuilder()
                .setId("inc-1")
                .setCluster("lab")
                .setRevision(3)
                .setPattern("p")
                .setTitle("t")
                .setSummary("what happened")
                .setState(IncidentState.INCIDENT_STATE_OPEN)
                .setSeverity(Severity.SEVERITY_ERROR)
                .setPivot(thing(0))
                .setConfidence(Confidence.newBuilder().setScore(0.5))
                .addAllStory(IntStream.range(0, steps)
                        .mapToObj(i -> StoryStep.newBuilder()
                                .setRole(StoryRole.STORY_ROLE_SYMPTOM)
                                .setSentence("step " + i)
                                .setSubject(thing(i))
                                .build())
                        .toList())
                .addAllEvidence(IntStream.range(0, evidence)
                        .mapToObj(i -> EvidenceRef.newBuilder()
                                .setEventId(String.format(Locale.ROOT, ID, i))
                                .setKind("custom")
                                .setSubject(thing(i))
                                .setNote("n".repeat(300))
                                .setCount(1)
                                .build())
                        .toList());
    }

    private static Ref thing(int number) {
        return Ref.newBuilder().setKind("test.thing").setName("thing-" + number).build();
    }

    private static PathHop hop() {
        return PathHop.newBuilder()
                .setEdge(EdgeKind.EDGE_KIND_ON)
                .setTo(thing(1))
                .build();
    }
}

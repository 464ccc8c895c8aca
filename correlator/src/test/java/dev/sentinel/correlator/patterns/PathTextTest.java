package dev.sentinel.correlator.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.topology.Path;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.yaml.Parsed;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathTextTest {
    @Test
    void reads_arrows_both_ways_anything_and_the_link() {
        assertThat(path("longhorn.replica <-has- longhorn.volume! -attached_to-> *"))
                .isEqualTo(new Path(
                        "longhorn.replica",
                        List.of(
                                new Path.Hop(EdgeKind.EDGE_KIND_HAS, true, "longhorn.volume", true),
                                new Path.Hop(EdgeKind.EDGE_KIND_ATTACHED_TO, false, "*", false))));
        assertThat(path("kubernetes.node")).isEqualTo(new Path("kubernetes.node", List.of()));
    }

    @Test
    void reads_what_a_path_writes_of_itself() {
        var text = "prometheus.server -stored_on-> kubernetes.persistent_volume_claim! <-uses- kubernetes.pod";

        assertThat(path("  " + text.replace(" ", "   "))).hasToString(text);
    }

    @Test
    void knows_every_edge_of_the_schema() {
        for (var kind : EdgeKind.values()) {
            if (kind != EdgeKind.EDGE_KIND_UNSPECIFIED && kind != EdgeKind.UNRECOGNIZED) {
                var word = PathText.word(kind);
                assertThat(path("* -%s-> *".formatted(word)).hops().getFirst().edge())
                        .isEqualTo(kind);
            }
        }
    }

    @Test
    void says_what_is_wrong() {
        assertThat(fault("longhorn.replica -om-> longhorn.disk"))
                .isEqualTo("no edge is called \"om\"; did you mean \"on\"?");
        assertThat(fault("longhorn.replica -partof-> longhorn.disk"))
                .isEqualTo("no edge is called \"partof\"; did you mean \"part_of\"?");
        assertThat(fault("longhorn.replica -> longhorn.disk"))
                .isEqualTo("\"->\" is not an arrow; write -on-> to follow an edge, <-on- to go against it");
        assertThat(fault("longhorn.replica <-on-> longhorn.disk")).startsWith("\"<-on->\" is not an arrow");
        assertThat(fault("longhorn.replica -on->")).startsWith("\"longhorn.replica -on->\" is not a path");
        assertThat(fault("")).contains("is not a kind of thing");
        assertThat(fault("Node")).isEqualTo("\"Node\" is not a kind of thing; write one like longhorn.volume, or *");
        assertThat(fault("longhorn.volume! -has-> longhorn.replica"))
                .isEqualTo(
                        "a path begins at the subject, which takes no link mark (!); write \"link: [longhorn.volume]\" instead");
        assertThat(fault("* -has-> a.b! -on-> c.d!")).isEqualTo("a path has at most one link mark (!)");
        assertThat(fault("*" + " -on-> *".repeat(13))).isEqualTo("a path has at most 12 hops, this one has 13");
        assertThat(fault("*".repeat(2000))).isEqualTo("a path has at most 1024 characters");
    }

    private static Path path(String text) {
        return PathText.parse(text).found().orElseThrow(() -> new AssertionError(fault(text)));
    }

    private static String fault(String text) {
        return switch (PathText.parse(text)) {
            case Parsed.Good<Path> good -> "no fault: " + good;
            case Parsed.Wrong<Path> wrong -> wrong.why();
        };
    }
}

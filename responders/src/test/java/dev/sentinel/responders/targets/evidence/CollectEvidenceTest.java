package dev.sentinel.responders.targets.evidence;

import static dev.sentinel.responders.targets.Ground.KEY;
import static dev.sentinel.responders.targets.Ground.order;
import static dev.sentinel.responders.targets.Ground.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.targets.Ground;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CollectEvidenceTest {
    @TempDir
    private Path folder;

    private final Ground ground = Ground.open();

    @AfterEach
    void close() {
        ground.close();
    }

    private CollectEvidence collect(long largest) {
        return new CollectEvidence(
                ground.cluster,
                "longhorn-system",
                new CollectEvidence.Shelf(folder.resolve("bundles"), largest),
                Map.of(),
                ground.clock);
    }

    private Order about(CollectEvidence collect, Ref thing) {
        return order(collect, thing, Arguments.none().with("incident", "inc-1"));
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path bundle() {
        return folder.resolve("bundles")
                .resolve(names(folder.resolve("bundles")).getFirst());
    }

    @Test
    void a_volume_is_kept_with_its_copies_its_pod_and_what_was_said() throws IOException, NoAnswer {
        String volume = ground.runs("db");
        ground.change(
                Kinds.POD,
                "apps",
                "db-0",
                each -> Tree.set(
                        each,
                        Tree.list(Tree.of(
                                "name", "db", "env", Tree.list(Tree.of("name", "PASSWORD", "value", "hunter2")))),
                        "spec",
                        "containers"));
        CollectEvidence collect = collect(10 << 20);
        Order order = about(collect, ref("longhorn.volume", "", volume));
        assertThat(collect.observe(order).standing()).isEqualTo(Sight.Standing.OTHERWISE);

        Outcome.Done done = Ground.done(collect, order);

        List<String> names = names(bundle());
        assertThat(names)
                .anyMatch(each -> each.contains("volumes.longhorn.io"))
                .anyMatch(each -> each.contains("engines.longhorn.io"))
                .anyMatch(each -> each.contains("pods-apps-db-0.json"))
                .anyMatch(each -> each.contains("pods-apps-db-0-db.log"))
                .anyMatch(each -> each.contains("events-longhorn-system"))
                .anyMatch(each -> each.contains("about.json"));
        assertThat(names.stream().filter(each -> each.contains("replicas.longhorn.io")))
                .hasSize(3);
        for (String line : Files.readAllLines(bundle().resolve("SHA256SUMS"))) {
            String file = line.substring(66);
            assertThat(HexFormat.of().formatHex(Bundle.sha256().digest(Files.readAllBytes(bundle().resolve(file)))))
                    .isEqualTo(line.substring(0, 64));
            assertThat(Files.readString(bundle().resolve(file))).doesNotContain("hunter2");
        }
        assertThat(Files.readAllLines(bundle().resolve("SHA256SUMS"))).hasSize(names.size() - 1);
        assertThat(done.observation()).contains(bundle().getFileName().toString());
        assertThat(collect.observe(order).target().getFactsOrThrow("bundle"))
                .isEqualTo(bundle().getFileName().toString());
    }

    @Test
    void the_same_operation_keeps_one_bundle_and_one_of_the_last_minutes_is_enough() throws NoAnswer {
        CollectEvidence collect = collect(1 << 20);
        Order order = about(collect, ref("kubernetes.node", "", "agent-1"));
        Ground.done(collect, order);

        assertThat(collect.execute(order, KEY)).isInstanceOf(Outcome.AlreadyDone.class);
        assertThat(collect.observe(order).standing()).isEqualTo(Sight.Standing.AS_ORDERED);
        ground.passes(Duration.ofMinutes(20));
        assertThat(collect.observe(order).standing()).isEqualTo(Sight.Standing.OTHERWISE);
        assertThat(collect.execute(order, new OperationKey("another", 1))).isInstanceOf(Outcome.Done.class);
        assertThat(names(folder.resolve("bundles"))).hasSize(2);
    }

    @Test
    void what_cannot_be_read_is_named_and_the_rest_is_kept() throws IOException {
        ground.api.trouble().forbid(Kinds.LH_REPLICA);
        CollectEvidence collect = collect(1 << 20);

        Ground.done(collect, about(collect, ref("kubernetes.node", "", "agent-1")));

        String about = names(bundle()).stream()
                .filter(each -> each.contains("about.json"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readString(bundle().resolve(about))).contains("forbids to list replicas.longhorn.io");
        assertThat(names(bundle())).anyMatch(each -> each.contains("nodes-agent-1"));
    }

    @Test
    void no_more_than_the_limit_is_kept() {
        ground.runs("db");
        CollectEvidence collect = collect(2000);

        Ground.done(collect, about(collect, ref("kubernetes.pod", "apps", "db-0")));

        long size = names(bundle()).stream()
                .filter(each -> !each.equals("SHA256SUMS"))
                .mapToLong(each -> bundle().resolve(each).toFile().length())
                .sum();
        assertThat(size).isEqualTo(2000);
    }

    @Test
    void what_was_left_half_way_is_begun_anew() throws IOException {
        Path shelf = Files.createDirectories(folder.resolve("half"));
        Bundle half = Bundle.begin(shelf, "b", 100);
        assertThat(half.add("a.json", "{}")).isTrue();

        Bundle whole = Bundle.begin(shelf, "b", 100);
        assertThat(whole.add("a.json", "[]")).isTrue();
        whole.end(shelf.resolve("b"));

        assertThat(Files.readString(shelf.resolve("b").resolve("001-a.json"))).isEqualTo("[]");
        assertThat(names(shelf)).containsExactly("b");
    }

    @Test
    void a_name_from_the_world_is_never_a_path() {
        assertThat(Bundle.safe("../../etc/passwd")).isEqualTo("etc.passwd");
        assertThat(Bundle.safe("a\u0000b/\\c")).isEqualTo("a.b.c");
        assertThat(Bundle.safe("..")).isEmpty();
        assertThat(Bundle.safe("x".repeat(500))).hasSize(120);
    }
}

package dev.sentinel.lab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Disks;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Logs;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client that the collectors use, against the simulated API. */
class KubernetesApiTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ResourceDefinitionContext LONGHORN_NODES = new ResourceDefinitionContext.Builder()
            .withGroup("longhorn.io")
            .withVersion("v1beta2")
            .withKind("Node")
            .withPlural("nodes")
            .withNamespaced(true)
            .build();

    private final World world = new World(7, Instant.parse("2026-01-01T00:00:00Z"), Disks.none());
    private final Stage stage = new Stage(world);
    private ApiServer server;
    private KubernetesClient client;

    @BeforeEach
    void open() throws IOException {
        server = ApiServer.open(stage, 0);
        client = client("");
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void lists_what_the_world_has_by_namespace_label_and_field() {
        pod("a", "one", "web", "node-1");
        pod("a", "two", "db", "node-2");
        pod("b", "three", "web", "node-1");

        assertThat(names(client.pods().inNamespace("a").list().getItems())).containsExactly("one", "two");
        assertThat(names(client.pods()
                        .inAnyNamespace()
                        .withLabel("app", "web")
                        .list()
                        .getItems()))
                .containsExactly("one", "three");
        assertThat(names(client.pods()
                        .inAnyNamespace()
                        .withField("spec.nodeName", "node-2")
                        .list()
                        .getItems()))
                .containsExactly("two");
        assertThat(names(client.pods()
                        .inAnyNamespace()
                        .withLabelIn("app", "db", "cache")
                        .list()
                        .getItems()))
                .containsExactly("two");
        assertThat(names(client.pods()
                        .inAnyNamespace()
                        .withoutLabel("app", "web")
                        .list()
                        .getItems()))
                .containsExactly("two");
    }

    @Test
    void lists_in_pages() {
        pod("a", "one", "web", "n");
        pod("a", "two", "web", "n");
        pod("a", "three", "web", "n");

        var first = client.pods()
                .inNamespace("a")
                .list(new ListOptionsBuilder().withLimit(2L).build());
        var second = client.pods()
                .inNamespace("a")
                .list(new ListOptionsBuilder()
                        .withLimit(2L)
                        .withContinue(first.getMetadata().getContinue())
                        .build());

        assertThat(names(first.getItems())).containsExactly("one", "three");
        assertThat(names(second.getItems())).containsExactly("two");
        assertThat(second.getMetadata().getContinue()).isNull();
    }

    @Test
    void a_watch_sees_each_change() {
        List<String> seen = new CopyOnWriteArrayList<>();
        pod("a", "old", "web", "n");
        try (var watch = client.pods().inNamespace("a").watch(telling(seen))) {
            assertThat(watch).isNotNull();
            await().atMost(LIMIT).until(() -> seen.contains("ADDED old"));
            pod("a", "new", "web", "n");
            stage.play(
                    each -> each.store().change(key("a", "new"), pod -> Tree.set(pod, "Running", "status", "phase")));
            stage.play(each -> each.delete(key("a", "new"), 0));

            await().atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(seen).containsExactly("ADDED old", "ADDED new", "MODIFIED new", "DELETED new"));
        }
    }

    @Test
    void a_watch_by_label_sees_an_object_come_and_go_as_its_label_changes() {
        List<String> seen = new CopyOnWriteArrayList<>();
        pod("a", "one", "web", "n");
        try (var watch = client.pods().inNamespace("a").withLabel("app", "db").watch(telling(seen))) {
            assertThat(watch).isNotNull();
            await().atMost(LIMIT)
                    .until(() ->
                            client.pods().inNamespace("a").list().getItems().size() == 1);
            relabel("one", "db");
            relabel("one", "web");

            await().atMost(LIMIT).untilAsserted(() -> assertThat(seen).containsExactly("ADDED one", "DELETED one"));
        }
    }

    @Test
    void an_informer_goes_on_after_its_watch_broke_and_its_version_was_forgotten() {
        pod("a", "one", "web", "n");
        try (var informer = client.pods().inNamespace("a").inform()) {
            await().atMost(LIMIT).until(() -> informer.getStore().list().size() == 1);
            stage.play(each -> {
                pod("a", "two", "web", "n");
                each.store().forget();
            });
            server.trouble().dropWatches();
            pod("a", "three", "web", "n");

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(names(informer.getStore().list()))
                            .containsExactlyInAnyOrder("one", "two", "three"));
        }
    }

    @Test
    void a_watch_from_a_forgotten_version_is_gone() {
        pod("a", "one", "web", "n");
        String version = Long.toString(world.store().version());
        pod("a", "two", "web", "n");
        stage.play(each -> each.store().forget());
        List<String> seen = new CopyOnWriteArrayList<>();

        try (var watch = client.pods()
                .inNamespace("a")
                .watch(new ListOptionsBuilder().withResourceVersion(version).build(), telling(seen))) {
            assertThat(watch).isNotNull();
            await().atMost(LIMIT).until(() -> seen.contains("GONE"));
        }
    }

    @Test
    void a_merge_patch_on_a_longhorn_node_changes_that_field_only_and_says_who_did_it() {
        longhornNode("agent-1");

        GenericKubernetesResource patched = client.genericKubernetesResources(LONGHORN_NODES)
                .inNamespace("longhorn-system")
                .withName("agent-1")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("sentinel")
                                .build(),
                        "{\"spec\":{\"allowScheduling\":false}}");

        assertThat(patched.<Boolean>get("spec", "allowScheduling")).isFalse();
        assertThat(patched.<String>get("spec", "name")).isEqualTo("agent-1");
        assertThat(patched.getMetadata().getGeneration()).isEqualTo(2);
        assertThat(patched.getMetadata().getManagedFields())
                .extracting(field -> field.getManager() + " " + field.getOperation())
                .containsExactly("sentinel Update");
    }

    @Test
    void a_json_patch_happens_as_a_whole_or_not_at_all() {
        longhornNode("agent-1");
        var node = client.genericKubernetesResources(LONGHORN_NODES)
                .inNamespace("longhorn-system")
                .withName("agent-1");

        assertThatThrownBy(() -> node.patch(
                        PatchContext.of(PatchType.JSON),
                        "[{\"op\":\"replace\",\"path\":\"/spec/allowScheduling\",\"value\":false},"
                                + "{\"op\":\"test\",\"path\":\"/spec/name\",\"value\":\"other\"}]"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(422));
        assertThat(node.get().<Boolean>get("spec", "allowScheduling")).isTrue();
    }

    @Test
    void custom_resources_know_no_strategic_merge() {
        longhornNode("agent-1");

        assertThatThrownBy(() -> client.genericKubernetesResources(LONGHORN_NODES)
                        .inNamespace("longhorn-system")
                        .withName("agent-1")
                        .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"spec\":{\"allowScheduling\":false}}"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(415));
    }

    @Test
    void a_strategic_merge_finds_containers_by_name() {
        pod("a", "one", "web", "n");

        Pod patched = client.pods()
                .inNamespace("a")
                .withName("one")
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        "{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"new\"}]}}");

        assertThat(patched.getSpec().getContainers())
                .singleElement()
                .satisfies(each -> assertThat(each.getImage()).isEqualTo("new"));
    }

    @Test
    void a_write_to_an_old_version_conflicts() {
        create(Kinds.NAMESPACE, Tree.of("metadata", Tree.of("name", "a")));
        ConfigMap made =
                client.configMaps().inNamespace("a").resource(config("1")).create();
        client.configMaps().inNamespace("a").resource(config("2")).update();

        assertThatThrownBy(() -> client.configMaps()
                        .inNamespace("a")
                        .resource(new ConfigMapBuilder(made)
                                .withData(Map.of("value", "3"))
                                .build())
                        .lockResourceVersion(made.getMetadata().getResourceVersion())
                        .update())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(409));
    }

    @Test
    void the_status_is_written_apart() {
        pod("a", "one", "web", "n");
        var pod = client.pods().inNamespace("a").withName("one");

        pod.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"phase\":\"Failed\"}}");
        assertThat(pod.get().getStatus()).isNull();

        pod.subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"phase\":\"Failed\"}}");
        assertThat(pod.get().getStatus().getPhase()).isEqualTo("Failed");
    }

    @Test
    void a_dry_run_answers_and_changes_nothing() {
        longhornNode("agent-1");
        long version = world.store().version();
        var node = client.genericKubernetesResources(LONGHORN_NODES)
                .inNamespace("longhorn-system")
                .withName("agent-1");

        var answer = node.patch(
                new PatchContext.Builder()
                        .withPatchType(PatchType.JSON_MERGE)
                        .withDryRun(List.of("All"))
                        .build(),
                "{\"spec\":{\"allowScheduling\":false}}");

        assertThat(answer.<Boolean>get("spec", "allowScheduling")).isFalse();
        assertThat(world.store().version()).isEqualTo(version);
    }

    @Test
    void scaling_a_stateful_set_goes_through_its_subresource() {
        create(
                Kinds.STATEFUL_SET,
                Tree.of(
                        "metadata", Tree.of("name", "db", "namespace", "a"),
                        "spec", Tree.of("replicas", 2, "serviceName", "db")));

        client.apps().statefulSets().inNamespace("a").withName("db").scale(0);

        assertThat(client.apps()
                        .statefulSets()
                        .inNamespace("a")
                        .withName("db")
                        .get()
                        .getSpec()
                        .getReplicas())
                .isZero();
    }

    @Test
    void an_eviction_marks_the_pod_unless_a_budget_forbids_it() {
        pod("a", "one", "web", "n");
        pod("a", "two", "db", "n");
        create(
                Kinds.DISRUPTION_BUDGET,
                Tree.of(
                        "metadata", Tree.of("name", "db", "namespace", "a"),
                        "spec", Tree.of("selector", Tree.of("matchLabels", Tree.of("app", "db"))),
                        "status", Tree.of("disruptionsAllowed", 0)));

        assertThat(client.pods().inNamespace("a").withName("one").evict()).isTrue();
        assertThat(client.pods().inNamespace("a").withName("two").evict()).isFalse();
        assertThat(client.pods()
                        .inNamespace("a")
                        .withName("one")
                        .get()
                        .getMetadata()
                        .getDeletionTimestamp())
                .isEqualTo("2026-01-01T00:00:30Z");
    }

    @Test
    void logs_are_read_from_a_time_with_times_and_followed() {
        pod("a", "one", "web", "n");
        var source = new Logs.Source("a", "one", "main");
        stage.play(each -> each.logs().print(source, "early"));
        stage.advance(Instant.parse("2026-01-01T00:01:00Z"));
        stage.play(each -> each.logs().print(source, "late"));
        var logs = client.pods().inNamespace("a").withName("one");

        assertThat(logs.getLog()).isEqualTo("early\nlate\n");
        assertThat(logs.tailingLines(1).getLog()).isEqualTo("late\n");
        assertThat(logs.usingTimestamps().sinceTime("2026-01-01T00:00:30Z").getLog())
                .isEqualTo("2026-01-01T00:01:00.000000000Z late\n");

        ByteArrayOutputStream followed = new ByteArrayOutputStream();
        try (var watch = logs.tailingLines(1).watchLog(followed)) {
            assertThat(watch).isNotNull();
            await().atMost(LIMIT)
                    .until(() -> followed.toString(StandardCharsets.UTF_8).contains("late"));
            stage.play(each -> each.logs().print(source, "later"));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(followed.toString(StandardCharsets.UTF_8))
                            .isEqualTo("late\nlater\n"));
        }
    }

    @Test
    void trouble_is_answered_as_ordered() {
        server.trouble().refuse(Kinds.POD, Refused.Reason.EXPIRED, 1);
        assertThatThrownBy(() -> client.pods().inNamespace("a").list())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(410));
        assertThat(client.pods().inNamespace("a").list().getItems()).isEmpty();

        server.trouble().forbid(Kinds.LH_NODE);
        assertThatThrownBy(() -> client.genericKubernetesResources(LONGHORN_NODES)
                        .inAnyNamespace()
                        .list())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(403));
        assertThat(client.nodes().list().getItems()).isEmpty();
    }

    @Test
    void an_access_review_says_what_is_forbidden() {
        server.trouble().forbid(Kinds.LH_NODE);

        assertThat(allowed("longhorn.io", "nodes")).isFalse();
        assertThat(allowed("", "nodes")).isTrue();
    }

    private boolean allowed(String group, String resource) {
        return client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withGroup(group)
                        .withResource(resource)
                        .withVerb("list")
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed();
    }

    @Test
    void whoever_brings_the_wrong_token_is_turned_away() throws IOException {
        try (ApiServer locked = ApiServer.open(stage, 0, "right");
                KubernetesClient stranger = client(locked, "wrong");
                KubernetesClient friend = client(locked, "right")) {
            assertThatThrownBy(() -> stranger.pods().inNamespace("a").list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            e -> assertThat(e.getCode()).isEqualTo(401));
            assertThat(friend.pods().inNamespace("a").list().getItems()).isEmpty();
        }
    }

    private KubernetesClient client(String token) {
        return client(server, token);
    }

    private static KubernetesClient client(ApiServer server, String token) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(server.uri().toString())
                .withOauthToken(token)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(50)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private void pod(String namespace, String name, String app, String node) {
        create(
                Kinds.POD,
                Tree.of(
                        "metadata",
                        Tree.of("name", name, "namespace", namespace, "labels", Tree.of("app", app)),
                        "spec",
                        Tree.of("nodeName", node, "containers", Tree.list(Tree.of("name", "main", "image", "old")))));
    }

    private void longhornNode(String name) {
        create(
                Kinds.LH_NODE,
                Tree.of(
                        "metadata", Tree.of("name", name, "namespace", "longhorn-system"),
                        "spec", Tree.of("name", name, "allowScheduling", true)));
    }

    private void relabel(String pod, String app) {
        stage.play(each ->
                each.store().change(key("a", pod), object -> Tree.set(object, app, "metadata", "labels", "app")));
    }

    private void create(Kind kind, ObjectNode object) {
        stage.play(each -> {
            var unused = each.store().create(kind, object);
        });
    }

    private static Key key(String namespace, String name) {
        return new Key(Kinds.POD, namespace, name);
    }

    private static ConfigMap config(String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("config")
                .withNamespace("a")
                .endMetadata()
                .addToData("value", value)
                .build();
    }

    private static List<String> names(List<Pod> pods) {
        return pods.stream().map(each -> each.getMetadata().getName()).toList();
    }

    private static Watcher<Pod> telling(List<String> seen) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                if (action != Action.BOOKMARK) {
                    seen.add(action + " " + pod.getMetadata().getName());
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                seen.add(cause.isHttpGone() ? "GONE" : "CLOSED");
            }
        };
    }
}

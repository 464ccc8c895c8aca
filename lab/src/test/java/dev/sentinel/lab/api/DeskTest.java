package dev.sentinel.lab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API answers, without a wire. */
class DeskTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String PODS = "/api/v1/namespaces/a/pods";

    private final World world = new World(7, BEGIN, Disks.none());
    private final Desk desk = new Desk(new Stage(world), new Trouble());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /api/v1/namespaces/a/pods/one | {\"dryRun\":[\"All\"]}",
                "DELETE | /api/v1/namespaces/a/pods/one?dryRun=All | {}",
                "DELETE | /api/v1/namespaces/a/pods | {\"dryRun\":[\"All\"]}",
                "POST | /api/v1/namespaces/a/pods/one/eviction | {\"deleteOptions\":{\"dryRun\":[\"All\"]}}",
            })
    void a_deletion_on_trial_deletes_nothing(String method, String path, String body) {
        pod();
        long version = world.store().version();

        var unused = answer(method, path, "", body);

        assertThat(world.store().version()).isEqualTo(version);
    }

    @Test
    void a_deletion_in_earnest_deletes() {
        pod();

        var unused = answer("DELETE", PODS + "/one", "", "{\"gracePeriodSeconds\":0}");

        assertThat(world.store().find(new Key(Kinds.POD, "a", "one"))).isEmpty();
    }

    @Test
    void a_row_carries_as_much_of_its_object_as_was_asked_for() {
        pod();

        assertThat(table(PODS).at("/rows/0/object/kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(table(PODS + "?includeObject=Metadata")
                        .at("/rows/0/object/spec")
                        .isMissingNode())
                .isTrue();
        assertThat(table(PODS + "?includeObject=Object").at("/rows/0/object"))
                .isEqualTo(answer("GET", PODS + "/one", "", ""));
        assertThat(table(PODS + "?includeObject=None").at("/rows/0/object").isMissingNode())
                .isTrue();
        assertThatThrownBy(() -> table(PODS + "?includeObject=All")).hasMessageContaining("None, Metadata or Object");
    }

    @Test
    void restarts_are_one_number_and_the_last_sight_of_an_event_an_age() {
        create(
                Kinds.POD,
                Tree.of(
                        "metadata",
                        Tree.of("name", "two", "namespace", "a"),
                        "status",
                        Tree.of(
                                "containerStatuses",
                                Tree.list(Tree.of("restartCount", 2), Tree.of("restartCount", 3)))));
        create(
                Kinds.EVENT,
                Tree.of(
                        "metadata",
                        Tree.of("name", "seen", "namespace", "a"),
                        "lastTimestamp",
                        BEGIN.minusSeconds(190)));

        assertThat(cells(PODS)).contains("5");
        assertThat(cells("/api/v1/namespaces/a/events")).contains("3m10s");
    }

    @ParameterizedTest
    @CsvSource({
        "-5,0s",
        "119,119s",
        "120,2m",
        "599,9m59s",
        "600,10m",
        "10799,179m",
        "10800,3h",
        "28799,7h59m",
        "28800,8h",
        "172799,47h",
        "172800,2d",
        "691199,7d23h",
        "691200,8d",
        "63071999,729d",
        "63072000,2y"
    })
    void an_age_is_told_as_kubectl_tells_it(long seconds, String told) {
        assertThat(Age.of(BEGIN.minusSeconds(seconds), BEGIN)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PATCH | /apis/longhorn.io/v1beta2/namespaces/a/nodes/n | {'spec':{'allowScheduling':'maybe'}} | spec.allowScheduling",
                "PATCH | /apis/longhorn.io/v1beta2/namespaces/a/nodes/n | {'spec':{'disks':{'d':{'tags':'ssd'}}}} | spec.disks.d.tags",
                "PATCH | /apis/longhorn.io/v1beta2/namespaces/a/nodes/n | {'spec':{'disks':{'d':{'storageReserved':'1Gi'}}}} | spec.disks.d.storageReserved",
                "PATCH | /apis/apps/v1/namespaces/a/statefulsets/db | {'spec':{'replicas':'two'}} | spec.replicas",
                "PATCH | /apis/apps/v1/namespaces/a/statefulsets/db | {'spec':{'replicas':1.5}} | spec.replicas",
                "PATCH | /apis/apps/v1/namespaces/a/statefulsets/db | {'spec':{'replicas':2147483648}} | spec.replicas",
                "PATCH | /apis/apps/v1/namespaces/a/statefulsets/db | {'spec':{'replicas':-1}} | spec.replicas",
                "PATCH | /apis/apps/v1/namespaces/a/statefulsets/db/scale | {'spec':{'replicas':-1}} | spec.replicas",
                "POST | /apis/apps/v1/namespaces/a/statefulsets | {'metadata':{'name':'x'},'spec':{'replicas':'two'}} | spec.replicas",
                "POST | /api/v1/namespaces/a/pods | {'metadata':{'name':'bad name'}} | metadata.name",
                "POST | /api/v1/namespaces/a/pods | {'metadata':{'generateName':'Bad-'}} | metadata.name",
                "POST | /api/v1/namespaces/a/pods | {'metadata':{}} | metadata.name",
                "POST | /api/v1/namespaces | {'metadata':{'name':'a.b'}} | metadata.name",
            })
    void what_no_schema_allows_is_invalid_and_its_field_named(String method, String path, String body, String field) {
        someObjects();
        long version = world.store().version();

        assertThatThrownBy(() -> answer(method, path, "", body.replace('\'', '"')))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    JsonNode status = Answer.status(refused);
                    assertThat(status.path("code").asInt()).isEqualTo(422);
                    assertThat(status.at("/details/causes/0/field").asText()).isEqualTo(field);
                });
        assertThat(world.store().version()).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PATCH | /apis/longhorn.io/v1beta2/namespaces/a/nodes/n | {'spec':{'allowScheduling':false,'evictionRequested':true}}",
                "PATCH | /apis/longhorn.io/v1beta2/namespaces/a/nodes/n | {'spec':{'allowScheduling':null}}",
                "PATCH | /apis/apps/v1/namespaces/a/statefulsets/db | {'spec':{'replicas':0}}",
                "PATCH | /apis/apps/v1/namespaces/a/statefulsets/db | {'spec':{'template':{'limits':{'cpu':'500m'}}}}",
                "POST | /api/v1/namespaces/a/pods | {'metadata':{'name':'a.b-1'}}",
            })
    void what_a_schema_allows_is_written(String method, String path, String body) {
        someObjects();
        long version = world.store().version();

        var unused = answer(method, path, "", body.replace('\'', '"'));

        assertThat(world.store().version()).isGreaterThan(version);
    }

    @Test
    void nothing_is_created_in_a_namespace_that_is_not_there() {
        assertThatThrownBy(() -> answer("POST", PODS, "", "{\"metadata\":{\"name\":\"one\"}}"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refused.Reason.NOT_FOUND))
                .hasMessage("namespaces \"a\" not found");
    }

    @Test
    void what_kubernetes_has_itself_is_discovered_before_what_others_brought() {
        assertThat(Tree.items(answer("GET", "/apis", "", ""), "groups").map(each -> Tree.text(each, "name")))
                .containsSubsequence("apps", "storage.k8s.io", "argoproj.io", "longhorn.io");
    }

    @Test
    void a_container_that_never_ended_has_no_previous_log() {
        pod();

        assertThatThrownBy(() -> log(PODS + "/one/log?previous=true"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refused.Reason.BAD_REQUEST))
                .hasMessage("previous terminated container \"main\" in pod \"one\" not found");
    }

    @Test
    void the_previous_log_is_that_of_the_run_that_ended() throws Exception {
        pod();
        says("first", 0);
        says("second", 10);
        says("third", 20);
        ObjectNode ended = Tree.of("startedAt", BEGIN.plusSeconds(5), "finishedAt", BEGIN.plusSeconds(15));
        world.store()
                .change(
                        new Key(Kinds.POD, "a", "one"),
                        pod -> Tree.set(
                                pod,
                                Tree.list(Tree.of("name", "main", "lastState", Tree.of("terminated", ended))),
                                "status",
                                "containerStatuses"));

        assertThat(log(PODS + "/one/log?previous=true&follow=true")).isEqualTo("second\n");
        assertThat(log(PODS + "/one/log")).isEqualTo("first\nsecond\nthird\n");
    }

    private void says(String text, int second) {
        world.advance(BEGIN.plusSeconds(second));
        world.logs().print(new Logs.Source("a", "one", "main"), text);
    }

    private String log(String path) throws IOException, InterruptedException {
        Call call = Call.of("GET", URI.create(path), any -> Optional.empty(), "");
        if (desk.answer(call) instanceof Answer.Flow flow) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            flow.flowing().to(out);
            return out.toString(StandardCharsets.UTF_8);
        }
        throw new AssertionError(path + " is answered at once");
    }

    @Test
    void an_invalid_object_is_named_apart_from_why_so_that_clients_say_it_once() {
        JsonNode status = Answer.status(new Refused.Invalid(Kinds.STATEFUL_SET, "db", "spec.replicas", "too few"));

        assertThat(status.path("message").asText())
                .isEqualTo("StatefulSet.apps \"db\" is invalid: spec.replicas: too few");
        assertThat(status.path("details"))
                .isEqualTo(Json.read("{\"name\":\"db\",\"group\":\"apps\",\"kind\":\"StatefulSet\",\"causes\":"
                        + "[{\"reason\":\"FieldValueInvalid\",\"message\":\"too few\",\"field\":\"spec.replicas\"}]}"));
    }

    private void someObjects() {
        create(Kinds.NAMESPACE, Tree.of("metadata", Tree.of("name", "a")));
        create(
                Kinds.LH_NODE,
                Tree.of(
                        "metadata",
                        Tree.of("name", "n", "namespace", "a"),
                        "spec",
                        Tree.of(
                                "allowScheduling",
                                true,
                                "disks",
                                Tree.of("d", Tree.of("tags", Tree.list(), "storageReserved", 0)))));
        create(
                Kinds.STATEFUL_SET,
                Tree.of(
                        "metadata",
                        Tree.of("name", "db", "namespace", "a"),
                        "spec",
                        Tree.of("replicas", 1, "template", Tree.of("limits", Tree.of("cpu", 1)))));
    }

    private List<String> cells(String path) {
        return Tree.items(table(path), "rows")
                .flatMap(row -> Tree.items(row, "cells"))
                .map(JsonNode::asText)
                .toList();
    }

    private JsonNode table(String path) {
        return answer("GET", path, "application/json;as=Table;v=v1;g=meta.k8s.io,application/json", "");
    }

    private void pod() {
        create(
                Kinds.POD,
                Tree.of(
                        "metadata",
                        Tree.of("name", "one", "namespace", "a"),
                        "spec",
                        Tree.of("nodeName", "n", "containers", Tree.list(Tree.of("name", "main")))));
    }

    private void create(Kind kind, ObjectNode object) {
        var unused = world.store().create(kind, object);
    }

    private JsonNode answer(String method, String path, String accept, String body) {
        Map<String, String> headers = Map.of(
                "Accept",
                accept,
                "Content-Type",
                method.equals("PATCH") ? "application/merge-patch+json" : "application/json");
        Call call = Call.of(method, URI.create(path), name -> Optional.ofNullable(headers.get(name)), body);
        if (desk.answer(call) instanceof Answer.Body finished) {
            return Json.read(finished.text());
        }
        throw new AssertionError(path + " is answered bit by bit");
    }
}

package dev.sentinel.responders.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sentinel.harness.ChildJvm;
import dev.sentinel.harness.Shared;
import dev.sentinel.responders.books.PlanListener;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.StepState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that are killed in the middle of a step, and the other one that takes over. No broker runs at all. */
final class KillTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path folder = Path.of("");

    private ChildJvm responder(String holder, List<String> store, String stopsAt) {
        return ChildJvm.start(
                ResponderProcess.class.getName(),
                Stream.of(List.of(holder), store, List.of(folder.toString(), stopsAt))
                        .flatMap(List::stream)
                        .toList(),
                Map.of());
    }

    private static Plan ended(Store store) {
        List<Plan> plans =
                store.read(sql -> Plans.list(sql, new Plans.Filter("", "", List.of(), false), Plans.Mark.NEWEST, 10));
        return plans.stream()
                .filter(plan -> Plans.ENDS.contains(plan.getState()))
                .findFirst()
                .orElse(Plan.getDefaultInstance());
    }

    private static void deliver(Store store) {
        store.writeNow(sql -> {
            Responder.incidents().apply(sql, List.of(Stage.incident("inc-1", 1, "agent-4", "two-switches")));
            return 0;
        });
    }

    private void killedWhenStopped(ChildJvm child) {
        await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("stopped")));
        child.kill();
    }

    private List<String> deeds() throws IOException {
        return Files.exists(folder.resolve(ResponderProcess.DEEDS))
                ? Files.readAllLines(folder.resolve(ResponderProcess.DEEDS))
                : List.of();
    }

    @Test
    void the_other_one_on_the_same_database_finds_the_act_done_and_goes_on() throws IOException {
        var database = Shared.postgres().freshDatabase();
        List<String> place = List.of(database.jdbcUrl(), database.user(), database.password());
        try (Store store = Store.open(
                        new StoreConfig.Postgres(place.get(0), place.get(1), place.get(2)), Clock.systemUTC());
                ChildJvm first = responder("first", place, "after")) {
            deliver(store);
            killedWhenStopped(first);
            try (ChildJvm second = responder("second", place, "never")) {
                await().atMost(LIMIT).until(() -> ended(store).getState() == PlanState.PLAN_STATE_SUCCEEDED);
                assertThat(second.isAlive()).isTrue();
            }
            assertThat(deeds()).containsExactly(Lab.OFF + " agent-4", Lab.CORDON + " agent-4");
            assertThatThrownBy(() -> store.writeNow(sql -> sql.update("delete from audit_entry where number = 1")))
                    .isInstanceOf(StoreFault.class);
            assertThatThrownBy(() -> store.writeNow(sql -> sql.update("update audit_entry set act = 'x'")))
                    .isInstanceOf(StoreFault.class);
            var answers = Responses.of(
                    store,
                    ResponderProcess.settings("second", folder),
                    new World(new Lab(Clock.systemUTC()).catalog(), Map.of(), Guards.shipped()),
                    () -> Stage.rules(new Lab(Clock.systemUTC()), Stage.AUTO, Stage.TWO_STEPS),
                    PlanListener.nobody());
            assertThat(answers.queries().verify().getProblem()).isEmpty();
        }
    }

    @Test
    void an_act_that_was_begun_and_is_not_there_is_reported_unknown_and_not_begun_again() throws IOException {
        List<String> place = List.of(folder.resolve("sentinel.db").toString(), "", "");
        try (ChildJvm first = responder("one", place, "before")) {
            try (Store store = Store.open(new StoreConfig.Sqlite(Path.of(place.getFirst())), Clock.systemUTC())) {
                deliver(store);
            }
            killedWhenStopped(first);
        }
        try (ChildJvm again = responder("one", place, "never");
                Store store = Store.open(new StoreConfig.Sqlite(Path.of(place.getFirst())), Clock.systemUTC())) {
            await().atMost(LIMIT).until(() -> ended(store).getState() == PlanState.PLAN_STATE_UNKNOWN);
            assertThat(ended(store).getProgress(0).getState()).isEqualTo(StepState.STEP_STATE_UNKNOWN);
            assertThat(again.isAlive()).isTrue();
            assertThat(deeds()).isEmpty();
        }
    }
}

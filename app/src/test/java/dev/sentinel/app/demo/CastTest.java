package dev.sentinel.app.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.app.config.HostPort;
import dev.sentinel.harness.FreePort;
import dev.sentinel.lab.scenario.Deed;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people cannot even try is said as such, and is no answer of the program. */
final class CastTest {
    @TempDir
    Path folder;

    private Store store;
    private Cast cast;

    @BeforeEach
    void nobody_listens_and_nothing_is_planned() {
        store = Store.open(new StoreConfig.Sqlite(folder.resolve("sentinel.db")), Clock.systemUTC());
        var doors =
                new Cast.Doors("lab", new HostPort("127.0.0.1", FreePort.find()), Map.of("ada", "t"), Optional.empty());
        cast = new Cast(doors, new Chronicle(store), Curtain.open());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_plan_that_is_not_there_can_be_neither_approved_nor_taken_back() {
        refused(new Deed.Answers("ada", true, "freeze-writer", false, "approves"), "there is no plan freeze-writer");
        refused(new Deed.TakesBack("ada", "freeze-writer", "takes back"), "there is no plan freeze-writer");
        refused(new Deed.Forges("ada", "freeze-writer", "forges"), "there is no plan freeze-writer");
    }

    @Test
    void who_pressed_nothing_cannot_press_again() {
        refused(new Deed.PressesAgain("ada", "presses again"), "ada pressed nothing yet");
    }

    /** Otherwise a program that is down would look like one that turns people away. */
    @Test
    void a_program_that_does_not_answer_has_refused_nobody() {
        assertThatThrownBy(() -> cast.does(new Deed.WantsQuarantine("ada", "agent-1", "wants")))
                .isInstanceOf(Refused.class);
    }

    private void refused(Deed.OfPeople deed, String why) {
        assertThatThrownBy(() -> {
                    String unused = cast.does(deed);
                })
                .isInstanceOf(Refused.class)
                .hasMessageContaining(why);
    }
}

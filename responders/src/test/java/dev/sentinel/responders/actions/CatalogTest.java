package dev.sentinel.responders.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CatalogTest {
    @Test
    void an_act_whose_way_back_is_no_act_is_refused() {
        assertThatThrownBy(() -> new Catalog(
                        List.of(act("host.light.off", new WayBack.By("host.light.on", Duration.ofHours(1))))))
                .hasMessage("host.light.off is taken back by host.light.on, which is no action");
    }

    @Test
    void acts_are_found_by_name() {
        var catalog = new Catalog(List.of(
                act("host.light.off", new WayBack.By("host.light.on", Duration.ofHours(1))),
                act("host.light.on", new WayBack.By("host.light.off", Duration.ofHours(1)))));

        assertThat(catalog.declaration("host.light.on")).isPresent();
        assertThat(catalog.find("host.light.dim")).isEmpty();
        assertThat(catalog.all()).hasSize(2);
    }

    @Test
    void what_changes_something_says_whether_there_is_a_way_back() {
        assertThatThrownBy(() -> act("host.light.off", new WayBack.Unchanging()))
                .hasMessageContaining("host.light.off");
    }

    private static Action act(String name, WayBack wayBack) {
        var declaration = new Declaration(
                name,
                "a light",
                RiskTier.RISK_TIER_REVERSIBLE,
                List.of("host.light"),
                List.of(),
                List.of(),
                Duration.ofSeconds(1),
                wayBack,
                "",
                List.of());
        return new Action() {
            @Override
            public Declaration declaration() {
                return declaration;
            }

            @Override
            public Sight observe(Order order) throws NoAnswer {
                throw new NoAnswer(NoAnswer.Why.UNSUPPORTED, "nobody looks", null);
            }

            @Override
            public List<FieldChange> rehearse(Order order) {
                return List.of();
            }

            @Override
            public Outcome execute(Order order, OperationKey key) {
                return new Outcome.Failed("there is no light", false);
            }
        };
    }
}

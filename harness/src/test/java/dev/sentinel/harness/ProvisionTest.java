package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ProvisionTest {
    private final List<String> asked = new ArrayList<>();

    @Test
    void takes_the_first_that_serves_and_does_not_ask_the_rest() {
        String server =
                Provision.first("a server", List.of(declining("one"), serving("two"), serving("three")), "none needed");

        assertThat(server).isEqualTo("server of two");
        assertThat(asked).containsExactly("one", "two");
    }

    @Test
    void names_all_that_was_tried_and_the_ways_out_when_none_serves() {
        assertThatThrownBy(() -> Provision.first(
                        "a server", List.of(declining("one"), declining("two")), "buy one, or build one."))
                .isInstanceOf(NoServerException.class)
                .hasMessage("""
                        These tests need a server and found none. Tried, in this order:
                          1. one: closed today
                          2. two: closed today
                        Ways out: buy one, or build one.""");
    }

    @Test
    void does_not_go_on_when_a_way_is_open_and_its_server_fails() {
        Provision<String> broken = new Fake("broken", () -> {
            throw new IllegalStateException("it burns");
        });

        assertThatThrownBy(() -> Provision.first("a server", List.of(broken, serving("two")), "none"))
                .hasMessage("it burns");
        assertThat(asked).containsExactly("broken");
    }

    private Provision<String> serving(String name) {
        return new Fake(name, () -> new Provision.Offer.Serves<>("server of " + name));
    }

    private Provision<String> declining(String name) {
        return new Fake(name, () -> new Provision.Offer.Declines<>("closed today"));
    }

    private final class Fake implements Provision<String> {
        private final String name;
        private final Supplier<Offer<String>> answer;

        private Fake(String name, Supplier<Offer<String>> answer) {
            this.name = name;
            this.answer = answer;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Offer<String> offer() {
            asked.add(name);
            return answer.get();
        }
    }
}

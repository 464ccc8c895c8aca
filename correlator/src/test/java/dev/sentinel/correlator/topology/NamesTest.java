package dev.sentinel.correlator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A name is found again as it was, and names are in the order of strings, whatever letters they are written in. */
final class NamesTest {
    private static final List<String> SOME = List.of(
            "",
            "a",
            "agent-1",
            "agent-10",
            "agent-2",
            "pvc-é",
            "pvc-ÿ",
            "pvc-Ā",
            "узел",
            "n\uD83D\uDCBE",
            "\uFFFD",
            "n".repeat(253));

    private final Names names = new Names(1 << 20);

    @Test
    void a_record_is_of_one_thing_of_one_kind_and_namespace() {
        int position = names.add(7, 4_095, 70_000, "agent-1");
        names.add(8, 1, 2, "agent-2");

        assertThat(names.thing(position)).isEqualTo(7);
        assertThat(names.namespace(position)).isEqualTo(70_000);
        assertThat(names.is(position, 4_095, 70_000, "agent-1")).isTrue();
        assertThat(names.is(position, 4_094, 70_000, "agent-1")).isFalse();
        assertThat(names.is(position, 4_095, 70_001, "agent-1")).isFalse();
        assertThat(names.is(position, 4_095, 70_000, "agent-2")).isFalse();
        assertThat(names.is(position, 4_095, 70_000, "agent-")).isFalse();
        assertThat(names.is(position, 4_095, 70_000, "agent-10")).isFalse();
    }

    @Test
    void names_are_in_the_order_of_strings() {
        int[] positions =
                SOME.stream().mapToInt(name -> names.add(0, 0, 0, name)).toArray();
        for (int i = 0; i < positions.length; i++) {
            for (int j = 0; j < positions.length; j++) {
                assertThat(Integer.signum(names.compare(positions[i], positions[j])))
                        .as("%s and %s", SOME.get(i), SOME.get(j))
                        .isEqualTo(Integer.signum(SOME.get(i).compareTo(SOME.get(j))));
                assertThat(names.is(positions[i], 0, 0, SOME.get(j))).isEqualTo(i == j);
            }
        }
    }

    @Test
    void what_has_no_room_is_known_before() {
        var small = new Names(40);
        assertThat(small.hasRoomFor("agent-1")).isTrue();
        small.add(0, 0, 0, "agent-1");
        assertThat(small.hasRoomFor("a")).isTrue();
        assertThat(small.hasRoomFor("agent-2")).isFalse();
    }
}

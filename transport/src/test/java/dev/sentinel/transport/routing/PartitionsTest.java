package dev.sentinel.transport.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PartitionsTest {

    /**
     * FNV-1a of 32 bits over the UTF-8 bytes (start 0x811c9dc5; for each byte: xor, then times 0x01000193), read as
     * unsigned, modulo the number of partitions. Publishers in other languages must get these very numbers.
     */
    @ParameterizedTest
    @CsvSource({
        "'',        5, 1, 61",
        "a,         4, 1, 20",
        "home,      6, 2, 66",
        "lab,       4, 2, 44",
        "prod-eu-1, 3, 1, 83",
        "k3s,       0, 2, 44",
        "edge_7,    2, 2, 74",
        "Ströme,    7, 1, 67",
        "cluster-3, 1, 0, 65",
    })
    void a_cluster_has_the_partition_that_is_written_down(String cluster, int of8, int of3, int of100) {
        assertThat(Partitions.DEFAULT.of(cluster)).isEqualTo(of8);
        assertThat(new Partitions(3).of(cluster)).isEqualTo(of3);
        assertThat(new Partitions(100).of(cluster)).isEqualTo(of100);
        assertThat(new Partitions(1).of(cluster)).isZero();
    }

    @Test
    void labels_have_two_digits_so_that_they_sort_and_match() {
        assertThat(Partitions.DEFAULT.labels()).containsExactly("p00", "p01", "p02", "p03", "p04", "p05", "p06", "p07");
        assertThat(new Partitions(100).labels()).hasSize(100).endsWith("p99");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101})
    void a_number_of_partitions_that_two_digits_cannot_name_is_refused(int count) {
        assertThatThrownBy(() -> new Partitions(count))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 100, not " + count);
    }
}

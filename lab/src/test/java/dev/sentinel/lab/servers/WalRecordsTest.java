package dev.sentinel.lab.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WalRecordsTest {

    private static final byte[] SERIES = WalRecords.series(1, List.of(Map.of("__name__", "up")));
    private static final byte[] SAMPLES = WalRecords.samples(1, 1_767_225_600_000L, 1, 0.5);

    @Test
    void what_is_written_is_read_again_over_the_ends_of_pages() {
        byte[] large = new byte[70_000];
        Arrays.fill(large, (byte) 9);
        byte[] segment = segment(SERIES, SAMPLES, large, SAMPLES);

        WalRecords.Content content = WalRecords.read(segment);

        assertThat(content.records()).containsExactly(SERIES, SAMPLES, large, SAMPLES);
        assertThat(content.damage()).isEmpty();
        assertThat(content.sound()).isEqualTo(segment.length);
        assertThat(WalRecords.time(SAMPLES)).contains(1_767_225_600_000L);
        assertThat(WalRecords.time(SERIES)).isEmpty();
    }

    @Test
    void the_first_record_is_a_full_one_with_its_length_and_checksum() {
        byte[] framed = WalRecords.framed(0, "123456789".getBytes(StandardCharsets.US_ASCII));

        // E3069283 is the check value of CRC-32C.
        assertThat(Arrays.copyOf(framed, 7)).containsExactly(1, 0, 9, (byte) 0xE3, 0x06, (byte) 0x92, (byte) 0x83);
    }

    @Test
    void a_closed_segment_ends_with_a_full_page() {
        byte[] segment = segment(SERIES);
        byte[] closed = Arrays.copyOf(segment, segment.length + WalRecords.padding(segment.length).length);

        assertThat(closed).hasSize(WalRecords.PAGE);
        assertThat(WalRecords.read(closed).damage()).isEmpty();
    }

    @Test
    void damage_is_found_where_it_is() {
        byte[] segment = segment(SERIES, SAMPLES, SAMPLES);
        int second = segment(SERIES).length;
        segment[second + 10] ^= 1;

        WalRecords.Content content = WalRecords.read(segment);

        assertThat(content.records()).containsExactly(SERIES);
        assertThat(content.sound()).isEqualTo(second);
        assertThat(content.damage()).get().asString().startsWith("unexpected checksum ");
        assertThat(WalRecords.read(Arrays.copyOf(segment, second + 3)).damage())
                .isEqualTo(Optional.of("unexpected EOF"));
    }

    private static byte[] segment(byte[]... records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] record : records) {
            out.writeBytes(WalRecords.framed(out.size(), record));
        }
        return out.toByteArray();
    }
}

package dev.sentinel.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Ref;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CanonicalBytesTest {
    private static final Custom CUSTOM = Custom.newBuilder()
            .setName("x")
            .putFields("b", "2")
            .putFields("a", "1")
            .build();

    @Test
    void writes_map_entries_in_the_order_of_their_keys() {
        assertThat(HexFormat.of().formatHex(CanonicalBytes.of(CUSTOM)))
                .isEqualTo("0a017812060a016112013112060a0162120132");
    }

    @Test
    void says_the_same_as_the_message() throws InvalidProtocolBufferException {
        assertThat(Custom.parseFrom(CanonicalBytes.of(CUSTOM))).isEqualTo(CUSTOM);
    }

    @Test
    void hashes_the_empty_message_as_the_empty_text() {
        assertThat(HexFormat.of().formatHex(CanonicalBytes.sha256(Ref.getDefaultInstance())))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}

package dev.sentinel.lab.world.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.lab.world.Small;
import dev.sentinel.lab.world.VolumeIo;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceTest {

    @Test
    void reads_faults_as_people_say_them() {
        assertThat(Sentence.read("fail replica pvc-1-r-2")).isEqualTo(new Fault.ReplicaFails("pvc-1-r-2"));
        assertThat(Sentence.read(" join  node agent-4 in zone b"))
                .isEqualTo(new Fault.NodeJoins("agent-4", Map.of("topology.kubernetes.io/zone", "b")));
        assertThat(Sentence.read("make volume lun-1 read-only"))
                .isEqualTo(new Fault.VolumeFeels("lun-1", VolumeIo.READ_ONLY));
        assertThat(Sentence.read("log of apps/db-0 db says EIO: <script>$(rm)</script> to x"))
                .isEqualTo(new Fault.LogSays("apps", "db-0", "db", "EIO: <script>$(rm)</script> to x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fial replica x | did you mean: fail replica <replica> | fail",
                "fail replicas x | did you mean: fail replica <replica> | fail",
                "explode everything | it begins with one of | join",
                "delete pod db-0 | \"db-0\" is no pod; write it as namespace/name | db-0",
                "make volume v broken | fine, eio, read-only or absent | broken",
                "exit pod a/b with x | \"x\" is no number | x",
                "exit pod a/b with -5 | write 0 or more | -5",
                "exit pod a/b with 256 | is no exit code; it is 0 to 255 | 256",
                "scale statefulset a/b to -3 | write 0 or more | -3",
                "join node ../../etc | cannot name a node: a lowercase RFC 1123 subdomain | ../../etc",
                "join node a in zone B | cannot name a zone | B",
                "add lun ../a on host-1 | cannot name a lun | ../a",
            })
    void says_what_was_probably_meant(String sentence, String hint, String word) {
        assertThatThrownBy(() -> Sentence.read(sentence))
                .hasMessageContaining(hint)
                .hasMessageContaining(word);
    }

    @Test
    void what_is_not_there_is_named_with_what_is() {
        Small small = new Small(1, Map.of());

        assertThatThrownBy(() -> small.happens("stop node agent-l"))
                .hasMessage("there is no node \"agent-l\"; did you mean \"agent-1\"?");
        assertThatThrownBy(() -> small.happens("fail engine of nothing")).hasMessageContaining("there is none");
        assertThatThrownBy(() -> small.happens("set auto-salvag to false"))
                .hasMessageContaining("did you mean \"auto-salvage\"?");
        assertThatThrownBy(() -> small.happens("set auto-salvage to maybe")).hasMessageContaining("[false, true]");
        assertThatThrownBy(() -> small.happens("join node agent-1")).hasMessageContaining("is there already");
    }

    @Test
    void a_lun_has_paths_to_lose_and_can_be_formatted_alive() {
        Small small = new Small(1, Map.of());
        small.happens("add lun lun-1 on agent-1");
        small.happens("lose path to lun lun-1 on agent-1");
        assertThat(small.world.devices().io("lun-1")).isEqualTo(VolumeIo.EIO);
        small.happens("find path to lun lun-1 on agent-1");
        small.happens("format volume lun-1");

        assertThat(small.world.devices().find("lun-1").orElseThrow().formats()).isEqualTo(2);
        assertThat(small.world.devices().io("lun-1")).isEqualTo(VolumeIo.FINE);
    }
}

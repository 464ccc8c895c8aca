package dev.sentinel.correlator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.correlator.trial.PatternTest.Given;
import dev.sentinel.v1.Event;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What the tests of the patterns tell, mixed at random: several at once, shifted, with holes and with much told twice. Whatever
 * comes of such a story, it is the same in whatever order it is heard of.
 */
final class MixedStoriesTest {
    private static final int STORIES = 250;
    private static final int ORDERS = 5;
    private static final int MOST_MIXED = 4;

    @Test
    void come_out_the_same_in_whatever_order_they_are_heard_of() throws IOException {
        var shipped = Shipped.read();
        var tests = shipped.tests().values().stream()
                .flatMap(file -> file.tests().stream())
                .filter(MixedStoriesTest::knowsItsGraph)
                .toList();
        var complaints = new ArrayList<String>();
        for (var seed = 0; seed < STORIES; seed++) {
            var retelling = new Retelling(shipped.patterns(), mixed(tests, seed), Retelling.World.STANDS_STILL);
            for (var complaint : retelling.complaints(retelling.inOrder(), ORDERS)) {
                complaints.add("story %d: %s".formatted(seed, complaint));
            }
        }
        assertThat(complaints).isEmpty();
    }

    private static boolean knowsItsGraph(PatternTest test) {
        return test.given().stream()
                .filter(given -> given.event().hasTopology())
                .allMatch(MixedStoriesTest::isAtStart);
    }

    private static boolean isAtStart(Given given) {
        return given.occurredAt().equals(PatternTest.START);
    }

    private static Recording mixed(List<PatternTest> tests, int seed) {
        var random = new Random(seed);
        var given = new ArrayList<Given>();
        var last = PatternTest.START;
        for (var left = 1 + random.nextInt(MOST_MIXED); left > 0; left--) {
            var shift = random.nextInt(3) == 0 ? 0 : random.nextInt(3_600);
            for (var each : tests.get(random.nextInt(tests.size())).given()) {
                if (each.event().hasTopology()) {
                    given.add(at(each.event(), PatternTest.START, random));
                    continue;
                }
                for (var times = times(random); times > 0; times--) {
                    // All of the graph has been heard of by then.
                    var at = each.occurredAt().plusSeconds(61 + shift + jitter(random));
                    given.add(at(each.event(), at, random));
                    last = at.isAfter(last) ? at : last;
                }
            }
        }
        return new Recording("lab", PatternTest.START, given, last.plusSeconds(300 + random.nextInt(4 * 3_600)));
    }

    /** Some are missing, some come several times. */
    private static int times(Random random) {
        var dice = random.nextInt(100);
        return dice < 12 ? 0 : dice < 75 ? 1 : 2 + random.nextInt(3);
    }

    private static int jitter(Random random) {
        return random.nextInt(3) == 0 ? random.nextInt(240) : 0;
    }

    private static Given at(Event event, Instant at, Random random) {
        var time = Timestamps.fromMillis(at.toEpochMilli());
        var id = "01920000-0000-7000-8000-%012x".formatted(random.nextLong() & 0xffff_ffff_ffffL);
        return new Given(
                event.toBuilder()
                        .setId(id)
                        .setCluster("lab")
                        .setOccurredAt(time)
                        .setObservedAt(time)
                        .build(),
                at,
                Duration.ZERO);
    }
}

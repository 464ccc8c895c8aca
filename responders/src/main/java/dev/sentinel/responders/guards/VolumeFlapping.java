package dev.sentinel.responders.guards;

import dev.sentinel.responders.situation.Sources;
import dev.sentinel.responders.situation.Volume;
import dev.sentinel.yaml.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** While a volume comes and goes nothing is done to it: each attach may meet a device that answers with errors. */
final class VolumeFlapping implements Guard {
    static final Duration CALM = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "volume-flapping";
    }

    @Override
    public String condition() {
        return "none of the volumes concerned is coming and going";
    }

    @Override
    public Weight weight() {
        return Weight.MOMENT;
    }

    @Override
    public Judgement judge(Question question) {
        return Unseen.among(question.situation(), List.of(Sources.VOLUMES))
                .orElseGet(() -> new Concern(question.order().target(), question.situation())
                        .volumes().stream()
                                .flatMap(volume -> sign(volume, question.now()).stream())
                                .findFirst()
                                .<Judgement>map(sign -> new Judgement.Forbids(
                                        sign, "wait until it has been calm for " + Spans.write(CALM)))
                                .orElseGet(() -> new Judgement.Holds("the volumes concerned are calm")));
    }

    private static Optional<String> sign(Volume volume, Instant now) {
        return switch (volume.state()) {
            case ATTACHING, DETACHING ->
                Optional.of("volume %s is between attached and detached".formatted(volume.name()));
            case CREATING, ATTACHED, DETACHED, DELETING, OTHER ->
                volume.salvagedAt()
                        .filter(at -> at.isAfter(now.minus(CALM)))
                        .map(at -> "volume %s was salvaged at %s".formatted(volume.name(), at));
        };
    }
}

package dev.sentinel.responders.actions;

import dev.sentinel.v1.Argument;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.TextList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arguments of one order, by name; what has another type than is asked for is not there. */
public record Arguments(List<Argument> all) {

    public Arguments {
        all = List.copyOf(all);
    }

    public static Arguments none() {
        return new Arguments(List.of());
    }

    public Arguments with(String name, String text) {
        return with(argument(name).setText(text));
    }

    public Arguments with(String name, long integer) {
        return with(argument(name).setInteger(integer));
    }

    public Arguments with(String name, boolean flag) {
        return with(argument(name).setFlag(flag));
    }

    public Arguments with(String name, Ref ref) {
        return with(argument(name).setRef(ref));
    }

    public Arguments with(String name, Duration duration) {
        return with(argument(name).setDurationMs(duration.toMillis()));
    }

    public Arguments with(String name, List<String> texts) {
        return with(argument(name).setTexts(TextList.newBuilder().addAllValues(texts)));
    }

    private static Argument.Builder argument(String name) {
        return Argument.newBuilder().setName(name);
    }

    private Arguments with(Argument.Builder argument) {
        List<Argument> more = new ArrayList<>(all);
        more.removeIf(each -> each.getName().equals(argument.getName()));
        more.add(argument.build());
        return new Arguments(more);
    }

    public Optional<String> text(String name) {
        return find(name, Argument.ValueCase.TEXT).map(Argument::getText);
    }

    public Optional<Long> integer(String name) {
        return find(name, Argument.ValueCase.INTEGER).map(Argument::getInteger);
    }

    public Optional<Boolean> flag(String name) {
        return find(name, Argument.ValueCase.FLAG).map(Argument::getFlag);
    }

    public Optional<Ref> ref(String name) {
        return find(name, Argument.ValueCase.REF).map(Argument::getRef);
    }

    public Optional<Duration> duration(String name) {
        return find(name, Argument.ValueCase.DURATION_MS).map(each -> Duration.ofMillis(each.getDurationMs()));
    }

    public List<String> texts(String name) {
        return find(name, Argument.ValueCase.TEXTS)
                .map(each -> List.copyOf(each.getTexts().getValuesList()))
                .orElse(List.of());
    }

    private Optional<Argument> find(String name, Argument.ValueCase type) {
        return all.stream()
                .filter(each -> each.getName().equals(name) && each.getValueCase() == type)
                .findFirst();
    }
}

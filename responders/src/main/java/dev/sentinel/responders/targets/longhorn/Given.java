package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.targets.kubernetes.Field;
import dev.sentinel.responders.targets.kubernetes.Inverses;
import java.util.Optional;
import java.util.Set;

/** The value that an order gives for a field, one of a few words, or that it should not be there. */
final class Given {
    private Given() {}

    static Field text(Order order, Declaration declaration, Set<String> values, String... path) throws NoAnswer {
        Optional<String> value = order.arguments().text("value");
        boolean absent = order.arguments().flag(Inverses.ABSENT).orElse(false);
        if (value.isPresent() == absent
                || value.filter(each -> !values.contains(each)).isPresent()) {
            throw new NoAnswer(
                    NoAnswer.Why.UNSUPPORTED,
                    "%s wants a value, one of %s"
                            .formatted(
                                    declaration.name(), values.stream().sorted().toList()),
                    null);
        }
        return value.map(each -> Field.of(each, path)).orElseGet(() -> Field.absent(path));
    }
}

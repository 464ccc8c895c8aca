package dev.sentinel.responders.targets.kubernetes;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;

/** How long a start may take, as an order says it. */
final class StartupSeconds {
    private static final long LEAST = 60;
    private static final long MOST = 86_400;

    private StartupSeconds() {}

    static long of(Order order, Declaration declaration) throws NoAnswer {
        return order.arguments()
                .integer("seconds")
                .filter(each -> each >= LEAST && each <= MOST)
                .orElseThrow(() -> new NoAnswer(
                        NoAnswer.Why.UNSUPPORTED,
                        "%s wants seconds, from %d to %d".formatted(declaration.name(), LEAST, MOST),
                        null));
    }
}

package dev.sentinel.responders.execution;

import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.situation.Survey;
import dev.sentinel.v1.FieldChange;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Touches the world, never for longer than was declared: a target that hangs must not stop everything else. */
public final class Hands {

    private static final Duration SURVEY = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofSeconds(30);

    public Situation look(Survey survey) throws NoAnswer {
        return ask("the survey of the cluster", SURVEY, survey::look);
    }

    public Sight observe(Action action, Order order) throws NoAnswer {
        return ask("looking at " + order.target().getName(), LOOK, () -> action.observe(order));
    }

    public List<FieldChange> rehearse(Action action, Order order) throws NoAnswer {
        return ask("the rehearsal on " + order.target().getName(), LOOK, () -> action.rehearse(order));
    }

    /** An act that does not come back, or breaks, may have happened. */
    public Outcome execute(Action action, Order order, OperationKey key) {
        Duration timeout = action.declaration().timeout();
        try {
            return within(timeout, "act " + key, () -> action.execute(order, key));
        } catch (TimeoutException e) {
            return new Outcome.Unknown(
                    "it did not come back within %d s".formatted(timeout.toSeconds()), howToLearn(order));
        } catch (Exception e) {
            return new Outcome.Unknown("the act broke: " + e, howToLearn(order));
        }
    }

    static String howToLearn(Order order) {
        return "look at %s %s: is it as \"%s\" would leave it?"
                .formatted(order.target().getKind(), order.target().getName(), order.action());
    }

    private static <T> T ask(String what, Duration most, Callable<T> question) throws NoAnswer {
        try {
            return within(most, what, question);
        } catch (NoAnswer e) {
            throw e;
        } catch (TimeoutException e) {
            throw new NoAnswer(
                    NoAnswer.Why.UNREACHABLE, what + " did not come back within " + most.toSeconds() + " s", e);
        } catch (Exception e) {
            throw new NoAnswer(NoAnswer.Why.BROKEN, what + " broke: " + e, e);
        }
    }

    private static <T> T within(Duration most, String what, Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = Thread.ofVirtual().name(what).start(task);
        try {
            return task.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception exception ? exception : e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
        } finally {
            thread.interrupt();
        }
    }
}

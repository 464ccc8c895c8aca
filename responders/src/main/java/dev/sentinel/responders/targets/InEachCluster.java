package dev.sentinel.responders.targets;

import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Parameter;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.v1.Argument;
import dev.sentinel.v1.FieldChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One act in several clusters. Takes only orders that its declaration allows: this kind of target, these arguments of these types. */
final class InEachCluster implements Action {
    private final Map<String, Action> byCluster;
    private final Declaration declaration;

    InEachCluster(Map<String, Action> byCluster) {
        this.byCluster = Map.copyOf(byCluster);
        this.declaration = byCluster.values().iterator().next().declaration();
    }

    @Override
    public Declaration declaration() {
        return declaration;
    }

    @Override
    public Sight observe(Order order) throws NoAnswer {
        return hands(order).observe(order);
    }

    @Override
    public List<FieldChange> rehearse(Order order) throws NoAnswer {
        return hands(order).rehearse(order);
    }

    @Override
    public Outcome execute(Order order, OperationKey key) {
        try {
            return hands(order).execute(order, key);
        } catch (NoAnswer e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()), e.passing());
        }
    }

    private Action hands(Order order) throws NoAnswer {
        Optional<String> fault = fault(order);
        if (fault.isPresent()) {
            throw new NoAnswer(NoAnswer.Why.UNSUPPORTED, declaration.name() + ": " + fault.get(), null);
        }
        return Optional.ofNullable(byCluster.get(order.cluster()))
                .orElseThrow(() -> new NoAnswer(
                        NoAnswer.Why.UNSUPPORTED,
                        "%s cannot be done in \"%s\": no connection to it is configured for this"
                                .formatted(declaration.name(), order.cluster()),
                        null));
    }

    private Optional<String> fault(Order order) {
        if (!order.action().equals(declaration.name())) {
            return Optional.of("the order is for " + order.action());
        }
        if (!declaration.targets().contains(order.target().getKind())) {
            return Optional.of("it is not done to a %s but to %s"
                    .formatted(order.target().getKind(), String.join(", ", declaration.targets())));
        }
        for (Argument argument : order.arguments().all()) {
            Optional<Parameter> parameter = declaration.parameters().stream()
                    .filter(each -> each.name().equals(argument.getName()))
                    .findFirst();
            if (parameter.isEmpty()) {
                return Optional.of("it takes no \"%s\"".formatted(argument.getName()));
            }
            if (type(argument) != parameter.get().type()) {
                return Optional.of("\"%s\" must be a %s"
                        .formatted(argument.getName(), parameter.get().type()));
            }
        }
        return declaration.parameters().stream()
                .filter(Parameter::required)
                .filter(each -> order.arguments().all().stream()
                        .noneMatch(argument -> argument.getName().equals(each.name())))
                .findFirst()
                .map(each -> "it needs \"%s\": %s".formatted(each.name(), each.summary()));
    }

    private static Parameter.Type type(Argument argument) {
        return switch (argument.getValueCase()) {
            case INTEGER -> Parameter.Type.INTEGER;
            case FLAG -> Parameter.Type.FLAG;
            case REF -> Parameter.Type.REF;
            case SIZE_BYTES -> Parameter.Type.SIZE;
            case DURATION_MS -> Parameter.Type.DURATION;
            case TEXTS -> Parameter.Type.TEXTS;
            case RATIO -> Parameter.Type.RATIO;
            case TEXT, VALUE_NOT_SET -> Parameter.Type.TEXT;
        };
    }
}

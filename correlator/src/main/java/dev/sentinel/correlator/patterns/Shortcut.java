package dev.sentinel.correlator.patterns;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.sentinel.v1.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Comparisons of fields with constants and with each other, joined by and, or, not: what nearly every condition is. They
 * run without CEL, which takes microseconds, and can neither fail nor take long. Everything else
 * stays with CEL; a test holds both to the same answers.
 */
final class Shortcut {
    private final Test test;

    /** One condition. */
    private sealed interface Test {
        boolean holds(Event event);
    }

    private record Both(Test left, Test right) implements Test {
        @Override
        public boolean holds(Event event) {
            return left.holds(event) && right.holds(event);
        }
    }

    private record Either(Test left, Test right) implements Test {
        @Override
        public boolean holds(Event event) {
            return left.holds(event) || right.holds(event);
        }
    }

    private record Opposite(Test of) implements Test {
        @Override
        public boolean holds(Event event) {
            return !of.holds(event);
        }
    }

    private record True(Value value) implements Test {
        @Override
        public boolean holds(Event event) {
            return Boolean.TRUE.equals(value.of(event));
        }
    }

    private record Same(Value left, Value right) implements Test {
        @Override
        public boolean holds(Event event) {
            return left.of(event).equals(right.of(event));
        }
    }

    private record OneOf(Value value, Set<Object> all) implements Test {
        OneOf {
            all = Set.copyOf(all);
        }

        @Override
        public boolean holds(Event event) {
            return all.contains(value.of(event));
        }
    }

    private record Less(Value left, Value right, boolean orSame) implements Test {
        @Override
        public boolean holds(Event event) {
            // Only numbers get here; see number().
            long a = (Long) left.of(event);
            long b = (Long) right.of(event);
            return orSame ? a <= b : a < b;
        }
    }

    private record Present(Value.Field field) implements Test {
        @Override
        public boolean holds(Event event) {
            return field.holder(event).hasField(field.last());
        }
    }

    /** A Boolean, a Long or a String: whole numbers and enums are all Longs. */
    private sealed interface Value {
        Object of(Event event);

        record Fixed(Object value) implements Value {
            @Override
            public Object of(Event event) {
                return value;
            }
        }

        /** What half of all conditions ask for, without a way through descriptions of fields. */
        record SeverityOfEvent() implements Value {
            @Override
            public Object of(Event event) {
                return (long) event.getSeverityValue();
            }
        }

        /** A field of the event; the way to one of the fact begins with the field that holds it. */
        record Field(List<FieldDescriptor> way) implements Value {
            FieldDescriptor last() {
                return way.getLast();
            }

            Message holder(Event event) {
                Message holder = event;
                for (int i = 0; i < way.size() - 1; i++) {
                    holder = (Message) holder.getField(way.get(i));
                }
                return holder;
            }

            @Override
            public Object of(Event event) {
                var raw = holder(event).getField(last());
                return switch (raw) {
                    case EnumValueDescriptor constant -> (long) constant.getNumber();
                    case Integer number ->
                        last().getType() == FieldDescriptor.Type.UINT32
                                ? Integer.toUnsignedLong(number)
                                : number.longValue();
                    // Beyond what a long can say it is larger than every constant that is accepted.
                    case Long number ->
                        last().getType() == FieldDescriptor.Type.UINT64 && number < 0 ? Long.MAX_VALUE : number;
                    default -> raw;
                };
            }
        }
    }

    private Shortcut(Test test) {
        this.test = test;
    }

    boolean holds(Event event) {
        return test.holds(event);
    }

    /** The shortcut for a checked expression, when it is simple enough. */
    static Optional<Shortcut> of(CelAbstractSyntaxTree checked, Optional<FieldDescriptor> fact) {
        return new Reader(checked, fact).test(checked.getExpr()).map(Shortcut::new);
    }

    private record Reader(CelAbstractSyntaxTree checked, Optional<FieldDescriptor> fact) {

        Optional<Test> test(CelExpr expr) {
            return switch (expr.getKind()) {
                case CALL -> call(expr.call().function(), expr.call().args());
                case SELECT ->
                    expr.select().testOnly()
                            ? field(expr)
                                    .filter(field -> !field.last().isRepeated())
                                    .map(Present::new)
                            : value(expr)
                                    .filter(value -> is(expr, FieldDescriptor.JavaType.BOOLEAN))
                                    .map(True::new);
                case CONSTANT -> value(expr).map(True::new);
                case NOT_SET, IDENT, LIST, STRUCT, MAP, COMPREHENSION -> Optional.empty();
            };
        }

        private boolean is(CelExpr expr, FieldDescriptor.JavaType type) {
            return field(expr)
                    .filter(field -> field.last().getJavaType() == type)
                    .isPresent();
        }

        private Optional<Test> call(String function, List<CelExpr> args) {
            return switch (function) {
                case "_&&_" ->
                    test(args.get(0)).flatMap(left -> test(args.get(1)).map(right -> new Both(left, right)));
                case "_||_" ->
                    test(args.get(0)).flatMap(left -> test(args.get(1)).map(right -> new Either(left, right)));
                case "!_" -> test(args.get(0)).map(Opposite::new);
                case "_==_" -> same(args);
                case "_!=_" -> same(args).map(Opposite::new);
                case "_<_" -> less(args.get(0), args.get(1), false);
                case "_<=_" -> less(args.get(0), args.get(1), true);
                case "_>_" -> less(args.get(1), args.get(0), false);
                case "_>=_" -> less(args.get(1), args.get(0), true);
                case "@in" -> oneOf(args.get(0), args.get(1));
                default -> Optional.empty();
            };
        }

        private Optional<Test> same(List<CelExpr> args) {
            return value(args.get(0)).flatMap(left -> value(args.get(1)).map(right -> new Same(left, right)));
        }

        private Optional<Test> less(CelExpr left, CelExpr right, boolean orSame) {
            return number(left).flatMap(a -> number(right).map(b -> new Less(a, b, orSame)));
        }

        private Optional<Value> number(CelExpr expr) {
            return value(expr).filter(value -> switch (value) {
                case Value.Fixed fixed -> fixed.value() instanceof Long;
                case Value.SeverityOfEvent severity -> true;
                case Value.Field field ->
                    switch (field.last().getJavaType()) {
                        case INT, LONG, ENUM -> true;
                        case FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING, MESSAGE -> false;
                    };
            });
        }

        private Optional<Test> oneOf(CelExpr element, CelExpr list) {
            if (list.getKind() != CelExpr.ExprKind.Kind.LIST) {
                return Optional.empty();
            }
            var all = new HashSet<Object>();
            for (var each : list.list().elements()) {
                if (value(each).orElse(null) instanceof Value.Fixed fixed) {
                    all.add(fixed.value());
                } else {
                    return Optional.empty();
                }
            }
            return value(element).map(value -> new OneOf(value, all));
        }

        private Optional<Value> value(CelExpr expr) {
            // An enum constant is a name, or a selection, that the checker has given its number.
            var constant = checked.getReference(expr.id()).flatMap(reference -> reference.value());
            if (constant.isPresent()) {
                return constant(constant.get());
            }
            return switch (expr.getKind()) {
                case CONSTANT -> constant(expr.constant());
                case SELECT ->
                    expr.select().testOnly()
                            ? Optional.empty()
                            : field(expr).filter(this::plain).map(Reader::quickest);
                case NOT_SET, IDENT, CALL, LIST, STRUCT, MAP, COMPREHENSION -> Optional.empty();
            };
        }

        private static Value quickest(Value.Field field) {
            var isSeverity = field.way().size() == 1 && field.last().getNumber() == Event.SEVERITY_FIELD_NUMBER;
            return isSeverity ? new Value.SeverityOfEvent() : field;
        }

        private boolean plain(Value.Field field) {
            return !field.last().isRepeated()
                    && switch (field.last().getJavaType()) {
                        case INT, LONG, BOOLEAN, STRING, ENUM -> true;
                        case FLOAT, DOUBLE, BYTE_STRING, MESSAGE -> false;
                    };
        }

        private static Optional<Value> constant(CelConstant constant) {
            return switch (constant.getKind()) {
                case BOOLEAN_VALUE -> Optional.of(new Value.Fixed(constant.booleanValue()));
                case INT64_VALUE -> whole(constant.int64Value());
                case UINT64_VALUE ->
                    constant.uint64Value().longValue() < 0
                            ? Optional.empty()
                            : whole(constant.uint64Value().longValue());
                case STRING_VALUE -> Optional.of(new Value.Fixed(constant.stringValue()));
                case NOT_SET, NULL_VALUE, DOUBLE_VALUE, BYTES_VALUE, TIMESTAMP_VALUE, DURATION_VALUE ->
                    Optional.empty();
            };
        }

        private static Optional<Value> whole(long number) {
            return number == Long.MAX_VALUE ? Optional.empty() : Optional.of(new Value.Fixed(number));
        }

        private Optional<Value.Field> field(CelExpr expr) {
            var names = new ArrayList<String>();
            var at = expr;
            while (at.getKind() == CelExpr.ExprKind.Kind.SELECT) {
                names.addFirst(at.select().field());
                at = at.select().operand();
            }
            if (at.getKind() != CelExpr.ExprKind.Kind.IDENT) {
                return Optional.empty();
            }
            return switch (at.ident().name()) {
                case "event" -> way(Event.getDescriptor(), List.of(), names);
                case "fact" -> fact.flatMap(detail -> way(detail.getMessageType(), List.of(detail), names));
                default -> Optional.empty();
            };
        }

        private static Optional<Value.Field> way(Descriptor type, List<FieldDescriptor> before, List<String> names) {
            var way = new ArrayList<>(before);
            var holder = Optional.of(type);
            for (var name : names) {
                var field = holder.map(message -> message.findFieldByName(name));
                if (field.isEmpty()) {
                    return Optional.empty();
                }
                way.add(field.get());
                holder = field.filter(Reader::leadsOn).map(FieldDescriptor::getMessageType);
            }
            return names.isEmpty() ? Optional.empty() : Optional.of(new Value.Field(List.copyOf(way)));
        }

        /** Not into the well-known types: CEL gives them meanings of their own. */
        private static boolean leadsOn(FieldDescriptor field) {
            return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    && !field.isRepeated()
                    && !field.getMessageType().getFile().getPackage().equals("google.protobuf");
        }
    }
}

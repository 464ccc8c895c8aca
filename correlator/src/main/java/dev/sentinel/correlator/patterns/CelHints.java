package dev.sentinel.correlator.patterns;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.sentinel.v1.Event;
import dev.sentinel.yaml.NearestWord;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Turns what the CEL checker says into what the author should write. */
final class CelHints {
    private static final Pattern SELECTION =
            Pattern.compile("\\b(event|fact)((?:\\.[A-Za-z_][A-Za-z0-9_]*)+)(?!\\s*\\()");
    private static final Pattern CONSTANT = Pattern.compile("\\b([A-Z][A-Za-z0-9]*)\\.([A-Z][A-Z0-9_]*)\\b");
    private static final Pattern CALL = Pattern.compile("undeclared reference to '([A-Za-z_]+)'.*");
    private static final List<String> FUNCTIONS = List.of(
            "all",
            "contains",
            "endsWith",
            "exists",
            "exists_one",
            "filter",
            "has",
            "map",
            "matches",
            "size",
            "startsWith");

    private final SortedMap<String, EnumDescriptor> enums = new TreeMap<>();

    CelHints() {
        collect(Event.getDescriptor().getFile());
    }

    private void collect(FileDescriptor file) {
        file.getEnumTypes().forEach(each -> enums.put(each.getName(), each));
        file.getDependencies().stream()
                .filter(each -> each.getPackage().equals(file.getPackage()))
                .forEach(this::collect);
    }

    String plainly(String message) {
        if (message.startsWith("expected type 'bool' but found")) {
            return "a condition must be true or false, this is" + message.substring(message.lastIndexOf(" '"));
        }
        // The parser names every token that could have followed.
        return message.replaceAll(",? expecting \\{.*", "").replace("'<EOF>'", "end of the condition");
    }

    String hint(String text, Optional<Descriptor> fact, String message) {
        if (message.startsWith("undeclared reference to 'fact'") && fact.isEmpty()) {
            return "; with kind \"*\" there is only \"event\"";
        }
        return field(text, fact)
                .or(() -> constant(text))
                .or(() -> function(message))
                .or(() -> number(message))
                .orElse("");
    }

    private Optional<String> field(String text, Optional<Descriptor> fact) {
        return SELECTION
                .matcher(text)
                .results()
                .flatMap(found -> (found.group(1).equals("event") ? Optional.of(Event.getDescriptor()) : fact)
                                .flatMap(type -> unknown(
                                        type, found.group(2).substring(1).split("\\.")))
                                .stream())
                .findFirst();
    }

    private static Optional<String> unknown(Descriptor type, String[] names) {
        var at = type;
        for (var name : names) {
            var field = at.findFieldByName(name);
            if (field == null) {
                return Optional.of("; %s has no \"%s\"%s"
                        .formatted(at.getName(), name, NearestWord.hint(name, FieldPath.names(at))));
            }
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || field.isRepeated()) {
                return Optional.empty();
            }
            at = field.getMessageType();
        }
        return Optional.empty();
    }

    private Optional<String> constant(String text) {
        return CONSTANT.matcher(text)
                .results()
                .flatMap(found -> constant(found.group(1), found.group(2)).stream())
                .findFirst();
    }

    private Optional<String> constant(String type, String name) {
        var known = enums.get(type);
        if (known == null) {
            return Optional.of("; no enum is called \"%s\"%s".formatted(type, NearestWord.hint(type, enums.keySet())));
        }
        var values = known.getValues().stream().map(each -> each.getName()).toList();
        return values.contains(name)
                ? Optional.empty()
                : Optional.of("; %s has no \"%s\"%s".formatted(type, name, NearestWord.hint(name, values)));
    }

    private static Optional<String> function(String message) {
        var call = CALL.matcher(message);
        if (!call.matches()) {
            return Optional.empty();
        }
        return NearestWord.to(call.group(1), FUNCTIONS)
                .or(() -> NearestWord.to(call.group(1), List.of("event", "fact")))
                .map("; did you mean \"%s\"?"::formatted);
    }

    private static Optional<String> number(String message) {
        return message.contains("no matching overload") && (message.contains("uint") || message.contains("double"))
                ? Optional.of("; compare counts with 3u and fractions with 3.0")
                : Optional.empty();
    }
}

package dev.sentinel.responders.runbooks;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.Parameter;
import dev.sentinel.v1.Argument;
import dev.sentinel.v1.TextList;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a step gives its action, by the types that the action declares. */
final class ArgumentReader {
    private static final int LONGEST = 2048;
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB|TiB)");

    private ArgumentReader() {}

    static List<Given> read(Section step, Optional<Section> with, Declaration action) {
        var given = new ArrayList<Given>();
        for (var parameter : action.parameters()) {
            var here = with.filter(section -> section.has(parameter.name()));
            here.flatMap(section -> given(section, parameter)).ifPresent(given::add);
            if (here.isEmpty() && parameter.required()) {
                with.orElse(step)
                        .complain(
                                "%s needs \"%s\": %s".formatted(action.name(), parameter.name(), parameter.summary()));
            }
        }
        with.ifPresent(Section::refuseOthers);
        return given;
    }

    private static Optional<Given> given(Section section, Parameter parameter) {
        var name = parameter.name();
        var argument = Argument.newBuilder().setName(name);
        return switch (parameter.type()) {
            case TEXT ->
                section.read(name, text -> Wording.parse(text, Wording.OF_A_STEP))
                        .map(wording -> wording.text().contains("{")
                                ? new Given.Worded(name, wording)
                                : fixed(argument.setText(wording.text())));
            case INTEGER -> section.read(name, ArgumentReader::whole).map(number -> fixed(argument.setInteger(number)));
            case FLAG -> Optional.of(fixed(argument.setFlag(section.flag(name))));
            case REF -> section.read(name, ArgumentReader::finder).map(finder -> new Given.Pointed(name, finder));
            case SIZE -> section.read(name, ArgumentReader::size).map(size -> fixed(argument.setSizeBytes(size)));
            case DURATION -> section.span(name).map(span -> fixed(argument.setDurationMs(span.toMillis())));
            case RATIO -> section.number(name, 0, 1).map(ratio -> fixed(argument.setRatio(ratio)));
            case TEXTS -> Optional.of(fixed(argument.setTexts(texts(section, name))));
        };
    }

    private static Given fixed(Argument.Builder argument) {
        return new Given.Fixed(argument.build());
    }

    private static TextList texts(Section section, String name) {
        var texts = TextList.newBuilder();
        for (var item : section.items(name)) {
            if (item.text().isEmpty() || item.text().length() > LONGEST) {
                section.complain(name, item, "has no characters, or more than %d".formatted(LONGEST));
            } else {
                texts.addValues(item.text());
            }
        }
        return texts.build();
    }

    static Parsed<Finder> finder(String word) {
        return Finder.of(word)
                .map(Parsed::good)
                .orElseGet(() ->
                        Parsed.wrong("\"%s\" finds nothing%s".formatted(word, NearestWord.hint(word, Finder.words()))));
    }

    private static Parsed<Long> whole(String text) {
        return WHOLE.matcher(text).matches()
                ? Parsed.good(Long.parseLong(text))
                : Parsed.wrong("\"%s\" is not a whole number".formatted(text));
    }

    private static Parsed<Long> size(String text) {
        var size = SIZE.matcher(text);
        if (!size.matches()) {
            return Parsed.wrong("\"%s\" is not a size; write one like 512MiB or 20GiB".formatted(text));
        }
        var shift = switch (size.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            case "TiB" -> 40;
            default -> 0;
        };
        return Parsed.good(Long.parseLong(size.group(1)) << shift);
    }
}

package dev.sentinel.responders.trial;

import dev.sentinel.responders.situation.Situation;
import dev.sentinel.v1.Ref;
import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Problems;
import dev.sentinel.yaml.Section;
import dev.sentinel.yaml.YamlText;

/** Situations and references, written as in tests of runbooks. */
public final class Worlds {
    private Worlds() {}

    public static Situation of(String yaml) {
        var problems = new Problems("situation");
        var mapping = new YamlText("situation", new YamlText.Form("situation", "nodes: []"), problems)
                .read(yaml)
                .orElseThrow(() -> new AssertionError(problems.problems()));
        var reader = new SituationReader();
        reader.read(new Section(problems, "", mapping, mapping));
        if (!problems.none()) {
            throw new AssertionError(problems.problems());
        }
        return reader.situation("lab");
    }

    public static Ref ref(String text) {
        return switch (Refs.parse(text)) {
            case Parsed.Good<Ref> good ->
                good.value().toBuilder().setUid("uid-" + good.value().getName()).build();
            case Parsed.Wrong<Ref> wrong -> throw new AssertionError(wrong.why());
        };
    }
}

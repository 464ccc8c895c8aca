package dev.sentinel.correlator.patterns;

import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Section;
import java.util.List;
import java.util.Optional;

/** Reads the formulas of a pattern over its clauses. */
final class Formulas {
    private static final int LONGEST = 4096;

    private final Section top;
    private final List<String> names;
    private final List<String> recoveries;

    Formulas(Section top, List<Clause> clauses) {
        this.top = top;
        this.names = clauses.stream().map(Clause::name).toList();
        this.recoveries = clauses.stream()
                .filter(clause -> clause.role() == Clause.Role.RECOVERY)
                .map(Clause::name)
                .toList();
    }

    Formula need(String key) {
        return need(top, key);
    }

    /** The formula of a key that must be there; anything when it is not, which is told. */
    Formula need(Section section, String key) {
        if (!section.has(key)) {
            section.missing(key);
        }
        return optional(section, key).orElse(new Formula.Always());
    }

    Optional<Formula> optional(Section section, String key) {
        var text = section.text(key, LONGEST);
        return text.flatMap(given -> switch (FormulaText.parse(given, names)) {
            case Parsed.Good<Formula> good -> checked(section, key, good.value());
            case Parsed.Wrong<Formula> wrong -> {
                section.complain(key, wrong.why());
                yield Optional.empty();
            }
        });
    }

    private Optional<Formula> checked(Section section, String key, Formula formula) {
        for (var recovery : recoveries) {
            if ((formula.mentions() & 1L << names.indexOf(recovery)) != 0) {
                section.complain(
                        key,
                        "\"%s\" is a recovery; it ends what another clause reported and cannot stand in a formula"
                                .formatted(recovery));
            }
        }
        if (section == top && formula.holds(0)) {
            section.complain(key, "holds when nothing has happened at all; name a clause that must hold");
        }
        return Optional.of(formula);
    }
}

package dev.sentinel.lab.scenario;

import dev.sentinel.lab.scenario.Scenario.Person;
import dev.sentinel.lab.scenario.Scenario.Responding;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Section;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads how Sentinel acts in a scenario, and who decides. */
final class RespondingReader {
    private static final int TEXT = 4_096;
    private static final int LONG_TEXT = 16_384;
    private static final List<String> ROLES = List.of("viewer", "operator", "approver", "admin");

    private RespondingReader() {}

    static Responding read(Section section) {
        List<Person> people = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Section each : section.sections("people")) {
            Person person = new Person(ScenarioReader.word(each, "name"), roles(each), each.flag("slack"));
            if (!names.add(person.name())) {
                each.complain("name", "\"%s\" is somebody above".formatted(person.name()));
            }
            people.add(person);
            each.refuseOthers();
        }
        Responding responding = new Responding(
                section.text("policy", LONG_TEXT).orElse(""),
                section.text("more", TEXT).orElse(""),
                people);
        section.refuseOthers();
        return responding;
    }

    private static List<String> roles(Section section) {
        List<String> roles = new ArrayList<>();
        for (Section.Item item : section.items("roles")) {
            switch (ScenarioReader.oneOf(item.text(), ROLES)) {
                case Parsed.Good<String> good -> roles.add(good.value());
                case Parsed.Wrong<String> wrong -> section.complain("roles", item, wrong.why());
            }
        }
        if (roles.isEmpty()) {
            section.complain("roles", "says what they may do: " + String.join(", ", ROLES));
        }
        return roles;
    }

    /** Why somebody cannot do this; Slack has people whom nobody here knows, but whoever shows a token is one of ours. */
    static Optional<String> stranger(Deed deed, Optional<Responding> responding) {
        if (!(deed instanceof Deed.OfPeople byPerson)) {
            return Optional.empty();
        }
        if (responding.isEmpty()) {
            return Optional.of("\"%s\" needs a section sentinel.responders".formatted(deed.sentence()));
        }
        boolean slack = switch (byPerson) {
            case Deed.Answers answers -> answers.inSlack();
            case Deed.Forges forges -> true;
            case Deed.PressesAgain again -> true;
            case Deed.WantsQuarantine wants -> false;
            case Deed.TakesBack takes -> false;
        };
        List<String> names =
                responding.get().people().stream().map(Person::name).toList();
        if (slack) {
            return responding.get().inSlack()
                    ? Optional.empty()
                    : Optional.of("\"%s\" needs a person with slack: true".formatted(deed.sentence()));
        }
        return names.contains(byPerson.who())
                ? Optional.empty()
                : Optional.of("\"%s\" is nobody of sentinel.responders.people%s"
                        .formatted(byPerson.who(), NearestWord.hint(byPerson.who(), names)));
    }
}

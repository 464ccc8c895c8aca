package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class HouseTest {
    private static final House HOUSE = new House("dev.sentinel");
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(HOUSE.root());

    private static final House BAD_HOUSE = new House("dev.sentinel.stories.badhouse");
    private static final JavaClasses BAD = new ClassFileImporter().importPackages(BAD_HOUSE.root());

    static List<ArchRule> rules() {
        return HOUSE.rules();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_product_keeps(ArchRule rule) {
        rule.check(PRODUCT);
    }

    @Test
    void all_modules_are_looked_at() {
        assertThat(List.of("proto.Contract", "transport.bus.Bus", "correlator.journal.Journal", "app.Main", "v1.Event"))
                .allMatch(name -> PRODUCT.contain(HOUSE.root() + "." + name));
    }

    @Test
    void each_library_of_the_table_is_used_by_somebody() {
        assertThat(HOUSE.uses())
                .allSatisfy(use ->
                        assertThat(PRODUCT.that(use)).as(use.getDescription()).isNotEmpty());
    }

    @Test
    void each_pure_zone_of_the_table_is_there() {
        assertThat(HOUSE.pure()).allMatch(PRODUCT::containPackage);
    }

    @Test
    void each_exception_of_the_table_is_a_class() {
        assertThat(PRODUCT.stream().map(JavaClass::getName)).containsAll(HOUSE.named());
    }

    @ParameterizedTest
    @CsvSource({
        "proto.LeansOnTransport,        proto imports only",
        "correlator.journal.AsksSibling, correlator imports only",
        "proto.ReadsFiles,              proto is pure",
        "proto.StartsThread,            proto is pure",
        "proto.LooksAtStopwatch,        proto is pure",
        "transport.spool.SpeaksSql,     'is known only to [transport.store]'",
        "transport.spool.LogsElsewhere, '[java.util.logging] is known only to []'",
        "transport.spool.ReadsClock,    read the clock",
        "transport.spool.ThrowsDice,    throw dice",
        "transport.spool.Prints,        print past the log",
        "transport.spool.LeansOnRouting, in circles",
        "transport.spool.Prints,        every package has a package-info",
        "Homeless,                      every class belongs to a module",
    })
    void a_rule_catches(String offender, String rule) {
        List<ArchRule> guards = BAD_HOUSE.rules().stream()
                .filter(each -> each.getDescription().contains(rule))
                .toList();
        assertThat(guards).hasSize(1);
        assertThat(guards.getFirst().evaluate(BAD).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains(BAD_HOUSE.root() + "." + offender));
    }

    @Test
    void a_class_that_does_nothing_wrong_is_left_alone() {
        assertThat(BAD_HOUSE.rules())
                .allSatisfy(
                        rule -> assertThat(rule.evaluate(BAD).getFailureReport().getDetails())
                                .noneMatch(detail -> detail.contains(BAD_HOUSE.root() + ".app.output.Good")));
    }
}

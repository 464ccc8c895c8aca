package dev.sentinel.stories;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Who may lean on whom; the tables are the rules. The root package is an input so that a bad house can be tried too. */
record House(String root) {

    /** A folder of the repository, its packages, and the other folders it may import. */
    record Module(String name, List<String> packages, List<String> mayImport) {}

    /** A library and the packages that alone may know it. */
    record Library(List<String> packages, List<String> knownTo) {}

    /** Something that makes two runs differ, or speaks past the log, and the classes that alone may do it. */
    record Impurity(String name, Set<String> calls, Set<String> doneBy) {}

    private static final List<Module> MODULES = List.of(
            module("proto", "proto", "v1").mayImport(),
            module("yaml", "yaml").mayImport(),
            module("transport", "transport").mayImport("proto"),
            module("collectors", "collectors").mayImport("proto", "transport", "yaml"),
            module("correlator", "correlator").mayImport("proto", "transport", "yaml"),
            module("responders", "responders").mayImport("proto", "transport", "yaml"),
            module("app", "app")
                    .mayImport("proto", "yaml", "transport", "collectors", "correlator", "responders", "lab"),
            module("lab", "lab").mayImport("proto", "yaml"),
            module("bench", "bench")
                    .mayImport("proto", "yaml", "transport", "collectors", "correlator", "responders", "app"),
            module("harness", "harness").mayImport());

    /** Packages that compute and do nothing else, those below them included; but for their edges, which connect. */
    private static final List<String> PURE = List.of(
            "proto",
            "yaml",
            "transport.routing",
            "collectors.reading",
            "collectors.rules",
            "collectors.logs",
            "collectors.kernel",
            "collectors.multipath",
            "collectors.csi",
            "collectors.host",
            "collectors.kubernetes",
            "collectors.longhorn",
            "collectors.prometheus",
            "collectors.stores",
            "collectors.nomad",
            "collectors.webhook",
            "correlator.topology",
            "correlator.patterns",
            "correlator.engine",
            "correlator.trial",
            "correlator.capture",
            "responders.actions",
            "responders.situation",
            "responders.guards",
            "responders.conditions",
            "responders.runbooks",
            "responders.plan",
            "responders.policy",
            "responders.approvals",
            "responders.quarantine",
            "responders.autonomy",
            "responders.trial",
            "responders.notify",
            "lab.scenario",
            "lab.world",
            "lab.servers");

    private static final List<String> WORLD = List.of(
            "java.nio.file..",
            "java.nio.channels..",
            "java.net..",
            "java.sql..",
            "java.util.concurrent..",
            "java.util.logging..",
            "org.slf4j..");

    private static final Set<String> WORLD_CLASSES = Set.of(
            "java.io.File",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.RandomAccessFile",
            "java.lang.Process",
            "java.lang.Thread",
            "java.security.SecureRandom",
            "java.time.Clock",
            "java.util.Random");

    private static final List<Library> LIBRARIES = List.of(
            library("com.rabbitmq").knownTo("transport.bus"),
            library("org.apache.qpid").knownTo("transport.embedded"),
            library("java.sql", "javax.sql", "org.sqlite", "com.zaxxer.hikari", "org.postgresql")
                    .knownTo("transport.store"),
            // The generated stubs and the composition root, which mounts the services on the server, know them too.
            library("com.linecorp.armeria", "io.grpc")
                    .knownTo("transport.ingest", "responders.notify.edge", "app.server", "app.remote", "app", "v1"),
            library("jakarta.mail", "io.github.resilience4j").knownTo("responders.notify.edge"),
            library("picocli").knownTo("app.cli"),
            library("ch.qos.logback").knownTo("app.log"),
            library("org.snakeyaml")
                    .knownTo(
                            "yaml",
                            "app.config",
                            "collectors.rules",
                            "correlator.patterns",
                            "correlator.trial",
                            "responders.runbooks",
                            "responders.policy",
                            "responders.trial"),
            library("dev.cel").knownTo("correlator.patterns", "responders.conditions"),
            library("com.google.re2j")
                    .knownTo("collectors.logs", "collectors.kernel", "collectors.csi", "correlator.running"),
            library("com.fasterxml.jackson")
                    .knownTo(
                            "app.lab",
                            "app.output",
                            "responders.notify",
                            "responders.notify.edge",
                            "collectors.reading",
                            "collectors.running",
                            "collectors.logs",
                            "collectors.multipath",
                            "collectors.machine",
                            "collectors.kubernetes",
                            "collectors.kubernetes.edge",
                            "collectors.longhorn",
                            "collectors.longhorn.edge",
                            "collectors.prometheus",
                            "collectors.stores",
                            "collectors.nomad",
                            "collectors.webhook",
                            "collectors.web",
                            "collectors.prometheus.edge",
                            "collectors.stores.edge",
                            "collectors.nomad.edge",
                            "collectors.webhook.edge",
                            "lab.api",
                            "lab.outside",
                            "lab.scenario",
                            "lab.servers",
                            "lab.world",
                            "lab.world.cluster",
                            "lab.world.faults",
                            "lab.world.kubernetes",
                            "lab.world.longhorn",
                            "responders.targets.alertmanager",
                            "responders.targets.evidence",
                            "responders.targets.kubernetes",
                            "responders.targets.longhorn",
                            "responders.targets.nomad"),
            library("io.fabric8")
                    .knownTo("collectors.kubernetes.edge", "collectors.longhorn.edge", "responders.targets.kubernetes"),
            library("java.util.logging").knownTo());

    private static final List<Impurity> IMPURITIES = List.of(
            impurity("read the clock", "Instant.now", "System.currentTimeMillis", "Clock.systemUTC", "Clock.system")
                    .doneBy(
                            "app.cli.ActionsListCommand",
                            "app.cli.ActionsShowCommand",
                            "app.cli.BusOption",
                            "app.cli.DrillCommand",
                            "app.cli.DoctorCommand",
                            "app.cli.LabUpCommand",
                            "app.cli.PolicyCheckCommand",
                            "app.cli.PublishCommand",
                            "app.cli.RunbooksListCommand",
                            "app.cli.RunbooksShowCommand",
                            "app.cli.RunbooksTestCommand",
                            "app.cli.StoreOption",
                            "transport.tempo.Tempo"),
            impurity(
                            "throw dice",
                            "UUID.randomUUID",
                            "Math.random",
                            "Random.<init>",
                            "SecureRandom.<init>",
                            "ThreadLocalRandom.current")
                    .doneBy(
                            "app.cli.Fresh",
                            "app.lab.Token",
                            "collectors.running.Effort",
                            "transport.bus.Backoff",
                            "transport.bus.Parking",
                            "transport.bus.Subscription",
                            "transport.embedded.PasswordFile",
                            "transport.store.Writer"),
            impurity("print past the log", "System.out", "System.err").doneBy("app.Main"));

    List<ArchRule> rules() {
        List<ArchRule> rules = new ArrayList<>();
        MODULES.forEach(module -> rules.add(importsOnly(module)));
        PURE.forEach(zone -> rules.add(doesNothing(zone)));
        LIBRARIES.forEach(library -> rules.add(staysWhereItIs(library)));
        IMPURITIES.forEach(impurity -> rules.add(isDoneByFew(impurity)));
        rules.add(everyClassHasAModule());
        rules.add(packagesHaveNoCycles());
        rules.add(packagesSayWhatTheyAre());
        return rules;
    }

    /** One predicate for each row of the library table: somebody must satisfy it, or the row has a spelling mistake. */
    List<DescribedPredicate<JavaClass>> uses() {
        return LIBRARIES.stream()
                .filter(library -> !library.knownTo().isEmpty())
                .flatMap(library -> library.packages().stream().map(name -> uses(name + "..")))
                .toList();
    }

    /** The packages that compute and do nothing else. */
    List<String> pure() {
        return PURE.stream().map(zone -> root + "." + zone).toList();
    }

    /** The classes that the table of impurities names. */
    Set<String> named() {
        return IMPURITIES.stream()
                .flatMap(impurity -> impurity.doneBy().stream())
                .map(name -> root + "." + name)
                .collect(Collectors.toSet());
    }

    private ArchRule importsOnly(Module module) {
        String[] reachable = Stream.concat(Stream.of(module.name()), module.mayImport().stream())
                .flatMap(name -> MODULES.stream().filter(each -> each.name().equals(name)))
                .flatMap(each -> each.packages().stream())
                .map(this::below)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAnyPackage(belowAll(module.packages()))
                .should()
                .dependOnClassesThat(resideInAPackage(below()).and(not(resideInAnyPackage(reachable))))
                .as("%s imports only %s of ours".formatted(module.name(), module.mayImport()))
                // Folders that are still to come have no classes.
                .allowEmptyShould(true);
    }

    private ArchRule doesNothing(String zone) {
        DescribedPredicate<JavaClass> world = resideInAnyPackage(WORLD.toArray(String[]::new))
                .or(describe("of the world", each -> WORLD_CLASSES.contains(each.getName())));
        return noClasses()
                .that()
                .resideInAPackage(below(zone))
                .and()
                .resideOutsideOfPackage(below(zone, "edge"))
                .should()
                .dependOnClassesThat(world)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .as("%s is pure: no I/O, clock, thread, log or random".formatted(zone))
                // A bad house need not have every room.
                .allowEmptyShould(true);
    }

    private ArchRule staysWhereItIs(Library library) {
        var insiders = resideInAnyPackage(
                library.knownTo().stream().map(name -> root + "." + name).toArray(String[]::new));
        String[] theirs = library.packages().stream().map(name -> name + "..").toArray(String[]::new);
        return noClasses()
                .that(not(insiders).and(not(ofHarness())))
                .should()
                .dependOnClassesThat(resideInAnyPackage(theirs))
                .as("%s is known only to %s".formatted(library.packages(), library.knownTo()));
    }

    private ArchRule isDoneByFew(Impurity impurity) {
        DescribedPredicate<JavaClass> few =
                describe("named adapters", each -> impurity.doneBy().contains(withoutRoot(topLevel(each))));
        return classes()
                .that(not(few).and(not(ofHarness())))
                .should(new ArchCondition<>(impurity.name()) {
                    @Override
                    public void check(JavaClass item, ConditionEvents events) {
                        item.getAccessesFromSelf().stream()
                                .filter(access -> impurity.calls().contains(spelled(access)))
                                .forEach(access ->
                                        events.add(SimpleConditionEvent.violated(item, access.getDescription())));
                    }
                })
                .as("only %s %s".formatted(impurity.doneBy(), impurity.name()));
    }

    private ArchRule everyClassHasAModule() {
        String[] known = MODULES.stream()
                .flatMap(module -> module.packages().stream())
                .map(this::below)
                .toArray(String[]::new);
        return classes().should().resideInAnyPackage(known).as("every class belongs to a module of the table");
    }

    private ArchRule packagesHaveNoCycles() {
        return slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass each) {
                        return resideInAPackage(below("v1")).test(each)
                                ? SliceIdentifier.ignore()
                                : SliceIdentifier.of(each.getPackageName());
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles()
                .as("packages do not lean on each other in circles");
    }

    private ArchRule packagesSayWhatTheyAre() {
        return classes()
                .that()
                .resideOutsideOfPackage(below("v1"))
                .should(new ArchCondition<>("have a package-info with @NullMarked") {
                    @Override
                    public void check(JavaClass item, ConditionEvents events) {
                        if (!item.getPackage().isAnnotatedWith(NullMarked.class)) {
                            events.add(SimpleConditionEvent.violated(
                                    item, item.getPackageName() + " of " + item.getName() + " has none"));
                        }
                    }
                })
                .as("every package has a package-info with @NullMarked");
    }

    private DescribedPredicate<JavaClass> ofHarness() {
        return resideInAPackage(below("harness"));
    }

    private static DescribedPredicate<JavaClass> uses(String packages) {
        DescribedPredicate<JavaClass> theirs = resideInAPackage(packages);
        return describe(
                "uses " + packages,
                each -> each.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency -> theirs.test(dependency.getTargetClass())));
    }

    private static String spelled(JavaAccess<?> access) {
        return access.getTargetOwner().getSimpleName() + "."
                + access.getTarget().getName();
    }

    private static JavaClass topLevel(JavaClass each) {
        return each.getEnclosingClass().map(House::topLevel).orElse(each);
    }

    private String withoutRoot(JavaClass each) {
        return each.getName().substring(Math.min(each.getName().length(), root.length() + 1));
    }

    private String below(String... names) {
        return Stream.concat(Stream.of(root), Arrays.stream(names)).collect(Collectors.joining(".", "", ".."));
    }

    private String[] belowAll(List<String> names) {
        return names.stream().map(this::below).toArray(String[]::new);
    }

    private static Naming module(String name, String... packages) {
        return allowed -> new Module(name, List.of(packages), List.of(allowed));
    }

    private static Keeping library(String... packages) {
        return insiders -> new Library(List.of(packages), List.of(insiders));
    }

    private static Doing impurity(String name, String... calls) {
        return classes -> new Impurity(name, Set.of(calls), Set.of(classes));
    }

    private interface Naming {
        Module mayImport(String... modules);
    }

    private interface Keeping {
        Library knownTo(String... packages);
    }

    private interface Doing {
        Impurity doneBy(String... classes);
    }
}

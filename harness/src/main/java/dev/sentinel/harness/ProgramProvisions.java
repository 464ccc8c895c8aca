package dev.sentinel.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The ways to come by a program whose files the tests read and damage, so that one in a container will not do. */
record ProgramProvisions(Map<String, String> environment, Debian debian) {
    static ProgramProvisions onThisMachine() {
        return new ProgramProvisions(System.getenv(), Debian.onThisMachine());
    }

    Path provide(String variable, String binary, String debianPackage) {
        return Provision.first(
                "the program " + binary,
                order(variable, binary, debianPackage),
                "set " + variable + "=/path/to/" + binary + ", or install the package " + debianPackage
                        + " (or what brings " + binary + " on your system), or put its folder on the PATH, or run the"
                        + " tests on Debian or Ubuntu as root or with passwordless sudo.");
    }

    List<Provision<Path>> order(String variable, String binary, String debianPackage) {
        return List.of(
                new Given(environment, variable), debian.installed(binary), debian.installing(binary, debianPackage));
    }

    /** A program that somebody put somewhere. */
    private record Given(Map<String, String> environment, String variable) implements Provision<Path> {
        @Override
        public String name() {
            return variable;
        }

        @Override
        public Offer<Path> offer() {
            String value = environment.getOrDefault(variable, "");
            if (value.isBlank()) {
                return new Offer.Declines<>("is not set");
            }
            Path program = Path.of(value.strip());
            if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
                throw new NoServerException(
                        variable + " names " + program + ", which is no program; correct the variable or unset it");
            }
            return new Offer.Serves<>(program.toAbsolutePath());
        }
    }
}

package dev.sentinel.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs from this machine, or, on Debian and Ubuntu with the right to do so, from its package archive. */
public final class Debian {
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(15);
    private static final Duration ASK_LIMIT = Duration.ofSeconds(10);

    // Held by whoever installs, of all threads and processes of this machine: the archive's lists change under one who
    // reads them while another fetches them, and of two who forbid services the first to end would allow them.
    static final Path LOCK = Path.of("/run/sentinel-tests-install.lock");
    static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");

    // While packages install, policy-rc.d forbids that they start a service: it would take the default ports and
    // outlive us.
    // One that is already there is the administrator's word and stays.
    // The lists that are here will mostly do; what they lack, or what somebody else is fetching just now, is there
    // after
    // an update.
    private static final String INSTALL = """
            lock=$1 policy=$2
            shift 2
            exec 9>"$lock"
            flock -w 600 9 || { echo "another test run has been installing packages for ten minutes ($lock)"; exit 1; }
            if [ ! -e "$policy" ]; then
                trap 'rm -f "$policy"' EXIT
                trap 'exit 130' INT TERM HUP
                printf '#!/bin/sh\\nexit 101\\n' > "$policy" && chmod 755 "$policy"
            fi
            export DEBIAN_FRONTEND=noninteractive
            install() {
                apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 install "$@"
            }
            install "$@" && exit
            apt-get -q -o DPkg::Lock::Timeout=300 update || echo 'apt-get update failed; going on with the package lists that are here'
            install "$@"
            """;

    private final Host host;

    Debian(Host host) {
        this.host = host;
    }

    /** What has to be known of and done to the machine. */
    interface Host {
        /** In the order in which programs are looked for. */
        List<Path> programFolders();

        boolean isRoot();

        Command.Outcome run(Duration limit, List<String> words);

        /** Returns when nobody installs: half of a package is no program. */
        void awaitInstalled();

        /** Something the person who started the tests must see. */
        void say(String message);
    }

    static Debian onThisMachine() {
        return new Debian(new ThisHost());
    }

    /** Finds a program, or installs the package that brings it; throws, naming both, when neither is possible. */
    public static Path program(String binary, String debianPackage) {
        Debian debian = onThisMachine();
        return Provision.first(
                "the program " + binary,
                List.of(debian.installed(binary), debian.installing(binary, debianPackage)),
                "install the package " + debianPackage + " (or what brings " + binary
                        + " on your system), or put its folder on the PATH.");
    }

    Provision<Path> installed(String binary) {
        return new Installed(binary);
    }

    Provision<Path> installing(String binary, String... packages) {
        return new Installing(binary, List.of(packages));
    }

    /** What installs packages, as root; {@code lock} and {@code policy} are its own in a test. */
    static List<String> installing(Path lock, Path policy, List<String> packages) {
        List<String> words =
                new ArrayList<>(List.of("sh", "-c", INSTALL, "install", lock.toString(), policy.toString()));
        words.addAll(packages);
        return words;
    }

    Optional<Path> find(String binary) {
        return host.programFolders().stream()
                .map(folder -> folder.resolve(binary))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private final class Installed implements Provision<Path> {
        private final String binary;

        private Installed(String binary) {
            this.binary = binary;
        }

        @Override
        public String name() {
            return "installed programs";
        }

        @Override
        public Offer<Path> offer() {
            if (find(binary).isPresent()) {
                host.awaitInstalled();
            }
            return find(binary)
                    .<Offer<Path>>map(Offer.Serves::new)
                    .orElseGet(() -> new Offer.Declines<>(binary + " is not on the PATH nor in the usual folders"));
        }
    }

    private final class Installing implements Provision<Path> {
        private final String binary;
        private final List<String> packages;

        private Installing(String binary, List<String> packages) {
            this.binary = binary;
            this.packages = packages;
        }

        @Override
        public String name() {
            return "apt-get install " + String.join(" ", packages);
        }

        @Override
        public Offer<Path> offer() {
            if (find("apt-get").isEmpty()) {
                return new Offer.Declines<>("this is not Debian or Ubuntu (there is no apt-get)");
            }
            List<String> asRoot = new ArrayList<>();
            if (!host.isRoot()) {
                if (!mayBecomeRoot()) {
                    return new Offer.Declines<>("needs root or passwordless sudo");
                }
                asRoot.addAll(List.of("sudo", "-n"));
            }
            return install(asRoot);
        }

        private boolean mayBecomeRoot() {
            return find("sudo").isPresent()
                    && host.run(ASK_LIMIT, List.of("sudo", "-n", "true")).succeeded();
        }

        private Offer<Path> install(List<String> asRoot) {
            host.say("The tests need " + binary + ", which is not here: installing " + String.join(" ", packages)
                    + " with apt-get. No service is started.");
            List<String> words = Stream.of(asRoot, installing(LOCK, POLICY, packages))
                    .flatMap(List::stream)
                    .toList();
            Command.Outcome outcome = host.run(INSTALL_LIMIT, words);
            if (!outcome.succeeded()) {
                return new Offer.Declines<>("failed: " + lastLine(outcome.output()));
            }
            return find(binary)
                    .<Offer<Path>>map(Offer.Serves::new)
                    .orElseGet(() -> new Offer.Declines<>("succeeded, but brought no " + binary));
        }

        private static String lastLine(String output) {
            return output.lines().reduce("it printed nothing", (before, line) -> line);
        }
    }
}

package dev.sentinel.app.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --folder}: which lab is meant, when there are several. */
final class LabFolderOption {
    private static final Path USUAL = Path.of("sentinel-lab");

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Where the lab keeps its state (default: ${DEFAULT-VALUE}).")
    private Path folder = USUAL;

    Path folder() {
        return folder;
    }

    /** As it must be said again to mean the same lab; nothing when it is the usual one. */
    String inWords() {
        return folder.equals(USUAL) ? "" : " --folder " + folder;
    }
}

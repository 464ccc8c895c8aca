package dev.sentinel.app.config;

import java.nio.file.Path;
import java.util.Optional;

/** What defaults may depend on besides the file; asked once, in {@code main}. */
public record Surroundings(Path workingFolder, Optional<Path> stateHome) {

    /** XDG_STATE_HOME when it is set, because then somebody decided where state goes; else beside the work. */
    Path dataFolder() {
        return stateHome.map(home -> home.resolve("sentinel")).orElseGet(() -> workingFolder.resolve("sentinel-data"));
    }
}

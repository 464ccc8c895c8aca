package dev.sentinel.app.build;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The version and the commit this program was built from; no time, so that equal sources give equal jars. */
public record BuildInfo(String version, String commit) {
    private static final String RESOURCE = "/dev/sentinel/app/build.properties";

    public static BuildInfo ofThisProgram() {
        try (var stream = BuildInfo.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar; build it again with ./mvnw");
            }
            var properties = new Properties();
            properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
            return new BuildInfo(
                    properties.getProperty("version", "unknown"), properties.getProperty("commit", "unknown"));
        } catch (IOException broken) {
            throw new UncheckedIOException(RESOURCE + " cannot be read; build the jar again with ./mvnw", broken);
        }
    }
}

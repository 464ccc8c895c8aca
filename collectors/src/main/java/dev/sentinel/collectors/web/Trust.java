package dev.sentinel.collectors.web;

import dev.sentinel.transport.bus.PemTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whom to trust over TLS, and the certificate to show, as PEM files. Files that were replaced are read again.
 *
 * @param authorities the only authorities to trust; without them those of the machine
 */
public record Trust(Optional<Path> authorities, Optional<PemTls.Identity> identity) {

    /** The authorities of the machine, and no certificate of our own. */
    public static Trust ofMachine() {
        return new Trust(Optional.empty(), Optional.empty());
    }

    /** Changes when a file does. */
    List<String> stamps() {
        return Stream.concat(
                        authorities.stream(),
                        identity.stream().flatMap(own -> Stream.of(own.certificateFile(), own.keyFile())))
                .map(Trust::stamp)
                .toList();
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return "none";
        }
    }
}

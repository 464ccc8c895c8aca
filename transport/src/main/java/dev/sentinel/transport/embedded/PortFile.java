package dev.sentinel.transport.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which port the broker of a folder took last, so that other commands find it. */
record PortFile(Path path) {

    static PortFile in(Path folder) {
        return new PortFile(folder.resolve("port"));
    }

    void write(int port) {
        try {
            Files.writeString(path, Integer.toString(port));
        } catch (IOException e) {
            throw new BrokerFault("Cannot write the broker's port to " + path + ": " + e.getMessage(), e);
        }
    }

    Optional<Integer> read() {
        try {
            return Files.exists(path)
                    ? Optional.of(Integer.parseInt(Files.readString(path).strip()))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw new BrokerFault("Cannot read the broker's port from " + path + ": " + e.getMessage(), e);
        }
    }
}

package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.logs.Envelope;
import dev.sentinel.collectors.logs.Origin;
import dev.sentinel.collectors.logs.RateLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Which files of a machine are read as logs, and how much work that may be.
 *
 * @param root where the machine's files begin: "/", or "/host" in a container that has them mounted there
 * @param files what is read; an earlier one decides about a file that two of them find
 * @param whose which container is what; containers that no rule knows are not read
 * @param every how often files are looked at; default 1 s. Asking so seldom is cheaper than being told of each line, and
 *     works on every file system
 * @param bytesPerLook read in one look, over all files; default 8 MiB
 * @param bytesPerFile read of one file in one look; default 2 MiB
 * @param openFiles kept open at a time; default 256. Others are opened when they grow
 * @param mostFiles read at all; default 4096. When there are more, the collector's health says so
 * @param firstBytes of a file that is there when Sentinel reads for the first time ever, so many last bytes are read;
 *     default 1 MiB. Files that appear later are read from their beginning
 * @param limits events of one signature and source
 */
public record FileSettings(
        Path root,
        List<Watched> files,
        Whose whose,
        Duration every,
        long bytesPerLook,
        long bytesPerFile,
        int openFiles,
        int mostFiles,
        long firstBytes,
        RateLimit.Limits limits) {

    /** Some files. */
    public sealed interface Watched {
        /** An absolute path on the machine, in which * and ? stand for parts of one name. */
        String glob();
    }

    /** Logs of containers, under the names that the kubelet gives; CRI or Docker's JSON. */
    public record Pods(String glob) implements Watched {
        public Pods {
            absolute(glob);
        }
    }

    /** The log of something that is known. */
    public record Plain(String glob, Envelope envelope, Origin origin) implements Watched {
        public Plain {
            absolute(glob);
        }
    }

    public FileSettings {
        files = List.copyOf(files);
        if (bytesPerLook < 4096 || bytesPerFile < 4096 || openFiles < 1 || mostFiles < 1 || firstBytes < 0) {
            throw new IllegalArgumentException(
                    "nothing could be read with %d bytes per look, %d per file, %d open files of %d"
                            .formatted(bytesPerLook, bytesPerFile, openFiles, mostFiles));
        }
    }

    /** The logs of all containers that the rules know, on the machine whose files begin there. */
    public static FileSettings usual(Path root, Whose whose) {
        return new FileSettings(
                root,
                List.of(new Pods("/var/log/pods/*/*/*.log"), new Pods("/var/log/containers/*.log")),
                whose,
                Duration.ofSeconds(1),
                8 << 20,
                2 << 20,
                256,
                4096,
                1 << 20,
                RateLimit.Limits.USUAL);
    }

    /** The same, for these files. */
    public FileSettings reading(List<Watched> others) {
        return new FileSettings(
                root, others, whose, every, bytesPerLook, bytesPerFile, openFiles, mostFiles, firstBytes, limits);
    }

    private static void absolute(String glob) {
        if (!glob.startsWith("/") || glob.contains("..") || glob.length() > 1024) {
            throw new IllegalArgumentException("\"%s\" is not an absolute path without ..".formatted(glob));
        }
    }
}

package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.logs.Replicas;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.NotKept;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the log files of this machine. */
public final class LogFiles implements Collector {
    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Rhythm SLOW = new Rhythm(Duration.ofSeconds(30), LIMIT);

    private final FileSettings settings;
    private final Hearing.Ears ears;

    /** Whoever else wants to hear the lines listens. */
    public LogFiles(FileSettings settings, SignatureFolder signatures, List<Listener> listeners, Replicas replicas) {
        this.settings = settings;
        this.ears = new Hearing.Ears(signatures, listeners, replicas, settings.limits());
    }

    @Override
    public String name() {
        return "logs";
    }

    @Override
    public Reach reach() {
        return Reach.HOST;
    }

    @Override
    public void open(Desk desk) {
        Ref machine = machine(desk);
        Reader reader = new Reader(desk);
        Source files = new Source("files", globs(), machine);
        desk.closes(reader::close);
        desk.poll(files, new Rhythm(settings.every(), LIMIT), reader::look);
        desk.poll(new Source("access", globs(), machine), SLOW, reader::complain);
        desk.poll(new Source("signatures", "signatures", machine), SLOW, ears.signatures()::look);
    }

    private Ref machine(Desk desk) {
        String node = settings.whose().node();
        return node.isEmpty() ? Refs.of("host.machine", desk.witness().instance()) : Refs.node(node);
    }

    private String globs() {
        return String.join(
                " ", settings.files().stream().map(FileSettings.Watched::glob).toList());
    }

    /** Keeps a look going over failures: after one everything begins again from what is remembered. */
    private final class Reader {
        private final Desk desk;
        private Optional<FileLook> look = Optional.empty();
        private volatile FileLook.Shortcomings last = new FileLook.Shortcomings(List.of(), 0);

        Reader(Desk desk) {
            this.desk = desk;
        }

        synchronized void look() throws IOException, InterruptedException {
            FileLook going = look.orElseGet(() -> new FileLook(settings, desk, ears));
            look = Optional.of(going);
            boolean well = false;
            try {
                last = going.look();
                well = true;
            } finally {
                if (!well) {
                    going.close();
                    look = Optional.empty();
                }
            }
        }

        void complain() throws IOException {
            FileLook.Shortcomings now = last;
            if (!now.troubles().isEmpty()) {
                throw explained(now.troubles());
            }
            if (now.leftOut() > 0) {
                throw Unreachable.because(
                        UnreachableCause.UNREACHABLE_CAUSE_IO,
                        "%d files are not read because there are more than %d; allow more, or name fewer"
                                .formatted(now.leftOut(), settings.mostFiles()));
            }
        }

        private void close() {
            look.ifPresent(going -> {
                try {
                    desk.tell(going.lastWords());
                } catch (NotKept e) {
                    LOG.atWarn().addKeyValue("why", e.getMessage()).log("the last counts of left out lines were lost");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                going.close();
            });
        }
    }

    private static IOException explained(List<IOException> troubles) {
        IOException first = troubles.getFirst();
        String more = troubles.size() > 1 ? " (and %d more)".formatted(troubles.size() - 1) : "";
        return first instanceof AccessDeniedException denied
                ? Unreachable.forbidden(
                        "read " + denied.getFile(),
                        "%s is not readable%s; %s".formatted(denied.getFile(), more, remedy()))
                : Unreachable.because(UnreachableCause.UNREACHABLE_CAUSE_IO, first + more);
    }

    private static String remedy() {
        return "run as root, or in the group of the files (usually root or adm), or with the capability"
                + " DAC_READ_SEARCH; in a container mount /var/log of the machine (hostPath, read-only)";
    }

    @Override
    public List<Check> examine() {
        List<Check> checks = new ArrayList<>();
        FileFinder finder = new FileFinder(settings);
        Map<Path, FileFinder.Found> found = finder.find();
        List<Path> unreadable =
                found.keySet().stream().filter(path -> !Files.isReadable(path)).toList();
        if (!finder.troubles().isEmpty() || !unreadable.isEmpty()) {
            String what = finder.troubles().isEmpty()
                    ? unreadable.getFirst().toString()
                    : finder.troubles().getFirst().toString();
            checks.add(Check.unreadable(
                    "log files",
                    "%s cannot be read as %s; %s".formatted(what, System.getProperty("user.name"), remedy())));
        } else if (found.isEmpty()) {
            checks.add(Check.noteworthy(
                    "log files",
                    "no file of a known store matches %s below %s; in a container mount /var/log of the machine"
                            .formatted(globs(), settings.root())));
        } else {
            checks.add(Check.readable("log files", "%d files".formatted(found.size())));
        }
        checks.add(ears.signatures().check());
        return checks;
    }
}

package dev.sentinel.collectors.multipath.edge;

import dev.sentinel.collectors.machine.Machine;
import dev.sentinel.collectors.machine.Program;
import dev.sentinel.collectors.multipath.MapsSeen;
import dev.sentinel.collectors.multipath.MultipathReading;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the multipath maps of this machine. */
public final class MultipathMaps implements Collector {
    static final JsonCodec<MapsSeen> MAPS = JsonCodec.of(MapsSeen.class);
    private static final String QUESTION = "show maps json";
    private static final String SEEN = "maps";

    private final MultipathSettings settings;
    private final Machine machine;

    public MultipathMaps(MultipathSettings settings, Machine machine) {
        this.settings = settings;
        this.machine = machine;
    }

    @Override
    public String name() {
        return "multipath";
    }

    @Override
    public Reach reach() {
        return Reach.HOST;
    }

    @Override
    public void open(Desk desk) {
        Ref self = machine.ref();
        MultipathReading reading = new MultipathReading(desk.facts(), self);
        Program program = program();
        desk.poll(
                new Source("maps", settings.socket() + " or " + settings.program(), self),
                new Rhythm(settings.every(), settings.limit().multipliedBy(2)),
                () -> {
                    String answer = ask(program);
                    MapsSeen before = desk.memory().recall(SEEN, MAPS).orElse(MapsSeen.NOTHING);
                    MultipathReading.Result result = reading.read(answer, machine.openMaps(), before, desk.now());
                    desk.tell(result.events());
                    if (!result.seen().equals(before)) {
                        desk.memory().remember(SEEN, result.seen(), MAPS);
                    }
                });
    }

    private Program program() {
        return new Program(List.of(settings.program(), "show", "maps", "json"), settings.limit(), DaemonSocket.LONGEST);
    }

    private String ask(Program program) throws IOException, InterruptedException {
        if (Files.exists(settings.socket())) {
            return permitted(new DaemonSocket(settings.socket()).ask(QUESTION));
        }
        return permitted(program.answer());
    }

    /** The daemon speaks to root only, and says so in words. */
    private static String permitted(String answer) throws Unreachable {
        String words = answer.replace("\0", "").strip();
        if (words.startsWith("permission deny") || words.startsWith("need to be root")) {
            throw Unreachable.forbidden("root for multipathd", words + "; run as root: multipathd answers nobody else");
        }
        return words;
    }

    @Override
    public List<Check> examine() {
        boolean socket = Files.exists(settings.socket());
        if (!socket && !Files.isExecutable(Path.of(settings.program()))) {
            return List.of(
                    Check.noteworthy(
                            "multipathd",
                            "neither %s nor %s is there: no multipath here, or, in a container, mount /run/multipathd.socket of the"
                                            .formatted(settings.socket(), settings.program())
                                    + " machine (multipath-tools 0.11 and later) or use its network namespace and bring multipathd"));
        }
        try {
            String answer = ask(program());
            return List.of(Check.readable("multipathd", "answers with %d bytes".formatted(answer.length())));
        } catch (IOException e) {
            return List.of(Check.unreadable("multipathd", String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Check.unreadable("multipathd", "interrupted"));
        }
    }
}

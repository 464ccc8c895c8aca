package dev.sentinel.lab.host;

import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Logs;
import dev.sentinel.lab.world.Maps;
import dev.sentinel.lab.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The files of one host below a folder: its mounts and block devices, the log of its CSI driver, and a {@code journalctl} that
 * prints what its kernel says. They follow the world until they are closed.
 */
public final class HostFiles implements AutoCloseable {

    /** Where the driver's log is, as Docker lays out the logs of its containers. */
    public static final String DRIVER_LOG = "/var/lib/docker/containers/*/*-json.log";

    private static final String DRIVER = "democratic-csi";
    private static final String CONTAINER = "6f9f3a525a0e4d0c9e553f1c7f6b2d10";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final String ROOT_MOUNT = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n";

    private final Stage stage;
    private final String host;
    private final Path root;
    private final Path kernel;
    private final Path driver;
    private final Thread follower;
    private volatile boolean closed;
    private long lastLine;
    private List<Maps.Seen> shown = List.of();

    /** What is to be shown at one moment. */
    private record Picture(List<Maps.Seen> maps, List<Logs.Line> kernel, List<Logs.Line> driver, long lastLine) {}

    private HostFiles(Stage stage, String host, Path root) throws IOException {
        this.stage = stage;
        this.host = host;
        this.root = root;
        this.kernel = root.resolve("var/log/journal/kernel");
        this.driver = root.resolve("var/lib/docker/containers/%1$s/%1$s-json.log".formatted(CONTAINER));
        write(kernel, "");
        write(driver, "");
        write(root.resolve("proc/1/mountinfo"), ROOT_MOUNT);
        Path unusedFolder = Files.createDirectories(root.resolve("sys/block"));
        // Whoever follows the journal of units hears nothing: there are none.
        write(journalctl(), """
                #!/bin/sh
                case "$*" in
                *--dmesg*) exec tail -n +1 -f "%s" ;;
                *) exec tail -f /dev/null ;;
                esac
                """.formatted(kernel));
        Path unusedFile = Files.setPosixFilePermissions(journalctl(), PosixFilePermissions.fromString("rwx------"));
        this.follower = Thread.ofPlatform().daemon().name("files of " + host).unstarted(this::follow);
    }

    /** Lays them out below a folder, which is made. */
    public static HostFiles lay(Stage stage, String host, Path root) throws IOException {
        HostFiles files = new HostFiles(stage, host, root);
        files.show();
        files.follower.start();
        return files;
    }

    /** Where they begin. */
    public Path root() {
        return root;
    }

    /** What prints the kernel's messages. */
    public Path journalctl() {
        return root.resolve("usr/bin/journalctl");
    }

    private void follow() {
        try {
            while (!closed) {
                long turn = stage.turn();
                show();
                stage.awaitTurnAfter(turn, LONGEST_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("the files of %s cannot be written".formatted(host), e);
        }
    }

    private void show() throws IOException {
        Picture now = stage.look(this::picture);
        if (!now.maps().equals(shown)) {
            disks(now.maps());
            shown = now.maps();
        }
        append(driver, now.driver().stream().map(HostFiles::logged).toList());
        append(kernel, now.kernel().stream().map(HostFiles::entry).toList());
        lastLine = now.lastLine();
    }

    private Picture picture(World world) {
        return new Picture(
                world.maps().of(host),
                world.logs().after(Logs.Source.host(host, "kernel"), lastLine),
                world.logs().after(Logs.Source.host(host, DRIVER), lastLine),
                world.logs().lastNumber());
    }

    private void disks(List<Maps.Seen> maps) throws IOException {
        StringBuilder mounts = new StringBuilder(ROOT_MOUNT);
        for (Maps.Seen map : maps) {
            for (String folder : List.of(
                    "sys/block/" + map.device(), "sys/class/block/" + map.device(), "sys/dev/block/" + map.number())) {
                write(root.resolve(folder + "/dev"), map.number() + "\n");
                write(root.resolve(folder + "/dm/uuid"), "mpath-" + map.wwid() + "\n");
                write(root.resolve(folder + "/dm/name"), map.wwid() + "\n");
            }
            map.mount()
                    .ifPresent(where -> mounts.append("%d 22 %s / %s rw,relatime shared:%d - ext4 /dev/mapper/%s rw\n"
                            .formatted(90 + map.minor(), map.number(), where, map.minor(), map.wwid())));
        }
        write(root.resolve("proc/1/mountinfo"), mounts.toString());
    }

    /** As Docker writes a line down. */
    private static String logged(Logs.Line line) {
        return "{\"log\":\"%s\\n\",\"stream\":\"stdout\",\"time\":\"%s\"}".formatted(escaped(line.text()), line.at());
    }

    /** As the journal prints an entry in JSON. */
    private static String entry(Logs.Line line) {
        return "{\"__CURSOR\":\"s=1;i=%x\",\"__REALTIME_TIMESTAMP\":\"%d\",\"_TRANSPORT\":\"kernel\",\"MESSAGE\":\"%s\"}"
                .formatted(line.number(), micros(line.at()), escaped(line.text()));
    }

    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }

    private static String escaped(String text) {
        StringBuilder json = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '"' || each == '\\') {
                json.append('\\').append(each);
            } else {
                json.append(each < ' ' ? "\\u%04x".formatted((int) each) : each);
            }
        }
        return json.toString();
    }

    private static void append(Path file, List<String> lines) throws IOException {
        if (!lines.isEmpty()) {
            Path unused = Files.write(file, lines, StandardOpenOption.APPEND);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path unusedFolder = Files.createDirectories(file.getParent());
        Path unusedFile = Files.writeString(file, text);
    }

    @Override
    public void close() {
        closed = true;
        follower.interrupt();
    }
}

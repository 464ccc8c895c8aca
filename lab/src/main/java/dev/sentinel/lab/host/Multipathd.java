package dev.sentinel.lab.host;

import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Maps;
import dev.sentinel.lab.world.World;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The daemon of one host, asked over its socket: a length of eight bytes, then text that ends with zero, both ways. It knows one
 * question, {@code show maps json} (telemetry page 5.1).
 */
public final class Multipathd implements AutoCloseable {

    private static final int LONGEST_QUESTION = 1_024;

    private final Stage stage;
    private final String host;
    private final Path socket;
    private final ServerSocketChannel channel;

    private Multipathd(Stage stage, String host, Path socket, ServerSocketChannel channel) {
        this.stage = stage;
        this.host = host;
        this.socket = socket;
        this.channel = channel;
    }

    /** Begins to listen; the path of a socket has few characters. */
    public static Multipathd open(Stage stage, String host, Path socket) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            ServerSocketChannel unused = channel.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        Multipathd daemon = new Multipathd(stage, host, socket, channel);
        Thread.ofPlatform().daemon().name("multipathd of " + host).start(daemon::serve);
        return daemon;
    }

    private void serve() {
        while (channel.isOpen()) {
            try (SocketChannel client = channel.accept()) {
                String question = question(client);
                answer(client, question.equals("show maps json") ? stage.look(this::maps) : "fail\n");
            } catch (IOException e) {
                // Whoever asked went away, or this was closed, which ends the loop.
            }
        }
    }

    private static String question(SocketChannel client) throws IOException {
        long length = filled(client, Long.BYTES).getLong();
        if (length < 1 || length > LONGEST_QUESTION) {
            throw new IOException("a question has 1 to %d bytes, not %d".formatted(LONGEST_QUESTION, length));
        }
        byte[] words = new byte[(int) length];
        filled(client, words.length).get(words);
        return new String(words, 0, words.length - 1, StandardCharsets.UTF_8);
    }

    private static ByteBuffer filled(SocketChannel client, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        while (buffer.hasRemaining()) {
            if (client.read(buffer) < 0) {
                throw new IOException("the question ended early");
            }
        }
        return buffer.flip();
    }

    private static void answer(SocketChannel client, String text) throws IOException {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(Long.BYTES + bytes.length)
                .order(ByteOrder.nativeOrder())
                .putLong(bytes.length)
                .put(bytes)
                .flip();
        while (all.hasRemaining()) {
            int unused = client.write(all);
        }
    }

    private String maps(World world) {
        List<Maps.Seen> all = world.maps().of(host);
        return "{\"major_version\":0,\"minor_version\":1,\"maps\":[%s]}"
                .formatted(all.stream().map(Multipathd::map).collect(Collectors.joining(",")));
    }

    private static String map(Maps.Seen map) {
        return """
                {"name":"%1$s","uuid":"%1$s","sysfs":"%2$s","failback":"immediate","queueing":"on","paths":2,\
                "write_prot":"rw","dm_st":"active","features":"1 queue_if_no_path","hwhandler":"1 alua",\
                "path_groups":[%3$s,%4$s]}""".formatted(
                        map.wwid(),
                        map.device(),
                        group(1, 50, map.active() ? "active" : "enabled", "sdb", "8:16"),
                        group(2, 10, "enabled", "sdc", "8:32"));
    }

    private static String group(int number, int priority, String state, String device, String deviceNumber) {
        return """
                {"selector":"service-time 0","pri":%d,"dm_st":"%s","group":%d,"paths":[{"dev":"%s","dev_t":"%s",\
                "dm_st":"active","dev_st":"running","chk_st":"ready","pri":%1$d}]}""".formatted(priority, state, number, device, deviceNumber);
    }

    @Override
    public void close() {
        try {
            channel.close();
            boolean unused = Files.deleteIfExists(socket);
        } catch (IOException e) {
            // Its folder goes with the play.
        }
    }
}

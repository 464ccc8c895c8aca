package dev.sentinel.lab.outside;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A mail server that takes everything for everybody and delivers it to who reads {@link #mails()}; plain SMTP, no login. */
public final class MailServer implements AutoCloseable, Outage.Listening {

    private static final int REMEMBERED = 1_000;
    private static final int CALLERS = 50;

    private final Recent<Mail> mails = new Recent<>(REMEMBERED);
    private final Outage outage = new Outage(this);
    private final InstantSource time;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> callers = ConcurrentHashMap.newKeySet();
    private final int port;
    private ServerSocket listener;

    private MailServer(InstantSource time, ServerSocket listener) {
        this.time = time;
        this.listener = listener;
        this.port = listener.getLocalPort();
    }

    /** Starts to listen; port 0 takes any free one. The time is that of a clock, or {@code stage::now}. */
    public static MailServer open(InstantSource time, int port) throws IOException {
        MailServer server = new MailServer(time, listener(port));
        server.serve();
        return server;
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** Its codes are those of SMTP: {@code fails(451, 2)} puts two mails off, {@code limits} says 421. */
    public Outage outage() {
        return outage;
    }

    /** The last thousand, in the order in which they came. */
    public List<Mail> mails() {
        return mails.all();
    }

    @Override
    public synchronized void stop() {
        quietly(listener);
        callers.forEach(MailServer::quietly);
    }

    @Override
    public synchronized void start() throws IOException {
        listener = listener(port);
        serve();
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }

    private static ServerSocket listener(int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        return listener;
    }

    private void serve() {
        ServerSocket mine = listener;
        // Not a virtual thread: one that waits for a caller lets go of the port only some time after it was closed.
        var unused = Thread.ofPlatform().daemon().name("lab-mail").start(() -> accept(mine));
    }

    private void accept(ServerSocket mine) {
        try {
            while (!mine.isClosed()) {
                Socket caller = mine.accept();
                var unused = threads.submit(() -> talk(caller));
            }
        } catch (IOException e) {
            // The listener was closed, which is how it is told to end.
        }
    }

    private boolean talk(Socket caller) throws IOException, InterruptedException {
        callers.add(caller);
        try (caller) {
            new SmtpTalk(caller, outage, time, mails::add).run(callers.size() > CALLERS);
            return true;
        } finally {
            callers.remove(caller);
        }
    }

    private static void quietly(Closeable each) {
        try {
            each.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}

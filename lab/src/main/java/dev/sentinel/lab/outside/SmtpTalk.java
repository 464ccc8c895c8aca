package dev.sentinel.lab.outside;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One caller of the mail server, from the greeting to QUIT (RFC 5321, the part that senders use). */
final class SmtpTalk {

    private static final int LINE = 2_000;
    private static final int SIZE = 1024 * 1024;
    private static final int RECIPIENTS = 100;
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Pattern PATH =
            Pattern.compile("(?:FROM|TO):\\s*<([^<>\\s]{0,254})>.*", Pattern.CASE_INSENSITIVE);

    private final InputStream in;
    private final OutputStream out;
    private final Outage outage;
    private final InstantSource time;
    private final Consumer<Mail> mailbox;
    private Optional<String> sender = Optional.empty();
    private final List<String> recipients = new ArrayList<>();
    private boolean greeted;
    private boolean answerLost;

    SmtpTalk(Socket caller, Outage outage, InstantSource time, Consumer<Mail> mailbox) throws IOException {
        caller.setSoTimeout((int) IDLE.toMillis());
        this.in = new BufferedInputStream(caller.getInputStream());
        this.out = caller.getOutputStream();
        this.outage = outage;
        this.time = time;
        this.mailbox = mailbox;
    }

    /** Talks until one of both ends it. */
    void run(boolean tooMany) throws IOException, InterruptedException {
        if (tooMany) {
            say("421 4.7.0 too many connections, try again later");
            return;
        }
        say("220 mail.lab.invalid ESMTP");
        Optional<String> line = line();
        while (line.isPresent() && heard(line.get())) {
            line = line();
        }
    }

    /** False when the talk is over. */
    private boolean heard(String line) throws IOException, InterruptedException {
        String[] words = line.split(" ", 2);
        String rest = words.length == 2 ? words[1] : "";
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "EHLO" -> greet("250-mail.lab.invalid\r\n250-8BITMIME\r\n250 SIZE " + SIZE);
            case "HELO" -> greet("250 mail.lab.invalid");
            case "MAIL" -> from(rest);
            case "RCPT" -> to(rest);
            case "DATA" -> data();
            case "RSET" -> {
                reset();
                yield say("250 2.0.0 OK");
            }
            case "NOOP" -> say("250 2.0.0 OK");
            case "QUIT" -> !say("221 2.0.0 bye");
            default -> say("500 5.5.2 command not recognised");
        };
    }

    private boolean greet(String answer) throws IOException, InterruptedException {
        greeted = true;
        reset();
        return say(answer);
    }

    private boolean from(String rest) throws IOException, InterruptedException {
        Matcher path = PATH.matcher(rest);
        if (!greeted || sender.isPresent()) {
            return say("503 5.5.1 bad sequence of commands");
        }
        if (!path.matches()) {
            return say("501 5.5.4 syntax: MAIL FROM:<address>");
        }
        switch (outage.next()) {
            case Outage.Fate.Served served -> answerLost = false;
            case Outage.Fate.AnswerLost lost -> answerLost = true;
            case Outage.Fate.Refused refused -> {
                if (refused.retryAfter().isPresent()) {
                    say("421 4.7.0 too many mails, try again later");
                    return false;
                }
                return say("%d the lab was told to refuse".formatted(refused.code()));
            }
        }
        sender = Optional.of(path.group(1));
        return say("250 2.1.0 OK");
    }

    private boolean to(String rest) throws IOException, InterruptedException {
        Matcher path = PATH.matcher(rest);
        if (sender.isEmpty()) {
            return say("503 5.5.1 bad sequence of commands");
        }
        if (!path.matches() || path.group(1).isEmpty()) {
            return say("501 5.5.4 syntax: RCPT TO:<address>");
        }
        if (recipients.size() >= RECIPIENTS) {
            return say("452 4.5.3 too many recipients");
        }
        recipients.add(path.group(1));
        return say("250 2.1.5 OK");
    }

    private boolean data() throws IOException, InterruptedException {
        if (recipients.isEmpty()) {
            return say("503 5.5.1 bad sequence of commands");
        }
        say("354 end with a dot on a line of its own");
        StringBuilder text = new StringBuilder();
        boolean tooBig = false;
        Optional<String> line = line();
        while (line.isPresent() && !line.get().equals(".")) {
            // A line that begins with a dot was sent with one more.
            String plain = line.get().startsWith(".") ? line.get().substring(1) : line.get();
            tooBig |= text.length() + plain.length() > SIZE;
            if (!tooBig) {
                text.append(plain).append("\r\n");
            }
            line = line();
        }
        if (line.isEmpty()) {
            return false;
        }
        if (tooBig) {
            reset();
            return say("552 5.3.4 the message is over the limit of %d bytes".formatted(SIZE));
        }
        mailbox.accept(new Mail(time.instant(), sender.orElseThrow(), recipients, text.toString()));
        reset();
        return !answerLost && say("250 2.0.0 OK: taken");
    }

    private void reset() {
        sender = Optional.empty();
        recipients.clear();
    }

    private boolean say(String line) throws IOException, InterruptedException {
        Thread.sleep(outage.delay());
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return true;
    }

    /** Without its end; none when the caller is gone or sends a line beyond every limit. */
    private Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            if (line.size() > LINE) {
                return Optional.empty();
            }
            next = in.read();
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return next < 0
                ? Optional.empty()
                : Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}

package dev.sentinel.responders.notify.edge;

import dev.sentinel.responders.notify.Letters;
import dev.sentinel.responders.notify.News;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** A mail to each of some people, through one server. What is not open and not over is told once for each state. */
public record MailDoor(String name, Server server, String from, List<String> to, boolean allowPrivate)
        implements Channel {
    private static final String LIMIT_MILLIS = "10000";

    /** Where mail is handed in; TLS is demanded unless it is a machine of one's own that has none. */
    public record Server(String host, int port, boolean tls, Optional<Login> login) {}

    /** Who hands it in. */
    public record Login(String user, Token password) {}

    public MailDoor {
        to = List.copyOf(to);
    }

    @Override
    public Manner manner() {
        return new Manner(false, false, false, true);
    }

    @Override
    public Carried carry(News news, Optional<Post> post, Instant now) {
        try {
            var unused = new Doorstep(allowPrivate).find(server.host());
            send(Letters.of(news), now);
            return new Carried.There(Optional.empty());
        } catch (UnknownHostException e) {
            return new Carried.NotNow("the name %s is not known".formatted(server.host()), Optional.empty());
        } catch (Doorstep.Forbidden e) {
            return new Carried.Never(String.valueOf(e.getMessage()));
        } catch (AuthenticationFailedException e) {
            return new Carried.Never("%s does not accept user and password".formatted(server.host()));
        } catch (SendFailedException e) {
            boolean forever = e.getInvalidAddresses() != null && e.getInvalidAddresses().length > 0;
            return forever
                    ? new Carried.Never("an address is not taken: " + e.getMessage())
                    : new Carried.NotNow(String.valueOf(e.getMessage()), Optional.empty());
        } catch (MessagingException e) {
            return new Carried.NotNow(
                    "%s did not take it: %s".formatted(server.host(), e.getMessage()), Optional.empty());
        }
    }

    private void send(Letters.Letter letter, Instant now) throws MessagingException {
        Session session = Session.getInstance(properties());
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress(from, true));
        for (String each : to) {
            mail.addRecipient(Message.RecipientType.TO, new InternetAddress(each, true));
        }
        // Both are set as text: a line break in them would be folded, never a header of its own.
        mail.setSubject(letter.subject(), "UTF-8");
        mail.setText(letter.body(), "UTF-8");
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setSentDate(Date.from(now));
        try (Transport transport = session.getTransport("smtp")) {
            if (server.login().isPresent()) {
                transport.connect(
                        server.login().get().user(),
                        server.login().get().password().read());
            } else {
                transport.connect();
            }
            mail.saveChanges();
            transport.sendMessage(mail, mail.getAllRecipients());
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", server.host());
        properties.put("mail.smtp.port", Integer.toString(server.port()));
        properties.put("mail.smtp.auth", Boolean.toString(server.login().isPresent()));
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", Boolean.toString(server.tls()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.connectiontimeout", LIMIT_MILLIS);
        properties.put("mail.smtp.timeout", LIMIT_MILLIS);
        properties.put("mail.smtp.writetimeout", LIMIT_MILLIS);
        return properties;
    }
}

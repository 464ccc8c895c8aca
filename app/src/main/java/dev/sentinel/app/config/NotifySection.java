package dev.sentinel.app.config;

import dev.sentinel.app.config.RespondersConfig.Notices;
import dev.sentinel.responders.notify.QuietHours;
import dev.sentinel.responders.notify.Route;
import dev.sentinel.responders.notify.edge.AlertmanagerDoor;
import dev.sentinel.responders.notify.edge.Channel;
import dev.sentinel.responders.notify.edge.MailDoor;
import dev.sentinel.responders.notify.edge.Notifier;
import dev.sentinel.responders.notify.edge.PagerDuty;
import dev.sentinel.responders.notify.edge.SlackBot;
import dev.sentinel.responders.notify.edge.SlackHook;
import dev.sentinel.responders.notify.edge.Token;
import dev.sentinel.responders.notify.edge.WebhookDoor;
import dev.sentinel.v1.Severity;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Through which doors people are told, and who is told what. */
record NotifySection(Shape<Path> path) {
    private static final int MOST = 50;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern ROOM = Pattern.compile("#?[A-Za-z0-9_-]{1,80}");
    private static final Pattern MAIL = Pattern.compile("[^\\s@<>,;]{1,64}@[^\\s@<>,;]{1,190}");
    private static final URI SLACK = URI.create("https://slack.com/api/");
    private static final URI PAGER = URI.create("https://events.pagerduty.com/v2/enqueue");

    /** Severities as people write them. */
    private enum Level {
        INFO,
        WARNING,
        ERROR,
        CRITICAL;

        Severity severity() {
            return Severity.valueOf("SEVERITY_" + name());
        }
    }

    Notices read(Section section) {
        List<Channel> channels = new ArrayList<>();
        // Also those that cannot be used: one mistake is told once.
        var named = new HashSet<String>();
        section.sections("slack", MOST, below -> slack(below, named)).forEach(each -> each.ifPresent(channels::add));
        section.sections("pagerduty", MOST, below -> pager(below, named))
                .forEach(each -> each.ifPresent(channels::add));
        section.sections("webhook", MOST, below -> webhook(below, named))
                .forEach(each -> each.ifPresent(channels::add));
        section.sections("alertmanager", MOST, below -> alertmanager(below, named))
                .forEach(each -> each.ifPresent(channels::add));
        section.sections("mail", MOST, below -> mail(below, named)).forEach(each -> each.ifPresent(channels::add));
        var names = new HashSet<String>();
        channels.stream()
                .filter(each -> !names.add(each.name()))
                .findFirst()
                .ifPresent(twice -> List.of("slack", "pagerduty", "webhook", "alertmanager", "mail")
                        .forEach(key ->
                                section.complain(key, "two channels are called \"%s\"".formatted(twice.name()))));
        var routes = section.sections("routes", MOST, below -> route(below, named)).stream()
                .flatMap(Optional::stream)
                .toList();
        var storm = section.section("storm", NotifySection::storm);
        var signing = section.find("slack-signing-file", path.where(SecretFile::guarded))
                .map(ResponderTree::secret);
        return new Notices(channels, routes.isEmpty() ? everything(channels) : routes, storm, signing);
    }

    /** Without routes every channel hears of what is open and worth an error. */
    private static List<Route> everything(List<Channel> channels) {
        return channels.isEmpty()
                ? List.of()
                : List.of(new Route(
                        Severity.SEVERITY_ERROR,
                        List.of(),
                        List.of(),
                        channels.stream().map(Channel::name).toList(),
                        false,
                        true,
                        Optional.empty()));
    }

    private static Notifier.Storm storm(Section section) {
        return new Notifier.Storm(
                section.get("most", Shape.number(1, 1000), 20),
                section.get(
                        "within", Shape.duration(Duration.ofMinutes(1), Duration.ofDays(1)), Duration.ofMinutes(10)));
    }

    private Optional<Channel> slack(Section section, Set<String> named) {
        var name = name(section, "slack", named);
        var room = section.find("channel", Shape.matching(ROOM, "write a channel's id, or its name with #"));
        var token = section.find("token-file", path.where(SecretFile::guarded));
        var hook = section.find("webhook-file", path.where(SecretFile::guarded));
        var api = section.get("api", Shape.of(SiteSection::url, URI::toString), SLACK);
        boolean allowed = allowPrivate(section);
        if (section.has("token-file") == section.has("webhook-file")) {
            section.complain(
                    section.has("token-file") ? "webhook-file" : "name",
                    "write either token-file and channel, or webhook-file");
        }
        if (section.has("token-file") && !section.has("channel")) {
            section.complain("token-file", "needs a channel beside it");
        }
        Optional<Channel> bot = token.flatMap(
                file -> room.map(where -> new SlackBot(name, slashed(api), secret(file), where, allowed)));
        return bot.or(() -> hook.map(file -> new SlackHook(name, secret(file), allowed)));
    }

    private static URI slashed(URI api) {
        return api.toString().endsWith("/") ? api : URI.create(api + "/");
    }

    private Optional<Channel> pager(Section section, Set<String> named) {
        var name = name(section, "pagerduty", named);
        section.demand("routing-key-file", "the integration key of a service, Events API v2");
        var key = section.find("routing-key-file", path.where(SecretFile::guarded));
        var api = section.get("api", Shape.of(SiteSection::url, URI::toString), PAGER);
        boolean allowed = allowPrivate(section);
        return key.map(file -> new PagerDuty(name, api, secret(file), allowed));
    }

    private Optional<Channel> webhook(Section section, Set<String> named) {
        var name = name(section, "webhook", named);
        section.demand("url", "where it is sent");
        section.demand("key-file", "what the receiver checks the signature with");
        var url = section.find("url", Shape.of(SiteSection::url, URI::toString));
        var key = section.find("key-file", path.where(SecretFile::guarded));
        boolean allowed = allowPrivate(section);
        return url.flatMap(where -> key.map(file -> new WebhookDoor(name, where, secret(file), allowed)));
    }

    private Optional<Channel> alertmanager(Section section, Set<String> named) {
        var name = name(section, "alertmanager", named);
        section.demand("url", "where it is");
        var url = section.find("url", Shape.of(SiteSection::url, URI::toString));
        boolean allowed = allowPrivate(section);
        return url.map(where -> new AlertmanagerDoor(name, where, allowed));
    }

    private Optional<Channel> mail(Section section, Set<String> named) {
        var name = name(section, "mail", named);
        section.demand("server", "the host and port that takes mail");
        section.demand("from", "whose mail it is");
        section.demand("to", "who gets it");
        var address = Shape.matching(MAIL, "write one address like oncall@example.org");
        var server = section.find("server", Shape.address());
        var tls = section.get("tls", Shape.flag(), true);
        var user = section.find("user", Shape.text());
        var password = section.find("password-file", path.where(SecretFile::guarded));
        var from = section.find("from", address);
        var to = section.get("to", Shape.listOf(address, MOST), List.of());
        boolean allowed = allowPrivate(section);
        if (section.has("user") != section.has("password-file")) {
            section.complain(section.has("user") ? "user" : "password-file", "user and password-file go together");
        }
        var login = user.flatMap(who -> password.map(file -> new MailDoor.Login(who, secret(file))));
        return server.flatMap(where -> from.map(sender ->
                new MailDoor(name, new MailDoor.Server(where.host(), where.port(), tls, login), sender, to, allowed)));
    }

    private static String name(Section section, String usual, Set<String> named) {
        var name = section.get("name", Shape.matching(NAME, "use up to 32 of a-z, 0-9 and -"), usual);
        named.add(name);
        return name;
    }

    private static boolean allowPrivate(Section section) {
        return section.get("allow-private", Shape.flag(), false);
    }

    private static Token secret(Path file) {
        return new Token(ResponderTree.secret(file));
    }

    private Optional<Route> route(Section section, Set<String> channels) {
        section.demand("channels", "where to");
        var named = section.get("channels", Shape.listOf(Shape.text(), MOST), List.of());
        named.stream()
                .filter(each -> !channels.contains(each))
                .forEach(unknown -> section.complain("channels", "no channel is called \"%s\"".formatted(unknown)));
        var least = section.get("least", Shape.choice(Level.class), Level.ERROR);
        var clusters = section.get("clusters", Shape.listOf(Shape.text(), MOST), List.of());
        var patterns = section.get("patterns", Shape.listOf(Shape.text(), MOST), List.of());
        var suspicions = section.get("suspicions", Shape.flag(), false);
        var plans = section.get("plans", Shape.flag(), true);
        var quiet = section.section("quiet", NotifySection::quiet);
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(new Route(least.severity(), clusters, patterns, named, suspicions, plans, quiet));
    }

    private static Optional<QuietHours> quiet(Section section) {
        var from = section.find("from", time());
        var to = section.find("to", time());
        var zone = section.get("zone", Shape.of(NotifySection::zone, ZoneId::toString), ZoneId.of("UTC"));
        var least = section.get("least", Shape.choice(Level.class), Level.CRITICAL);
        if (section.has("from") != section.has("to")) {
            section.complain(section.has("from") ? "from" : "to", "from and to go together");
        }
        if (from.isPresent() && from.equals(to)) {
            section.complain("to", "is the same as from; quiet hours need a beginning and an end");
            return Optional.empty();
        }
        return from.flatMap(begin -> to.map(end -> new QuietHours(begin, end, zone, least.severity())));
    }

    private static Shape<LocalTime> time() {
        return Shape.of(
                text -> {
                    try {
                        return Parsed.good(LocalTime.parse(text));
                    } catch (DateTimeException broken) {
                        return Parsed.wrong("\"%s\" is not a time of day; write one like \"22:00\"".formatted(text));
                    }
                },
                LocalTime::toString);
    }

    private static Parsed<ZoneId> zone(String text) {
        try {
            return Parsed.good(ZoneId.of(text));
        } catch (DateTimeException broken) {
            return Parsed.wrong("\"%s\" is not a time zone; write one like Europe/Berlin".formatted(text));
        }
    }
}

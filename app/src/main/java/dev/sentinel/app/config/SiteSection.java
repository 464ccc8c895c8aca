package dev.sentinel.app.config;

import dev.sentinel.collectors.web.Limits;
import dev.sentinel.collectors.web.Login;
import dev.sentinel.collectors.web.Secret;
import dev.sentinel.collectors.web.Site;
import dev.sentinel.collectors.web.Trust;
import dev.sentinel.transport.bus.PemTls;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where a server is, who we are to it, and whom we trust. */
record SiteSection(Shape<Path> path) {
    private static final Duration USUAL = Duration.ofSeconds(5);

    /** The token may go into a header of the server's own. */
    Optional<Site> read(Section section, Optional<String> tokenHeader) {
        var url = section.find("url", Shape.of(SiteSection::url, URI::toString));
        var login = login(section, tokenHeader);
        var trust = section.section("tls", this::trust);
        var timeout = section.get("timeout", Shape.duration(Duration.ofMillis(500), Duration.ofSeconds(20)), USUAL);
        var usual = Limits.usual();
        return url.map(base -> new Site(base, login, trust, new Limits(usual.connect(), timeout, usual.mostBytes())));
    }

    private Login login(Section section, Optional<String> tokenHeader) {
        var token = section.find("token-file", secretFile());
        var user = section.find("user", Shape.text());
        var password = section.find("password-file", secretFile());
        if (section.has("user") != section.has("password-file")) {
            section.complain(section.has("user") ? "user" : "password-file", "user and password-file go together");
        }
        if (section.has("token-file") && section.has("user")) {
            section.complain("token-file", "is not used beside a user; write one of them");
        }
        Optional<Login> byToken = token.map(file -> tokenHeader
                .<Login>map(header -> new Login.Header(header, Secret.file(file)))
                .orElseGet(() -> new Login.Bearer(Secret.file(file))));
        return byToken.or(() -> user.filter(name -> !name.contains(":"))
                        .flatMap(name -> password.map(file -> new Login.Basic(name, Secret.file(file)))))
                .orElseGet(Login.Nobody::new);
    }

    /** Read at each use, because tokens are rotated; here only who may read it is looked at. */
    private Shape<Path> secretFile() {
        return path.where(SecretFile::guarded);
    }

    private Trust trust(Section section) {
        var ca = section.find("ca-file", path);
        var certificate = section.find("certificate-file", path);
        var key = section.find("key-file", path.where(SecretFile::guarded));
        if (section.has("certificate-file") != section.has("key-file")) {
            section.complain(
                    section.has("key-file") ? "key-file" : "certificate-file",
                    "certificate-file and key-file go together");
        }
        return new Trust(ca, certificate.flatMap(file -> key.map(secret -> new PemTls.Identity(file, secret))));
    }

    static Parsed<URI> url(String text) {
        try {
            var uri = new URI(text);
            if (uri.getRawUserInfo() != null) {
                // Not repeated in the message: it most likely holds a password.
                return Parsed.wrong("holds a user or password; write user and password-file instead");
            }
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null
                    ? Parsed.good(uri)
                    : Parsed.wrong(
                            "\"%s\" is not the address of a server; write one like http://prometheus.example:9090"
                                    .formatted(text));
        } catch (URISyntaxException broken) {
            return Parsed.wrong("is not an address (%s at character %d); write one like http://prometheus.example:9090"
                    .formatted(broken.getReason(), broken.getIndex() + 1));
        }
    }
}

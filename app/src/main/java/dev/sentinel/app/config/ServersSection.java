package dev.sentinel.app.config;

import dev.sentinel.app.config.CollectorsConfig.Servers;
import dev.sentinel.collectors.prometheus.Server;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.web.Site;
import dev.sentinel.collectors.web.Watched;
import dev.sentinel.v1.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Servers of one kind: those that are named, and whether others are looked for. */
record ServersSection(Shape<Path> path) {
    private static final int MOST = 200;
    private static final int MOST_PLACES = 16;
    private static final Duration USUAL = Duration.ofSeconds(15);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._:-]{0,198}[A-Za-z0-9])?");
    private static final String NAME_RULE =
            "use up to 200 letters, digits, dots, colons and hyphens, as in prometheus-k8s-0";

    /** What every server is: its reference, where it is, and what its data stands on. */
    private record Given(Ref ref, Site site, List<Ref> places) {}

    Servers<Server> prometheus(Section section) {
        return read(
                section,
                true,
                each -> server("prometheus.server", each).map(given -> {
                    var budget = each.find("startup-budget", Shape.duration(Duration.ofSeconds(1), Duration.ofDays(7)));
                    var size = each.find("volume-size", Shape.size(Size.mebibytes(1), new Size(1L << 50)));
                    var server = new Server(given.ref(), given.places(), budget, size.map(Size::bytes));
                    return watched(server, given);
                }));
    }

    Servers<Store> stores(String thing, Section section) {
        return read(
                section,
                true,
                each -> server(thing, each).map(given -> watched(new Store(given.ref(), given.places()), given)));
    }

    /** Those that no census finds. */
    Servers<Store> named(String thing, Section section) {
        return read(
                section,
                false,
                each -> server(thing, each).map(given -> watched(new Store(given.ref(), given.places()), given)));
    }

    private interface Reading<T> {
        Optional<Watched<T>> read(Section section);
    }

    private <T> Servers<T> read(Section section, boolean found, Reading<T> reading) {
        var every = section.get("every", Shape.duration(Duration.ofSeconds(5), Duration.ofMinutes(10)), USUAL);
        var discover = found && section.get("discover", Shape.flag(), false);
        var servers = section.sections("servers", MOST, reading::read).stream()
                .flatMap(Optional::stream)
                .toList();
        var names = new HashSet<Ref>();
        servers.stream()
                .filter(each -> !names.add(each.ref()))
                .findFirst()
                .ifPresent(twice -> section.complain(
                        "servers",
                        "two of them are called \"%s\"".formatted(twice.ref().getName())));
        return new Servers<>(servers, discover, every);
    }

    private Optional<Given> server(String thing, Section section) {
        section.demand("url", "where the server answers");
        var site = new SiteSection(path).read(section, Optional.empty());
        var namespace = section.find("namespace", Shape.matching(NAME, NAME_RULE));
        var name = section.find("name", Shape.matching(NAME, NAME_RULE));
        var places = section.get("stored-on", Shape.listOf(Things.shape(), MOST_PLACES), List.of());
        return site.map(where -> {
            var ref = Ref.newBuilder()
                    .setKind(thing)
                    .setNamespace(namespace.orElse(""))
                    .setName(name.orElseGet(() -> host(where)))
                    .build();
            return new Given(ref, where, places);
        });
    }

    private static String host(Site site) {
        var base = site.base();
        return base.getPort() < 0 ? base.getHost() : base.getHost() + ":" + base.getPort();
    }

    private static <T> Watched<T> watched(T thing, Given given) {
        return new Watched<>(thing, given.ref(), Watched.storedOn(given.ref(), given.places()), given.site());
    }
}

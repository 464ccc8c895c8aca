package dev.sentinel.correlator.patterns;

import dev.sentinel.correlator.topology.Path;
import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code paths} and {@code link}: how evidence leads to the pivot, and what two clauses must share. */
final class Ways {
    private final ThingKinds things;
    private final String pivot;

    Ways(ThingKinds things, String pivot) {
        this.things = things;
        this.pivot = pivot;
    }

    List<Path> paths(Section section) {
        if (!section.has("paths")) {
            section.missing("paths");
        }
        var paths = new ArrayList<Path>();
        for (var item : section.items("paths")) {
            path(section, "paths", item).ifPresent(path -> {
                if (!pivot.equals(Path.ANY) && !path.to().equals(pivot)) {
                    section.complain(
                            "paths", item, "ends at %s; every path ends at the pivot, %s".formatted(path.to(), pivot));
                }
                if (paths.stream().anyMatch(each -> each.from().equals(path.from()))) {
                    section.warn(
                            "paths",
                            item,
                            "begins at %s like one before it; only the first is walked".formatted(path.from()));
                }
                paths.add(path);
            });
        }
        if (section.has("paths") && section.items("paths").isEmpty()) {
            section.complain("paths", "names no path");
        }
        return paths;
    }

    List<Path> links(Section section, List<Path> paths) {
        var marked = paths.stream().filter(Ways::isMarked).count();
        if (section.has("link") && marked > 0) {
            section.complain("link", "the link is marked (!) in \"paths\" already; keep one of the two");
        } else if (marked > 0 && marked < paths.size()) {
            section.complain(
                    "paths",
                    "the link is marked (!) in some paths and not in others; mark it in each, or use \"link\"");
        }
        var links = new ArrayList<Path>();
        for (var item : section.items("link")) {
            var link = path(section, "link", item);
            if (link.filter(Ways::isMarked).isPresent()) {
                section.complain("link", item, "a way to the link ends at it and needs no mark (!)");
            }
            link.ifPresent(links::add);
        }
        return links;
    }

    private static boolean isMarked(Path path) {
        return path.hops().stream().anyMatch(Path.Hop::link);
    }

    private Optional<Path> path(Section section, String key, Section.Item item) {
        var parsed = PathText.parse(item.text());
        if (parsed instanceof Parsed.Wrong<Path> wrong) {
            section.complain(key, item, wrong.why());
        }
        parsed.found()
                .ifPresent(path -> PathText.things(path)
                        .forEach(kind -> things.doubt(kind).ifPresent(doubt -> section.warn(key, item, doubt))));
        return parsed.found();
    }

    /** The kinds of thing that a clause's link can be; none when it has no link. */
    static Set<String> linkKinds(List<Path> paths, List<Path> links) {
        var kinds = new TreeSet<String>();
        links.forEach(link -> kinds.add(link.to()));
        paths.forEach(path -> path.hops().stream().filter(Path.Hop::link).forEach(hop -> kinds.add(hop.to())));
        return kinds;
    }
}

package dev.sentinel.collectors.nomad.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sentinel.collectors.nomad.Table;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.collectors.web.Answer;
import dev.sentinel.collectors.web.Lines;
import dev.sentinel.collectors.web.Web;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The pages of Nomad's API that are asked. */
final class NomadPages {
    private static final int PAGE = 1_000;
    /** Somewhat more than the reading remembers, so that it can say that there are more. */
    private static final int MOST = 20_000 + PAGE;

    private final Web web;
    private final NomadRegion region;

    NomadPages(Web web, NomadRegion region) {
        this.web = web;
        this.region = region;
    }

    /** A table as it was at an index. */
    record Listed(long index, JsonNode items) {}

    String name(Table table) {
        return switch (table) {
            case ALLOCATIONS -> "allocations";
            case NODES -> "nodes";
            case JOBS -> "jobs";
        };
    }

    /** All of a table. Older servers do not know pages and answer with everything at once. */
    Listed all(Table table) throws IOException, InterruptedException {
        Answer first = first(table);
        long index = index(first);
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        add(all, first);
        Optional<String> next = first.header("X-Nomad-NextToken").filter(token -> !token.isEmpty());
        while (next.isPresent() && all.size() < MOST) {
            Answer page = get(path(table) + "&next_token=" + encoded(next.get()));
            add(all, page);
            next = page.header("X-Nomad-NextToken").filter(token -> !token.isEmpty());
        }
        return new Listed(index, all);
    }

    Answer first(Table table) throws IOException, InterruptedException {
        return get(path(table));
    }

    /** A job as a whole; none when it went since it was listed. */
    Optional<JsonNode> job(String namespace, String id) throws IOException, InterruptedException {
        try {
            String path = "/v1/job/%s?namespace=%s".formatted(encoded(id), encoded(namespace));
            Answer answer = web.get(region.site(), inRegion(path));
            return answer.status() == 404 ? Optional.empty() : Optional.of(answer.json());
        } catch (Unreachable e) {
            throw advised(e);
        }
    }

    /** What happens, from an index on. */
    Lines stream(long index) throws IOException, InterruptedException {
        try {
            return web.lines(
                    region.site(),
                    inRegion("/v1/event/stream?topic=Allocation&topic=Node&topic=Job&namespace=*&index=" + index),
                    region.silence());
        } catch (Unreachable e) {
            throw advised(e);
        }
    }

    private Answer get(String path) throws IOException, InterruptedException {
        try {
            Answer answer = web.get(region.site(), inRegion(path));
            String unused = answer.text();
            return answer;
        } catch (Unreachable e) {
            throw advised(e);
        }
    }

    private String path(Table table) {
        return "/v1/%s?namespace=*&per_page=%d".formatted(name(table), PAGE);
    }

    private String inRegion(String path) {
        return region.region().isEmpty() ? path : path + "&region=" + encoded(region.region());
    }

    private static void add(ArrayNode all, Answer page) throws Unreachable {
        JsonNode items = page.json();
        if (!items.isArray()) {
            throw Unreachable.because(
                    UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                    page.page() + " did not answer with a list; is this a Nomad?");
        }
        items.forEach(all::add);
    }

    private static long index(Answer answer) throws Unreachable {
        String text = answer.header("X-Nomad-Index").orElse("");
        try {
            return Long.parseUnsignedLong(text) & Long.MAX_VALUE;
        } catch (NumberFormatException e) {
            throw Unreachable.because(
                    UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                    answer.page() + " has no header X-Nomad-Index; is this a Nomad?");
        }
    }

    private static Unreachable advised(Unreachable e) {
        return e.why() == UnreachableCause.UNREACHABLE_CAUSE_FORBIDDEN
                ? Unreachable.forbidden(
                        "nomad acl: namespace \"*\" { policy = \"read\" } node { policy = \"read\" }",
                        e.getMessage()
                                + "; the policy of its token needs namespace \"*\" { policy = \"read\" } and node {"
                                + " policy = \"read\" }")
                : e;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

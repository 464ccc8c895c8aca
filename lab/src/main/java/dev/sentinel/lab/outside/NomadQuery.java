package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Tree;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of a listing is wanted, and after which change; a wait is of real time. */
record NomadQuery(long index, Duration patience, int perPage, String next) {

    private static final Duration USUAL = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

    static NomadQuery of(Request request) {
        return new NomadQuery(
                number(request, "index", 0),
                request.asked("wait").stream()
                        .findFirst()
                        .map(NomadQuery::duration)
                        .orElse(USUAL),
                (int) Math.min(Integer.MAX_VALUE, number(request, "per_page", Integer.MAX_VALUE)),
                request.asked("next_token").stream().findFirst().orElse(""));
    }

    /** Waits until there is a later change than the one that the caller knows. */
    void await(Stage stage, LongSupplier change) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        long turn = stage.turn();
        while (index > 0 && stage.look(any -> change.getAsLong()) <= index && System.nanoTime() < end) {
            stage.awaitTurnAfter(turn, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            turn = stage.turn();
        }
    }

    Reply page(JsonNode answer, long change) {
        JsonNode page = answer;
        String more = "";
        if (answer.isArray()) {
            List<JsonNode> from = Tree.items(answer)
                    .dropWhile(each -> !next.isEmpty() && !Tree.text(each, "ID").equals(next))
                    .toList();
            page = Tree.value(from.stream().limit(perPage).toList());
            more = from.size() > perPage ? Tree.text(from.get(perPage), "ID") : "";
        }
        Reply.Whole reply = Reply.json(200, page)
                .with("X-Nomad-Index", Long.toString(change))
                .with("X-Nomad-KnownLeader", "true")
                .with("X-Nomad-LastContact", "0");
        return more.isEmpty() ? reply : reply.with("X-Nomad-NextToken", more);
    }

    private static long number(Request request, String name, long otherwise) {
        try {
            return request.asked(name).stream().findFirst().map(Long::parseLong).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new NomadError(400, "Invalid " + name);
        }
    }

    private static Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new NomadError(400, "Invalid wait time");
        }
        long amount = Long.parseLong(parts.group(1));
        Duration said = switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
        return said.compareTo(LONGEST) > 0 ? LONGEST : said;
    }
}

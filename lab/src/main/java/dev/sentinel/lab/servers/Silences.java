package dev.sentinel.lab.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Dice;
import dev.sentinel.lab.world.Tree;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The silences of an Alertmanager: made, changed, listed, expired; at most so many. */
final class Silences {

    static final int MOST = 1_000;

    private static final int LONGEST = 200;

    /** All matchers must hold; one that compares says whether it wants equality. */
    private record Matcher(String name, String value, boolean regex, boolean equal) {

        boolean holds(Map<String, String> labels) {
            String label = labels.getOrDefault(name, "");
            boolean same = regex ? Pattern.matches(value, label) : label.equals(value);
            return same == equal;
        }

        ObjectNode json() {
            return Tree.of("name", name, "value", value, "isRegex", regex, "isEqual", equal);
        }
    }

    private record Silence(
            String id,
            List<Matcher> matchers,
            Instant startsAt,
            Instant endsAt,
            Instant updatedAt,
            String createdBy,
            String comment) {

        String state(Instant now) {
            return !endsAt.isAfter(now) ? "expired" : startsAt.isAfter(now) ? "pending" : "active";
        }

        ObjectNode json(Instant now) {
            return Tree.of(
                    "id", id,
                    "status", Tree.of("state", state(now)),
                    "matchers", Tree.list(matchers.stream().map(Matcher::json).toArray()),
                    "startsAt", LogLine.time(startsAt),
                    "endsAt", LogLine.time(endsAt),
                    "updatedAt", LogLine.time(updatedAt),
                    "createdBy", createdBy,
                    "comment", comment);
        }
    }

    /** Why a silence is turned away. */
    private static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;

        Bad(String message) {
            super(message);
        }
    }

    private final Map<String, Silence> silences = new LinkedHashMap<>();

    void clear() {
        silences.clear();
    }

    /** The ids of those that hold an alert back. */
    List<String> muting(Instant now, Map<String, String> labels) {
        return silences.values().stream()
                .filter(each -> each.state(now).equals("active"))
                .filter(each -> each.matchers().stream().allMatch(matcher -> matcher.holds(labels)))
                .map(Silence::id)
                .toList();
    }

    ArrayNode listed(Instant now) {
        return Tree.list(silences.values().stream().map(each -> each.json(now)).toArray());
    }

    Optional<ObjectNode> one(Instant now, String id) {
        return Optional.ofNullable(silences.get(id)).map(each -> each.json(now));
    }

    boolean expire(Instant now, String id) {
        Silence old = silences.get(id);
        if (old == null) {
            return false;
        }
        if (!old.state(now).equals("expired")) {
            silences.put(id, new Silence(id, old.matchers(), old.startsAt(), now, now, old.createdBy(), old.comment()));
        }
        return true;
    }

    /** A silence with the id of a living one takes its place. */
    Answered post(Instant now, JsonNode body, Dice dice) {
        try {
            String known = Tree.text(body, "id");
            if (!known.isEmpty() && !silences.containsKey(known)) {
                return Answered.json(404, Tree.value("silence not found"));
            }
            if (known.isEmpty() && silences.size() >= MOST) {
                throw new Bad("exceeded maximum number of silences: " + MOST);
            }
            Silence silence = read(now, body, known.isEmpty() ? dice.uid() : known);
            silences.put(silence.id(), silence);
            return Answered.json(200, Tree.of("silenceID", silence.id()));
        } catch (Bad e) {
            return Answered.json(400, Tree.value(String.valueOf(e.getMessage())));
        } catch (DateTimeException e) {
            return Answered.json(400, Tree.value("a time is not RFC 3339: " + e.getMessage()));
        }
    }

    private static Silence read(Instant now, JsonNode body, String id) throws Bad {
        List<Matcher> matchers = Tree.items(body, "matchers")
                .map(each -> new Matcher(
                        Tree.text(each, "name"),
                        Tree.text(each, "value"),
                        Tree.flag(each, "isRegex"),
                        each.path("isEqual").asBoolean(true)))
                .toList();
        for (Matcher each : matchers) {
            check(each);
        }
        if (matchers.stream().allMatch(each -> each.holds(Map.of()))) {
            throw new Bad("invalid silence: at least one matcher must not match the empty string");
        }
        Instant startsAt = Tree.time(body, now, "startsAt");
        Instant endsAt = Tree.time(body, Instant.EPOCH, "endsAt");
        if (endsAt.isBefore(startsAt)) {
            throw new Bad("Failed to create silence: start time must be before end time");
        }
        if (endsAt.isBefore(now)) {
            throw new Bad("Failed to create silence: end time can't be in the past");
        }
        return new Silence(
                id,
                matchers,
                startsAt.isBefore(now) ? now : startsAt,
                endsAt,
                now,
                Tree.text(body, "createdBy"),
                Tree.text(body, "comment"));
    }

    private static void check(Matcher matcher) throws Bad {
        if (matcher.name().isEmpty() || matcher.value().length() > LONGEST) {
            throw new Bad("invalid silence: invalid label matcher");
        }
        if (matcher.regex()) {
            try {
                var unused = Pattern.compile(matcher.value());
            } catch (PatternSyntaxException e) {
                throw new Bad("invalid silence: invalid label matcher: " + e.getDescription());
            }
        }
    }
}

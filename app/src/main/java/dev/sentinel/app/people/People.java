package dev.sentinel.app.people;

import dev.sentinel.responders.approvals.Role;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.ActorKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Everybody who may decide. */
public record People(List<Person> all) {
    private static final String BEARER = "Bearer ";

    public People {
        all = List.copyOf(all);
    }

    /** What became of somebody's wish to do something. */
    public sealed interface Answer {
        record Welcome(Actor actor, Set<Role> roles) implements Answer {
            public Welcome {
                roles = Set.copyOf(roles);
            }
        }

        /** Nobody known. */
        record Stranger(String why) implements Answer {}

        /** Known, and may not. */
        record Denied(String why, Actor actor) implements Answer {}
    }

    /**
     * Who shows this header, for something that needs a right. While nobody is configured everybody on this machine may look,
     * and nobody may decide.
     */
    public Answer byToken(Optional<String> authorization, Role needed, String channel) {
        if (all.isEmpty()) {
            return needed == Role.VIEWER
                    ? new Answer.Welcome(actor("anybody", "anybody on this machine", channel), Set.of(Role.VIEWER))
                    : new Answer.Stranger(
                            "nobody is configured who may decide; write them below responders.people, each with a token-file");
        }
        Optional<String> shown = authorization
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).strip())
                .filter(token -> !token.isEmpty());
        return shown.flatMap(this::holder)
                .map(person -> admitted(person, needed, channel))
                .orElseGet(() -> new Answer.Stranger(
                        shown.isEmpty() ? "a token is needed: --token-file FILE" : "the token is nobody's"));
    }

    /** Whom Slack says it is. */
    public Answer bySlack(String userId, Role needed) {
        return all.stream()
                .filter(person -> person.slack().filter(userId::equals).isPresent())
                .findFirst()
                .map(person -> admitted(person, needed, "slack"))
                .orElseGet(() ->
                        new Answer.Stranger("the Slack user %s is nobody's in responders.people".formatted(userId)));
    }

    private static Answer admitted(Person person, Role needed, String channel) {
        Actor actor = actor(person.id(), person.name(), channel);
        return person.may(needed)
                ? new Answer.Welcome(actor, person.roles())
                : new Answer.Denied(
                        "%s has no right to do that; it needs the role %s"
                                .formatted(person.id(), needed.name().toLowerCase(Locale.ROOT)),
                        actor);
    }

    /** All are compared, in a time that says nothing about which was nearly right. */
    private Optional<Person> holder(String token) {
        byte[] shown = token.getBytes(StandardCharsets.UTF_8);
        Optional<Person> found = Optional.empty();
        for (Person person : all) {
            byte[] own = person.token().get().strip().getBytes(StandardCharsets.UTF_8);
            if (own.length > 0 && MessageDigest.isEqual(own, shown)) {
                found = Optional.of(person);
            }
        }
        return found;
    }

    /** Somebody of whom nothing is known, for the record. */
    public static Actor unknown(String channel) {
        return actor("unknown", "unknown", channel);
    }

    private static Actor actor(String id, String name, String channel) {
        return Actor.newBuilder()
                .setKind(ActorKind.ACTOR_KIND_PERSON)
                .setId("person:" + id)
                .setDisplayName(name)
                .setChannel(channel)
                .build();
    }
}

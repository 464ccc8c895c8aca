package dev.sentinel.app.demo;

import dev.sentinel.app.lab.Token;
import dev.sentinel.lab.outside.SlackServer;
import dev.sentinel.lab.scenario.Scenario.Person;
import dev.sentinel.lab.scenario.Scenario.Responding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who decides in a scenario, with what only they have: the part of the configuration about acting, and its files. */
final class Troupe {
    private static final String POLICY = "policy.yaml";
    private static final String SLACK_TOKEN = "slack.token";
    private static final String SLACK_SIGNING = "slack.signing";

    private final Optional<Responding> responding;
    private final Path folder;
    private final Map<String, String> tokens = new HashMap<>();

    Troupe(Optional<Responding> responding, Path folder) {
        this.responding = responding;
        this.folder = folder;
    }

    /**
     * The section {@code responders}; empty when nobody acts. Writes the files that it names.
     *
     * @param targets what may be changed, as a part of it
     */
    String section(Optional<SlackServer> slack, String targets) throws IOException {
        return responding.isPresent() ? section(responding.get(), slack, targets) : "";
    }

    private String section(Responding acting, Optional<SlackServer> slack, String targets) throws IOException {
        StringBuilder below = new StringBuilder(targets);
        if (!acting.policy().isEmpty()) {
            Path unused = Files.writeString(folder.resolve(POLICY), Theatre.block(acting.policy()));
            below.append("policy: ").append(POLICY).append('\n');
        }
        List<String> people = new ArrayList<>();
        for (Person person : acting.people()) {
            String token = Token.fresh();
            tokens.put(person.name(), token);
            secret(tokenFile(person.name()), token);
            String user = person.inSlack()
                    ? slack.map(each -> ", slack: " + each.person(person.name()))
                            .orElse("")
                    : "";
            people.add("  - {id: %s, roles: [%s], token-file: \"%s\"%s}"
                    .formatted(person.name(), String.join(", ", person.roles()), tokenFile(person.name()), user));
        }
        if (!people.isEmpty()) {
            below.append("people:\n").append(String.join("\n", people)).append('\n');
        }
        if (slack.isPresent()) {
            below.append(slack(slack.get()));
        }
        below.append(Theatre.block(acting.more()));
        return below.isEmpty()
                ? "responders: {}\n"
                : "responders:\n" + below.toString().indent(2);
    }

    private String slack(SlackServer slack) throws IOException {
        secret(folder.resolve(SLACK_TOKEN), slack.token());
        secret(folder.resolve(SLACK_SIGNING), slack.signingSecret());
        return """
                notify:
                  slack: {token-file: %s, channel: "%s", api: "%s", allow-private: true}
                  slack-signing-file: %s
                  routes: [{channels: [slack], least: info}]
                """.formatted(SLACK_TOKEN, Cast.ROOM, slack.api(), SLACK_SIGNING);
    }

    /** By the names of those who have them. */
    Map<String, String> tokens() {
        return Map.copyOf(tokens);
    }

    Path tokenFile(String person) {
        return folder.resolve(person + ".token");
    }

    /** Nobody else may read it, not even for a moment. */
    static void secret(Path file, String content) throws IOException {
        Path made = Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Path unused = Files.writeString(made, content);
    }
}

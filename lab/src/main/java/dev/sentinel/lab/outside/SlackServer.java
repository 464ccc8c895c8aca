package dev.sentinel.lab.outside;

import dev.sentinel.lab.world.Tree;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A Slack workspace with one app in it: the Web API, incoming webhooks, and people who press buttons. */
public final class SlackServer implements AutoCloseable {

    private static final int REMEMBERED = 10_000;

    private final SlackApp app = SlackApp.ofLab();
    private final SlackWorkspace workspace = new SlackWorkspace(REMEMBERED);
    private final SlackHooks hooks = new SlackHooks(workspace);
    private final InstantSource time;
    private final HttpDoor door;

    private SlackServer(InstantSource time, int port) throws IOException {
        this.time = time;
        this.door = HttpDoor.open(new SlackDesk(workspace, hooks, app), time, port);
    }

    /**
     * Starts to listen; port 0 takes any free one. The time is that of a clock, or {@code stage::now}. The app is in all of the
     * channels, {@code "#storage"} among them or not.
     */
    public static SlackServer open(InstantSource time, int port, String... channels) throws IOException {
        SlackServer server = new SlackServer(time, port);
        for (String channel : channels) {
            server.workspace.add(channel);
        }
        return server;
    }

    public URI uri() {
        return door.uri();
    }

    /** Before the names of methods: what is {@code https://slack.com/api/} elsewhere. */
    public URI api() {
        return door.uri().resolve("/api/");
    }

    /** The address of the incoming webhook of a channel. */
    public URI hook(String channel) {
        return door.uri().resolve(SlackHooks.hook(workspace.known(channel)));
    }

    /** The bearer token of the app. */
    public String token() {
        return app.token();
    }

    /** What its interaction requests are signed with. */
    public String signingSecret() {
        return app.signingSecret();
    }

    public Outage outage() {
        return door.outage();
    }

    public String channelId(String channel) {
        return workspace.known(channel).id();
    }

    /** The app is taken out of a channel. */
    public void leaves(String channel) {
        workspace.change(channel, false, false);
    }

    public void archives(String channel) {
        workspace.change(channel, true, true);
    }

    /** The id of a person, who joins when nobody has spoken of them yet. */
    public String person(String name) {
        return workspace.person(name);
    }

    /** What stands in a channel for all to see, oldest first, without the threads; the last ten thousand of the workspace. */
    public List<SlackMessage> messages(String channel) {
        String name = "#" + workspace.known(channel).name();
        return workspace.messages(each -> each.channel().equals(name)
                && each.thread().isEmpty()
                && each.onlyFor().isEmpty());
    }

    /** The answers to a message, oldest first. */
    public List<SlackMessage> thread(SlackMessage message) {
        return workspace.messages(each -> each.channel().equals(message.channel())
                && each.thread().filter(message.ts()::equals).isPresent()
                && each.onlyFor().isEmpty());
    }

    /** What only this person saw. */
    public List<SlackMessage> whispers(String person) {
        return workspace.messages(each -> each.onlyFor().filter(person::equals).isPresent());
    }

    /** Somebody presses a button of a message: the request that Slack sends then, not yet sent. */
    public SlackPress press(SlackMessage message, String actionId, String person) {
        SlackMessage.Element pressed = message.elements()
                .filter(each -> Tree.text(each.element(), "action_id").equals(actionId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the message has no button \"%s\"; it has %s".formatted(actionId, message.buttons())));
        Instant now = time.instant();
        SlackWorkspace.Channel channel = workspace.known(message.channel());
        URI responses = door.uri().resolve(hooks.pressed(channel, message, person, now));
        SlackInteraction interaction =
                new SlackInteraction(message, channel, person, workspace.person(person), pressed, now, responses);
        return SlackPress.signed(app.signingSecret(), now, interaction.payload().toString());
    }

    @Override
    public void close() {
        door.close();
    }
}

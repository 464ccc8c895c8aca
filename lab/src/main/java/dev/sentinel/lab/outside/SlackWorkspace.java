package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Channels, people and what was said; the oldest message goes for the newest when there are too many. */
final class SlackWorkspace {

    /** A place to speak; the bot may not be in it. */
    record Channel(String id, String name, boolean member, boolean archived) {}

    private final int limit;
    private final List<Channel> channels = new ArrayList<>();
    private final List<String> people = new ArrayList<>();
    private final List<SlackMessage> messages = new ArrayList<>();
    private long said;

    SlackWorkspace(int limit) {
        this.limit = limit;
    }

    synchronized void add(String name) {
        channels.add(new Channel("C0LAB%04d".formatted(channels.size() + 1), plain(name), true, false));
    }

    synchronized void change(String name, boolean member, boolean archived) {
        Channel known = known(name);
        channels.set(channels.indexOf(known), new Channel(known.id(), known.name(), member, archived));
    }

    synchronized Channel known(String name) {
        return channel(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no channel #%s; there are: %s"
                        .formatted(
                                plain(name),
                                channels.stream().map(Channel::name).toList())));
    }

    /** By its id, or by its name with or without the sign. */
    synchronized Optional<Channel> channel(String idOrName) {
        return channelOf(each -> each.id().equals(idOrName) || each.name().equals(plain(idOrName)));
    }

    synchronized Optional<Channel> channelOf(Predicate<Channel> which) {
        return channels.stream().filter(which).findFirst();
    }

    /** The id of a person, who joins when nobody has spoken of them yet. */
    synchronized String person(String name) {
        if (!people.contains(name)) {
            people.add(name);
        }
        return "U0LAB%04d".formatted(people.indexOf(name) + 1);
    }

    synchronized Optional<String> personOf(String id) {
        return people.stream().filter(name -> person(name).equals(id)).findFirst();
    }

    synchronized SlackMessage post(
            Channel channel,
            Optional<String> thread,
            Optional<String> onlyFor,
            Instant at,
            String text,
            JsonNode blocks) {
        said++;
        String ts = "%d.%06d".formatted(at.getEpochSecond(), said % 1_000_000);
        SlackMessage message = new SlackMessage("#" + channel.name(), ts, thread, onlyFor, text, blocks, 0);
        messages.add(message);
        if (messages.size() > limit) {
            messages.removeFirst();
        }
        return message;
    }

    synchronized Optional<SlackMessage> find(Channel channel, String ts) {
        return messages.stream()
                .filter(each ->
                        each.channel().equals("#" + channel.name()) && each.ts().equals(ts))
                .findFirst();
    }

    synchronized SlackMessage edit(SlackMessage message, String text, JsonNode blocks) {
        SlackMessage edited = message.edited(text, blocks);
        messages.set(messages.indexOf(message), edited);
        return edited;
    }

    synchronized void delete(SlackMessage message) {
        messages.remove(message);
    }

    synchronized List<SlackMessage> messages(Predicate<SlackMessage> which) {
        return messages.stream().filter(which).toList();
    }

    private static String plain(String name) {
        return name.startsWith("#") ? name.substring(1) : name;
    }
}

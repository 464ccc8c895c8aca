package dev.sentinel.responders.notify.edge;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.sentinel.responders.notify.News;
import dev.sentinel.transport.store.Row;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.ApprovalTicket;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is still to be told, and where what was told stands. Everything happens in the caller's transaction. */
final class Book {
    /** Words that wait for one channel; beyond them only what is critical is taken, and counted. */
    static final int MOST = 5_000;

    /** One word that waits. */
    record Entry(
            long seq,
            long version,
            String about,
            String topic,
            News news,
            Instant createdAt,
            int attempts,
            Instant failingSince) {}

    /** What was told last of an incident: "open critical", and where. */
    record Told(String what, Optional<Channel.Post> post) {}

    /** Puts a word in the place of one that waits, or at the end. */
    void put(Sql sql, String channel, String about, String topic, News news, Instant notBefore) {
        Optional<byte[]> incident = incident(news).map(MessageLite::toByteArray);
        Optional<byte[]> plan =
                news instanceof News.OfPlan of ? Optional.of(of.plan().toByteArray()) : Optional.empty();
        Optional<byte[]> ticket =
                news instanceof News.OfPlan of ? of.ticket().map(MessageLite::toByteArray) : Optional.empty();
        String note = note(news);
        sql.update(
                """
                insert into notification
                (channel, about, topic, severity, version, incident, plan, ticket, note, created_at, attempts, next_at, failing_since)
                values (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, 0, ?, 0)
                on conflict (channel, about, topic) do update
                set severity = excluded.severity, version = notification.version + 1, incident = excluded.incident,
                plan = excluded.plan, ticket = excluded.ticket, note = excluded.note""",
                channel,
                about,
                topic,
                news.severity().getNumber(),
                incident,
                plan,
                ticket,
                note,
                sql.now(),
                notBefore);
    }

    boolean waits(Sql sql, String channel, String about, String topic) {
        return sql.one(
                        "select seq from notification where channel = ? and about = ? and topic = ?",
                        row -> row.number("seq"),
                        channel,
                        about,
                        topic)
                .isPresent();
    }

    /** Takes back a word that has not left. */
    void cross(Sql sql, String channel, String about, String topic) {
        sql.update("delete from notification where channel = ? and about = ? and topic = ?", channel, about, topic);
    }

    long waiting(Sql sql, String channel) {
        return sql.one("select count(*) as n from notification where channel = ?", row -> row.number("n"), channel)
                .orElse(0L);
    }

    List<Entry> due(Sql sql, String channel, Instant now, int most) {
        return sql.query(
                "select n.*, case when ticket is null then 0 else 1 end as has_ticket from notification n where channel = ? and next_at <= ? order by seq limit ?",
                Book::entry,
                channel,
                now,
                most);
    }

    /** It was told; a newer word that came meanwhile stays. */
    void told(Sql sql, String channel, Entry entry, Optional<Channel.Post> post, Optional<Instant> again) {
        Instant now = sql.now();
        int same = again.map(at -> sql.update(
                        "update notification set attempts = 0, failing_since = 0, last_error = null, next_at = ? where seq = ? and version = ?",
                        at,
                        entry.seq(),
                        entry.version()))
                .orElseGet(() -> sql.update(
                        "delete from notification where seq = ? and version = ?", entry.seq(), entry.version()));
        if (same == 0) {
            sql.update(
                    "update notification set attempts = 0, failing_since = 0, next_at = ? where seq = ?",
                    now,
                    entry.seq());
        }
        if (entry.topic().equals(Topics.FACE)) {
            sql.update(
                    """
                    insert into notification_post (channel, about, place, post, told, first_at, last_at)
                    values (?, ?, ?, ?, ?, ?, ?)
                    on conflict (channel, about) do update set place = case when excluded.post = '' then notification_post.place else excluded.place end,
                    post = case when excluded.post = '' then notification_post.post else excluded.post end,
                    told = excluded.told, last_at = excluded.last_at""",
                    channel,
                    entry.about(),
                    post.map(Channel.Post::place).orElse(""),
                    post.map(Channel.Post::id).orElse(""),
                    Topics.state(incident(entry.news()).orElseThrow()),
                    now,
                    now);
        }
    }

    void failed(Sql sql, Entry entry, String why, Instant next) {
        sql.update(
                "update notification set attempts = attempts + 1, last_error = ?, next_at = ?, failing_since = ? where seq = ?",
                why,
                next,
                entry.failingSince().equals(Instant.EPOCH) ? sql.now() : entry.failingSince(),
                entry.seq());
    }

    void drop(Sql sql, Entry entry) {
        sql.update("delete from notification where seq = ?", entry.seq());
    }

    Optional<Told> told(Sql sql, String channel, String about) {
        return sql.one(
                "select place, post, told from notification_post where channel = ? and about = ?",
                row -> new Told(row.text("told"), post(row)),
                channel,
                about);
    }

    /** How many things began to be told there since then, those that wait included. */
    long begunSince(Sql sql, String channel, Instant since) {
        long told = sql.one(
                        "select count(*) as n from notification_post where channel = ? and first_at > ?",
                        row -> row.number("n"),
                        channel,
                        since)
                .orElse(0L);
        long waiting = sql.one("""
                        select count(*) as n from notification n where channel = ? and topic = ? and created_at > ?
                        and not exists (select 1 from notification_post p where p.channel = n.channel and p.about = n.about)""", row -> row.number("n"), channel, Topics.FACE, since)
                .orElse(0L);
        return told + waiting;
    }

    /** How many the word about a storm speaks of already; 0 when none waits. */
    int stormed(Sql sql, String channel) {
        return sql.one(
                        "select note from notification where channel = ? and about = ?",
                        row -> Integer.parseInt(row.text("note").split(" ", 2)[0]),
                        channel,
                        Topics.STORM)
                .orElse(0);
    }

    int forget(Sql sql, Duration age, int most) {
        return sql.update(
                "delete from notification_post where last_at < ? and about in (select about from notification_post where last_at < ? limit ?)",
                sql.now().minus(age),
                sql.now().minus(age),
                most);
    }

    private static Optional<Channel.Post> post(Row row) {
        return row.text("post").isEmpty()
                ? Optional.empty()
                : Optional.of(new Channel.Post(row.text("place"), row.text("post")));
    }

    private static Optional<Incident> incident(News news) {
        return switch (news) {
            case News.OfIncident of -> Optional.of(of.incident());
            case News.OfPlan of -> Optional.of(of.incident());
            case News.OfLine of -> Optional.of(of.incident());
            case News.OfChannel of -> Optional.empty();
            case News.OfStorm of -> Optional.empty();
        };
    }

    /** What the messages of the contract do not say. */
    private static String note(News news) {
        return switch (news) {
            case News.OfIncident of -> "";
            case News.OfPlan of -> "";
            case News.OfLine of -> of.sentence();
            case News.OfChannel of ->
                "%s %d %s %s"
                        .formatted(of.over() ? "over" : "trouble", of.since().toEpochMilli(), of.channel(), of.why());
            case News.OfStorm of -> "%d %d".formatted(of.held(), of.within().toSeconds());
        };
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.number("seq"),
                row.number("version"),
                row.text("about"),
                row.text("topic"),
                news(row),
                row.instant("created_at"),
                (int) row.number("attempts"),
                row.instant("failing_since"));
    }

    private static News news(Row row) {
        try {
            String note = row.text("note");
            if (row.text("topic").equals(Topics.TROUBLE)) {
                String[] parts = note.split(" ", 4);
                return new News.OfChannel(
                        parts[2], parts[3], Instant.ofEpochMilli(Long.parseLong(parts[1])), parts[0].equals("over"));
            }
            if (row.text("about").equals(Topics.STORM)) {
                String[] parts = note.split(" ", 2);
                return new News.OfStorm(Integer.parseInt(parts[0]), Duration.ofSeconds(Long.parseLong(parts[1])));
            }
            Incident incident = Incident.parseFrom(row.bytes("incident"));
            if (!note.isEmpty()) {
                return new News.OfLine(incident, note);
            }
            if (row.text("topic").equals(Topics.FACE)) {
                return new News.OfIncident(incident);
            }
            Optional<ApprovalTicket> ticket = row.number("has_ticket") == 0
                    ? Optional.empty()
                    : Optional.of(ApprovalTicket.parseFrom(row.bytes("ticket")));
            return new News.OfPlan(Plan.parseFrom(row.bytes("plan")), incident, ticket);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the book holds what it did not write", e);
        }
    }
}

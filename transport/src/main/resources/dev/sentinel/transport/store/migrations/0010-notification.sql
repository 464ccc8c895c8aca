-- What is still to be told, by channel. A newer word about the same thing takes the place of one that has not left yet.
create table notification (
    seq {identity},
    channel text not null,
    about text not null,
    topic text not null,
    severity bigint not null,
    -- Counts the words that took each other's place, so that a newer one is not crossed out with an older one.
    version bigint not null,
    incident bytea,
    plan bytea,
    ticket bytea,
    note text not null,
    created_at bigint not null,
    attempts bigint not null,
    next_at bigint not null,
    failing_since bigint not null,
    last_error text
);
create unique index notification_one on notification (channel, about, topic);
create index notification_due on notification (channel, next_at, seq);

-- Where an incident was told, and what of it was told last.
create table notification_post (
    channel text not null,
    about text not null,
    place text not null,
    post text not null,
    told text not null,
    first_at bigint not null,
    last_at bigint not null,
    primary key (channel, about)
);
create index notification_post_by_time on notification_post (channel, first_at);
create index notification_post_by_age on notification_post (last_at);

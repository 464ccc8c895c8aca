create table inbox (
    consumer text not null,
    message_id text not null,
    seen_at bigint not null,
    primary key (consumer, message_id)
);
create index inbox_by_age on inbox (seen_at);

create table attempt (
    message_id text primary key,
    attempts bigint not null,
    last_at bigint not null
);
create index attempt_by_age on attempt (last_at);

create table sequence_track (
    collector text not null,
    instance text not null,
    epoch bigint not null,
    highest bigint not null,
    last_at bigint not null,
    primary key (collector, instance, epoch)
);
create index sequence_track_by_age on sequence_track (last_at);

create table sequence_hole (
    collector text not null,
    instance text not null,
    epoch bigint not null,
    from_number bigint not null,
    to_number bigint not null,
    opened_at bigint not null,
    reported bigint not null,
    primary key (collector, instance, epoch, from_number)
);
create index sequence_hole_by_age on sequence_hole (reported, opened_at);

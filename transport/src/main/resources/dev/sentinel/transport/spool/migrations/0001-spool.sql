create table spooled (
    seq {identity},
    event_id text not null unique,
    severity bigint not null,
    bytes bigint not null,
    created_at bigint not null,
    attempts bigint not null,
    epoch bigint not null,
    number bigint not null,
    last_error text,
    body bytea not null
);

-- The last number given to each source, refused events included.
create table numbering (
    collector text not null,
    instance text not null,
    last bigint not null,
    primary key (collector, instance)
);

create table spool_epoch (
    epoch bigint not null
);

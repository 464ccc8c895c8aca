-- Actions that went wrong when nobody was asked: people decide about them until one of them says otherwise.
create table response_trust (
    cluster text not null,
    action text not null,
    since_ms bigint not null,
    body bytea not null,
    primary key (cluster, action)
);

-- What people did, or said no to, of what was decided here: decisions are compared with it.
create table response_deed (
    seq {identity},
    cluster text not null,
    action text not null,
    target_body bytea not null,
    -- The decision that it answers.
    plan_id text not null,
    at_ms bigint not null,
    -- A no, or the taking back of it.
    undoing bigint not null
);
create index response_deed_by_time on response_deed (at_ms);

-- When the targets of a thought are looked at next; null when the time in which people would have acted is over.
alter table response_shadow add column due_ms bigint;
-- The last time that they were.
alter table response_shadow add column looked_ms bigint;
create index response_shadow_due on response_shadow (due_ms) where due_ms is not null;

-- Collectors whose silence says that a quarantine is not watched.
create table response_witness (
    cluster text not null,
    collector text not null,
    instance text not null,
    heard_ms bigint not null,
    -- When it last read what it watches; null when it does not say.
    read_ms bigint,
    every_ms bigint not null,
    primary key (cluster, collector, instance)
);
create index response_witness_by_age on response_witness (heard_ms);

-- The latest event that a step waits for.
create table response_heard (
    plan_id text not null,
    step bigint not null,
    at_ms bigint not null,
    event_id text not null,
    primary key (plan_id, step)
);

-- When a plan was over: it is kept so long after.
alter table response_plan add column ended_ms bigint;
update response_plan set ended_ms = created_ms where live = 0;
create index response_plan_ended on response_plan (ended_ms) where ended_ms is not null;

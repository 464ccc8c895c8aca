-- When the store accepted the event, by its own clock: a replay lets time pass as it passed then.
alter table journal add column accepted_ms bigint not null default 0;
update journal set accepted_ms = occurred_ms;

-- The end of each partition. Whoever appends holds this row until the commit, so that no two positions collide, and no
-- event is accepted before a moment that a reader has already let pass.
create table journal_head (
    part bigint primary key,
    last bigint not null,
    accepted_ms bigint not null,
    bytes bigint not null
);
insert into journal_head (part, last, accepted_ms, bytes)
select part, max(position), max(accepted_ms), sum(length(body)) from journal group by part;

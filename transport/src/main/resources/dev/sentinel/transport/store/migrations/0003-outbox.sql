create table outbox (
    seq {identity},
    lane text not null,
    exchange text not null,
    routing_key text not null,
    message_id text not null,
    type text not null,
    headers text not null,
    body bytea not null,
    created_at bigint not null,
    attempts bigint not null,
    next_at bigint not null,
    last_error text
);
create index outbox_by_lane on outbox (lane, seq);
-- Few rows wait for another attempt; they hold back what follows them on the same route.
create index outbox_waiting on outbox (lane, exchange, routing_key, seq) where next_at > 0;

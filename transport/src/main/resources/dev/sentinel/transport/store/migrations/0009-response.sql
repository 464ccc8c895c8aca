-- Whoever writes about acting holds this row until the commit: plans, approvals and the audit are written one after the
-- other, whichever program writes, and each change has a number that readers can go on from.
create table response_head (
    one bigint primary key,
    change bigint not null
);
insert into response_head (one, change) values (1, 0);

-- What is known of each incident that somebody may have to act on.
create table response_case (
    incident_id text primary key,
    cluster text not null,
    revision bigint not null,
    live bigint not null,
    -- When it is to be thought about; null: when there are news.
    due_ms bigint,
    failures bigint not null,
    -- Why there is no plan; empty when there is one or nobody has thought yet.
    said text not null,
    changed_ms bigint not null,
    body bytea not null
);
create index response_case_due on response_case (due_ms) where due_ms is not null;
create index response_case_by_age on response_case (live, changed_ms);

create table response_plan (
    id text primary key,
    cluster text not null,
    incident_id text not null,
    runbook text not null,
    state text not null,
    -- Neither done nor given up.
    live bigint not null,
    created_ms bigint not null,
    due_ms bigint,
    failures bigint not null,
    change bigint not null,
    body bytea not null
);
create index response_plan_due on response_plan (due_ms) where due_ms is not null;
create index response_plan_by_incident on response_plan (incident_id, created_ms);
create index response_plan_by_age on response_plan (created_ms, id);
create index response_plan_by_change on response_plan (change);
create index response_plan_live on response_plan (live, state);

-- One act of a plan, or its taking back. The intent is committed before the act: what is started here may have happened.
create table response_step (
    plan_id text not null,
    step bigint not null,
    inverse bigint not null,
    op_key text not null unique,
    attempt bigint not null,
    epoch bigint not null,
    state text not null,
    started_ms bigint not null,
    -- Since when the outcome is looked for, and since when it holds.
    checked_ms bigint,
    holding_ms bigint,
    primary key (plan_id, step, inverse)
);

create table response_result (
    seq {identity},
    plan_id text not null,
    change bigint not null,
    body bytea not null
);
create index response_result_by_plan on response_result (plan_id, seq);
create index response_result_by_change on response_result (change);

-- What brings back what a step changed; owed until it is done or a person gives it up.
create table response_inverse (
    plan_id text not null,
    step bigint not null,
    cluster text not null,
    target text not null,
    applied_ms bigint not null,
    due_ms bigint not null,
    -- Somebody was told that it is late.
    told bigint not null,
    closed_ms bigint,
    closed_how text not null,
    target_body bytea not null,
    body bytea not null,
    primary key (plan_id, step)
);
create index response_inverse_open on response_inverse (due_ms) where closed_ms is null;

-- Two plans never act on one thing at the same time.
create table response_hold (
    cluster text not null,
    target text not null,
    plan_id text not null,
    since_ms bigint not null,
    target_body bytea not null,
    primary key (cluster, target)
);
create index response_hold_by_plan on response_hold (plan_id);

create table response_ticket (
    plan_id text primary key,
    cluster text not null,
    open bigint not null,
    expires_ms bigint not null,
    created_ms bigint not null,
    body bytea not null
);
create index response_ticket_open on response_ticket (open, expires_ms);

create table response_approval (
    id text primary key,
    plan_id text not null,
    actor text not null,
    -- Accepted once, whatever it is used for.
    nonce bytea not null unique,
    state text not null,
    body bytea not null
);
create index response_approval_by_plan on response_approval (plan_id);

create table response_pause (
    -- Empty: every cluster.
    cluster text primary key,
    paused bigint not null,
    body bytea not null
);

-- What was meant to be done, for budgets.
create table response_act (
    op_key text primary key,
    cluster text not null,
    action text not null,
    target_body bytea not null,
    incident_id text not null,
    plan_id text not null,
    at_ms bigint not null
);
create index response_act_by_time on response_act (cluster, at_ms);

create table response_shadow (
    plan_id text primary key,
    cluster text not null,
    incident_id text not null,
    decided_ms bigint not null,
    body bytea not null
);
create index response_shadow_by_time on response_shadow (decided_ms);

create table quarantine (
    id text primary key,
    cluster text not null,
    target text not null,
    plan_id text not null unique,
    live bigint not null,
    state text not null,
    created_ms bigint not null,
    due_ms bigint,
    failures bigint not null,
    body bytea not null
);
create unique index quarantine_of_target on quarantine (cluster, target) where live = 1;
create index quarantine_due on quarantine (due_ms) where due_ms is not null;
create index quarantine_by_age on quarantine (created_ms, id);

-- Events that a quarantine may have to hear of, in the order in which they came.
create table response_fact (
    seq {identity},
    cluster text not null,
    body bytea not null
);

-- A request that came before is answered as it was then.
create table response_request (
    id text primary key,
    about text not null,
    at_ms bigint not null
);
create index response_request_by_age on response_request (at_ms);

create table audit_entry (
    log text not null,
    number bigint not null,
    at_ms bigint not null,
    cluster text not null,
    incident_id text not null,
    plan_id text not null,
    act text not null,
    body bytea not null,
    primary key (log, number)
);
create index audit_entry_by_incident on audit_entry (incident_id, number);
create index audit_entry_by_plan on audit_entry (plan_id, number);
{append-only audit_entry}

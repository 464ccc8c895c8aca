create table collector_memory (
    cluster text not null,
    collector text not null,
    -- Empty: shared by all instances, and changed only under their lease.
    instance text not null,
    place text not null,
    body bytea not null,
    changed_ms bigint not null,
    primary key (cluster, collector, instance, place)
);

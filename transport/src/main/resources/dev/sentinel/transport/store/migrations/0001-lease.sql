create table lease (
    name text primary key,
    holder text not null,
    epoch bigint not null,
    -- Zero: given back. The row stays so that the epoch never starts again.
    expires_at bigint not null
);

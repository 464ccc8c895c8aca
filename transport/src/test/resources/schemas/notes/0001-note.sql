create table note (
    id bigint primary key,
    body text not null,
    flag bigint,
    at bigint,
    bytes bytea,
    maybe text
);

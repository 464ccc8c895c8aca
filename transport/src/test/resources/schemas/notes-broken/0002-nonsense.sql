create table extra (id bigint);
create nonsense;

create table numbered (seq {identity}, body text not null);
create index numbered_body on numbered (body);

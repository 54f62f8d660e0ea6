-- Whether this database belongs to a demonstration, whose passwords are printed on screens. `wsparcie serve` refuses to
-- start on it. Written by `wsparcie up` as the owner; read by everyone who checks.
create table platform.instance (
    only_row   boolean     not null default true check (only_row),
    demo_since timestamptz not null,
    primary key (only_row)
);
grant select on platform.instance to app_rw;

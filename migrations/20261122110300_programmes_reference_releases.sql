-- Reference data in releases: what was known when, beside what is valid when.
--
-- Every reference row has two times. `valid_from` and `valid_to` say on which days it holds. `introduced_by` and `ended_by`
-- say in which releases it is known: from the one that brought it until just before the one that ended it. A row is never
-- overwritten: a change ends the row and brings another. So "as known at release N, valid on day D" is one condition, and
-- what was decided with release N can be looked up as it was.

-- GLOBAL REFERENCE (no tenant; written by the operator's loads alone, through app_identity, the role of what has no tenant):
--   programmes.reference_release
--   programmes.programme_version
--   programmes.rate
--   programmes.holiday

grant usage on schema programmes to app_identity;

create table programmes.reference_release (
    -- 1, 2, 3…: two loads at once want the same number, and the second is refused.
    number     bigint      not null primary key check (number > 0),
    id         uuid        not null unique,
    label      text        not null check (char_length(label) between 1 and 200),
    legal_note text        check (char_length(legal_note) between 1 and 1000),
    -- SHA-256 of the file as it was loaded. The first release came with the platform, not from a file.
    checksum   bytea       check (octet_length(checksum) = 32),
    loaded_at  timestamptz not null,
    -- Who loaded it, as the audit trail names them. Not for app_rw: centres need not know the operator's people.
    loaded_by  text        not null check (char_length(loaded_by) between 1 and 120),
    constraint a_release_is_a_file_or_the_first check ((checksum is null) = (number = 1))
);
grant select (number, id, label, legal_note, checksum, loaded_at) on programmes.reference_release to app_rw;
grant select, insert on programmes.reference_release to app_identity;

insert into programmes.reference_release (number, id, label, loaded_at, loaded_by)
values (1, '018f0000-0000-7000-8000-000000000001', 'Stan początkowy platformy', '2026-11-22T00:00:00Z', 'migration');

-- Dictionaries: the published rows become release 1.
alter table programmes.dictionary_entry
    add column introduced_by bigint references programmes.reference_release (number),
    add column ended_by      bigint references programmes.reference_release (number),
    add constraint known_before_it_ends check (ended_by > introduced_by);
update programmes.dictionary_entry set introduced_by = 1;
alter table programmes.dictionary_entry
    alter column introduced_by set not null,
    drop constraint dictionary_entry_pkey,
    add primary key (dictionary, code, valid_from, introduced_by);
-- What is known now.
create unique index dictionary_entry_known on programmes.dictionary_entry (dictionary, code, valid_from)
    where ended_by is null;
grant select, insert, update (ended_by) on programmes.dictionary_entry to app_identity;

-- Programme trees. programmes.programme keeps one row a level, because projects point to it: its names and days as they are
-- known now. What was known before is here.
create table programmes.programme_version (
    programme_id  uuid   not null references programmes.programme (id),
    name_pl       text   not null check (char_length(name_pl) between 1 and 300),
    name_en       text   not null check (char_length(name_en) between 1 and 300),
    valid_from    date   not null,
    valid_to      date   check (valid_to >= valid_from),
    legal_basis   text   not null check (char_length(legal_basis) between 1 and 300),
    introduced_by bigint not null references programmes.reference_release (number),
    ended_by      bigint references programmes.reference_release (number),
    primary key (programme_id, introduced_by),
    constraint known_before_it_ends check (ended_by > introduced_by)
);
create unique index programme_version_known on programmes.programme_version (programme_id) where ended_by is null;
grant select on programmes.programme_version to app_rw;
grant select, insert, update (ended_by) on programmes.programme_version to app_identity;
grant select, insert, update (name_pl, name_en, valid_from, valid_to, legal_basis) on programmes.programme to app_identity;
insert into programmes.programme_version
    (programme_id, name_pl, name_en, valid_from, valid_to, legal_basis, introduced_by)
select id, name_pl, name_en, valid_from, valid_to, legal_basis, 1 from programmes.programme;

-- Rates, limits and thresholds. One code has one row for each time; the times never overlap (checked by the load, under the
-- release's number).
create table programmes.rate (
    code          text   not null check (code ~ '^[a-z][a-z0-9_]{0,59}$'),
    unit          text   not null check (unit in ('grosz', 'hour', 'day', 'working_day', 'month', 'person', 'basis_point')),
    -- In the unit: 810 grosz are 8.10 zł, 2500 basis points are 25 %.
    amount        bigint not null check (amount between 0 and 100000000000),
    label_pl      text   not null check (char_length(label_pl) between 1 and 500),
    label_en      text   not null check (char_length(label_en) between 1 and 500),
    valid_from    date   not null,
    valid_to      date   check (valid_to >= valid_from),
    legal_basis   text   not null check (char_length(legal_basis) between 1 and 300),
    introduced_by bigint not null references programmes.reference_release (number),
    ended_by      bigint references programmes.reference_release (number),
    primary key (code, valid_from, introduced_by),
    constraint known_before_it_ends check (ended_by > introduced_by)
);
create unique index rate_known on programmes.rate (code, valid_from) where ended_by is null;
grant select on programmes.rate to app_rw;
grant select, insert, update (ended_by) on programmes.rate to app_identity;

-- Rules that give the public holidays of a year: a day of the calendar, or so many days from Easter Sunday. A holiday holds
-- on its day if the day lies in the rule's own time; a holiday of one year is a rule whose time is that one day.
create table programmes.holiday (
    code          text     not null check (code ~ '^[a-z][a-z0-9_]{0,39}$'),
    month         smallint check (month between 1 and 12),
    day           smallint check (day between 1 and 31),
    easter_offset smallint check (easter_offset between -100 and 100),
    label_pl      text     not null check (char_length(label_pl) between 1 and 500),
    label_en      text     not null check (char_length(label_en) between 1 and 500),
    valid_from    date     not null,
    valid_to      date     check (valid_to >= valid_from),
    legal_basis   text     not null check (char_length(legal_basis) between 1 and 300),
    introduced_by bigint   not null references programmes.reference_release (number),
    ended_by      bigint   references programmes.reference_release (number),
    primary key (code, valid_from, introduced_by),
    constraint a_holiday_is_fixed_or_moves
        check (num_nulls(month, day) in (0, 2) and (month is null) = (easter_offset is not null)),
    constraint known_before_it_ends check (ended_by > introduced_by)
);
create unique index holiday_known on programmes.holiday (code, valid_from) where ended_by is null;
grant select on programmes.holiday to app_rw;
grant select, insert, update (ended_by) on programmes.holiday to app_identity;

-- What others read is what is known now, and under which release: a verdict keeps the number.
create or replace view programmes_published.dictionary_entry with (security_invoker = true) as
    select dictionary, code, position, label_pl, label_en, counts_as, valid_from, valid_to, legal_basis,
           (select max(number) from programmes.reference_release) as release
    from programmes.dictionary_entry
    where ended_by is null;

-- A centre's own entries of the dictionaries that centres may add to. Each change of a code is its next version; a changed
-- row stays, with the version that replaced it. National rows go before: a code that both have is the national one's.
create table programmes.own_dictionary_entry (
    tenant_id   uuid        not null default platform.current_tenant(),
    id          uuid        not null,
    dictionary  text        not null check (dictionary ~ '^[a-z][a-z0-9_]{0,39}$'),
    code        text        not null check (code ~ '^[a-z][a-z0-9_]{0,39}$'),
    version     bigint      not null check (version > 0),
    position    integer     not null check (position > 0),
    label_pl    text        not null check (char_length(label_pl) between 1 and 500),
    label_en    text        not null check (char_length(label_en) between 1 and 500),
    valid_from  date        not null,
    valid_to    date        check (valid_to >= valid_from),
    recorded_at timestamptz not null,
    -- The code's version that took this row's place; null while it is known.
    replaced_by bigint      check (replaced_by > version),
    primary key (tenant_id, id),
    -- Also the newest version of a code. Two changes at once want the same one, and the second is refused.
    constraint own_dictionary_entry_version unique (tenant_id, dictionary, code, version),
    foreign key (tenant_id) references tenants.organisation (id)
);
-- The entries of one dictionary that are known now.
create unique index own_dictionary_entry_known on programmes.own_dictionary_entry (tenant_id, dictionary, code, valid_from)
    where replaced_by is null;
call platform.protect_tenant_table('programmes.own_dictionary_entry');
grant select, insert, update (replaced_by) on programmes.own_dictionary_entry to app_rw;

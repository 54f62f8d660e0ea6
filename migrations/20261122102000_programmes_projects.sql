-- Programme trees, projects with their budgets, recruitment rules, and the regional comparison.

create schema programmes;
grant usage on schema programmes to app_rw, app_region;

-- GLOBAL REFERENCE (no tenant; read-only for every role that serves; filled by migrations):
--   programmes.programme
--   programmes.dictionary_entry

-- The levels of all programme trees. Dated rows: a level holds from valid_from to valid_to, both included.
create table programmes.programme (
    id          uuid not null primary key,
    parent_id   uuid references programmes.programme (id),
    -- The top of the tree; the row itself at the top.
    root_id     uuid not null references programmes.programme (id),
    period      text not null check (period in ('2007-2013', '2014-2020', '2021-2027')),
    level       text not null check (level in ('programme', 'priority', 'measure', 'submeasure', 'project_type')),
    code        text not null check (char_length(code) between 1 and 20),
    name_pl     text not null check (char_length(name_pl) between 1 and 300),
    name_en     text not null check (char_length(name_en) between 1 and 300),
    voivodeship text check (voivodeship ~ '^[0-9]{2}$'),
    valid_from  date not null,
    valid_to    date check (valid_to >= valid_from),
    legal_basis text not null check (char_length(legal_basis) between 1 and 300),
    unique (root_id, code, valid_from),
    constraint a_root_is_a_programme check ((parent_id is null) = (level = 'programme')),
    constraint a_root_is_its_own_root check (parent_id is not null or root_id = id)
);
-- The children of one level, and the roots, page by page.
create index programme_by_parent on programmes.programme (parent_id, id);
grant select on programmes.programme to app_rw, app_region;

-- Dictionaries whose values change by period: premises, degrees of disability, labour-market statuses. Looked up at the
-- date of the event, never "today". An absent end is open.
create table programmes.dictionary_entry (
    dictionary  text not null check (dictionary ~ '^[a-z][a-z0-9_]{0,39}$'),
    code        text not null check (code ~ '^[a-z][a-z0-9_]{0,39}$'),
    -- The order in which people read the dictionary.
    position    integer not null check (position > 0),
    label_pl    text not null check (char_length(label_pl) between 1 and 500),
    label_en    text not null check (char_length(label_en) between 1 and 500),
    -- Entries that share it count once, because the guidelines put them under one letter. Null: it counts as itself.
    counts_as   text check (counts_as ~ '^[a-z][a-z0-9_]{0,39}$'),
    valid_from  date not null,
    valid_to    date check (valid_to >= valid_from),
    legal_basis text check (char_length(legal_basis) between 1 and 300),
    primary key (dictionary, code, valid_from)
);
grant select on programmes.dictionary_entry to app_rw, app_region;

-- A centre's projects. Null is unknown, never zero. Partners and notes are read and replaced with their project and never
-- searched, so they live in its row.
create table programmes.project (
    tenant_id              uuid        not null default platform.current_tenant(),
    id                     uuid        not null,
    title                  text        not null check (char_length(title) between 1 and 300),
    edition                text        check (char_length(edition) between 1 and 100),
    undertaking            text        check (char_length(undertaking) between 1 and 100),
    -- A global reference row, so the one foreign key here without the tenant.
    programme_id           uuid        references programmes.programme (id),
    -- As the source writes it; the form in which equal numbers are equal; its parts.
    number_raw             text        check (char_length(number_raw) between 1 and 200),
    number_normalised      text        check (char_length(number_normalised) between 1 and 100),
    number_parts           jsonb,
    mode                   text        check (mode in ('systemic', 'competitive', 'non_competitive')),
    starts_on              date,
    ends_on                date        check (ends_on >= starts_on),
    recruitment_from       date,
    recruitment_until      date        check (recruitment_until >= recruitment_from),
    places_total           integer     check (places_total between 0 and 1000000),
    places_total_exactness text        check (places_total_exactness in ('exact', 'minimum')),
    places_women           integer     check (places_women between 0 and 1000000),
    places_women_exactness text        check (places_women_exactness in ('exact', 'minimum')),
    places_men             integer     check (places_men between 0 and 1000000),
    places_men_exactness   text        check (places_men_exactness in ('exact', 'minimum')),
    -- As the source states it; it may differ from the sum of the parts.
    budget_total_grosz     bigint      check (budget_total_grosz > 0),
    partners               jsonb       not null check (jsonb_typeof(partners) = 'array'),
    source_notes           jsonb       not null check (jsonb_typeof(source_notes) = 'array'),
    area                   text        check (area ~ '^([0-9]{2}|[0-9]{4}|[0-9]{7})$'),
    version                bigint      not null check (version > 0),
    created_at             timestamptz not null,
    updated_at             timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id) references tenants.organisation (id),
    constraint a_number_is_whole_or_unknown
        check (num_nulls(number_raw, number_normalised, number_parts) in (0, 3)),
    constraint places_come_with_their_exactness check (
        num_nulls(places_total, places_total_exactness) in (0, 2)
        and num_nulls(places_women, places_women_exactness) in (0, 2)
        and num_nulls(places_men, places_men_exactness) in (0, 2))
);
-- One number may run in several editions of an undertaking, but stands once in each. A number without an edition counts as
-- an edition of its own.
create unique index project_number_edition on programmes.project (tenant_id, number_normalised, edition)
    nulls not distinct where number_normalised is not null;
call platform.protect_tenant_table('programmes.project');
grant select, insert, update (
    title, edition, undertaking, programme_id, number_raw, number_normalised, number_parts, mode, starts_on, ends_on,
    recruitment_from, recruitment_until, places_total, places_total_exactness, places_women, places_women_exactness,
    places_men, places_men_exactness, budget_total_grosz, partners, source_notes, area, version, updated_at
) on programmes.project to app_rw;

-- A project's budget by source. No rows: the budget is unknown.
create table programmes.project_budget_part (
    tenant_id    uuid   not null default platform.current_tenant(),
    project_id   uuid   not null,
    source       text   not null check (source in ('eu', 'state_budget', 'local_government', 'private')),
    amount_grosz bigint not null check (amount_grosz > 0),
    -- Also serves the parts of the projects of one page.
    primary key (tenant_id, project_id, source),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
call platform.protect_tenant_table('programmes.project_budget_part');
-- Deleted, because an update replaces the budget as a whole.
grant select, insert, delete on programmes.project_budget_part to app_rw;

-- Versions of a project's recruitment rules. Never changed: a verdict keeps the version that it was decided with.
create table programmes.recruitment (
    tenant_id  uuid        not null default platform.current_tenant(),
    id         uuid        not null,
    project_id uuid        not null,
    version    bigint      not null check (version > 0),
    rules      jsonb       not null check (jsonb_typeof(rules) = 'object'),
    created_at timestamptz not null,
    primary key (tenant_id, id),
    -- Also serves the newest version of a project.
    constraint recruitment_version unique (tenant_id, project_id, version),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
call platform.protect_tenant_table('programmes.recruitment');
grant select, insert on programmes.recruitment to app_rw;

-- What authorities compare: one row a project, without personal data. Counts are null until the centre has reported any.
-- The centre's transactions keep it; authorities read it as app_region, never the project behind it.
create table programmes.project_comparison (
    tenant_id              uuid        not null default platform.current_tenant(),
    -- The row's own id: nothing outside the centre learns the project's.
    id                     uuid        not null,
    project_id             uuid        not null,
    region_code            text        not null check (region_code ~ '^[0-9]{2}$'),
    centre_name            text        not null check (char_length(centre_name) between 1 and 80),
    title                  text        not null check (char_length(title) between 1 and 300),
    edition                text        check (char_length(edition) between 1 and 100),
    places_total           integer     check (places_total between 0 and 1000000),
    places_total_exactness text        check (places_total_exactness in ('exact', 'minimum')),
    places_women           integer     check (places_women between 0 and 1000000),
    places_women_exactness text        check (places_women_exactness in ('exact', 'minimum')),
    places_men             integer     check (places_men between 0 and 1000000),
    places_men_exactness   text        check (places_men_exactness in ('exact', 'minimum')),
    enrolled_women         bigint      check (enrolled_women >= 0),
    enrolled_men           bigint      check (enrolled_men >= 0),
    as_of                  timestamptz not null,
    primary key (tenant_id, id),
    -- Also serves the row of one project.
    constraint project_comparison_project unique (tenant_id, project_id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id),
    constraint enrolled_by_sex_or_not_at_all check (num_nulls(enrolled_women, enrolled_men) in (0, 2))
);
call platform.protect_tenant_table('programmes.project_comparison');
grant select, insert, update (
    region_code, centre_name, title, edition, places_total, places_total_exactness, places_women,
    places_women_exactness, places_men, places_men_exactness, enrolled_women, enrolled_men, as_of
) on programmes.project_comparison to app_rw;
-- Pages of the comparison walk all centres' rows by id, so these two do not start with the tenant: one region's pages, and
-- the country's.
create index project_comparison_by_region on programmes.project_comparison (region_code, id);
create index project_comparison_by_id on programmes.project_comparison (id);
-- The one policy of authorities, by region and on columns that name neither a tenant nor a project.
create policy region_compares on programmes.project_comparison for select to app_region
    using (region_code = (select platform.current_region()) or (select platform.current_region()) = '00');
grant select (
    id, region_code, centre_name, title, edition, places_total, places_total_exactness, places_women,
    places_women_exactness, places_men, places_men_exactness, enrolled_women, enrolled_men, as_of
) on programmes.project_comparison to app_region;

-- What the other services may read.
create schema programmes_published;
grant usage on schema programmes_published to app_rw;

-- A project's places and its current recruitment rules, for nominations, verdicts and enrolment. Without rules the
-- recruitment columns are null.
create view programmes_published.project_intake with (security_invoker = true) as
    select p.tenant_id, p.id as project_id, p.title, p.edition, p.starts_on, p.ends_on, p.recruitment_from,
           p.recruitment_until, p.places_total, p.places_total_exactness, p.places_women, p.places_women_exactness,
           p.places_men, p.places_men_exactness, r.id as recruitment_id, r.version as recruitment_version, r.rules
    from programmes.project p
    left join lateral (
        select current.id, current.version, current.rules
        from programmes.recruitment current
        where (current.tenant_id, current.project_id) = (p.tenant_id, p.id)
        order by current.version desc
        limit 1
    ) r on true;
grant select on programmes_published.project_intake to app_rw;

-- The dated dictionaries.
create view programmes_published.dictionary_entry with (security_invoker = true) as
    select dictionary, code, position, label_pl, label_en, counts_as, valid_from, valid_to, legal_basis
    from programmes.dictionary_entry;
grant select on programmes_published.dictionary_entry to app_rw;

-- The read model of participation, the dictionaries of indicators by release, and the indicators and effectiveness of projects.

-- One row a participation, fed by casework's events (docs/events.md). No name, PESEL, birth date or person: the enrolment's id
-- alone. Why its codes stand in clear: docs/adr/0013-participation-read-model.md. No foreign key to the enrolment: the model
-- is another service's, follows by events, and could be fed from another database.
create table programmes.participation (
    tenant_id            uuid        not null default platform.current_tenant(),
    enrolment_id         uuid        not null,
    project_id           uuid        not null,
    -- The event's: an older one never replaces a newer.
    version              bigint      not null check (version > 0),
    sex                  text        not null check (sex in ('K', 'M')),
    on_place             boolean     not null,
    starts_on            date        not null,
    ended_on             date        check (ended_on >= starts_on),
    ending               text        check (ending in ('as_planned', 'for_work', 'early')),
    vocational           boolean     not null,
    -- The earliest documented day of each effect.
    social_effect_on     date,
    employment_effect_on date,
    -- What is known of the day of accession: name → value, 'refused' or 'unknown'. Read from casework's published view.
    profile              jsonb       not null default '{}' check (jsonb_typeof(profile) = 'object'),
    -- The version of the participation that the profile was written with: of people who were erased none is written later.
    profile_version      bigint      not null default 0 check (profile_version >= 0),
    -- The dated results that indicators count.
    results              jsonb       not null default '{}' check (jsonb_typeof(results) = 'object'),
    -- The categories of support received.
    support_categories   text[]      not null default '{}',
    recorded_at          timestamptz not null,
    primary key (tenant_id, enrolment_id),
    constraint an_end_has_its_kind check (num_nulls(ended_on, ending) in (0, 2)),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
-- The participations of the projects of one page, and the drill-through of an indicator.
create index participation_by_project on programmes.participation (tenant_id, project_id, enrolment_id);
call platform.protect_tenant_table('programmes.participation');
grant select, insert, update (
    project_id, version, sex, on_place, starts_on, ended_on, ending, vocational, social_effect_on, employment_effect_on,
    profile, profile_version, results, support_categories, recorded_at
) on programmes.participation to app_rw;

-- GLOBAL REFERENCE (no tenant; written by the operator's loads alone, through app_identity, the role of what has no tenant):
--   programmes.indicator

-- The indicators of a period's dictionary. A row is never overwritten: see the releases of reference data.
create table programmes.indicator (
    period        text    not null check (period in ('2007-2013', '2014-2020', '2021-2027')),
    code          text    not null check (code ~ '^[A-Z][A-Z0-9_]{0,39}$'),
    -- The order in which people read the dictionary.
    position      integer not null check (position > 0),
    kind          text    not null check (kind in ('output', 'immediate_result', 'longer_term')),
    unit          text    not null check (unit in ('person')),
    by_sex        boolean not null,
    label_pl      text    not null check (char_length(label_pl) between 1 and 500),
    label_en      text    not null check (char_length(label_en) between 1 and 500),
    definition_pl text    not null check (char_length(definition_pl) between 1 and 2000),
    definition_en text    not null check (char_length(definition_en) between 1 and 2000),
    -- Whom it counts: an expression over the vocabulary of participations. Null: not counted by the centre.
    condition     text    check (char_length(condition) between 1 and 2000),
    valid_from    date    not null,
    valid_to      date    check (valid_to >= valid_from),
    legal_basis   text    not null check (char_length(legal_basis) between 1 and 300),
    introduced_by bigint  not null references programmes.reference_release (number),
    ended_by      bigint  references programmes.reference_release (number),
    primary key (period, code, valid_from, introduced_by),
    constraint known_before_it_ends check (ended_by > introduced_by)
);
-- What is known now.
create unique index indicator_known on programmes.indicator (period, code, valid_from) where ended_by is null;
grant select on programmes.indicator to app_rw;

-- A project's indicators: of its period's dictionary, or its own. Targets that are null are unknown, never zero.
create table programmes.project_indicator (
    tenant_id     uuid        not null default platform.current_tenant(),
    id            uuid        not null,
    project_id    uuid        not null,
    code          text        not null check (code ~ '^[A-Z][A-Z0-9_]{0,39}$'),
    -- Of the dictionary: what it says is looked up there. Own: everything is here.
    origin        text        not null check (origin in ('dictionary', 'own')),
    period        text        check (period in ('2007-2013', '2014-2020', '2021-2027')),
    -- Own indicators: counted by a condition, or entered by hand.
    kind          text        check (kind in ('output', 'immediate_result')),
    unit          text        check (char_length(unit) between 1 and 60),
    by_sex        boolean,
    label_pl      text        check (char_length(label_pl) between 1 and 500),
    label_en      text        check (char_length(label_en) between 1 and 500),
    definition    text        check (char_length(definition) between 1 and 2000),
    condition     text        check (char_length(condition) between 1 and 2000),
    target_total  bigint      check (target_total between 0 and 1000000000),
    target_women  bigint      check (target_women between 0 and 1000000000),
    target_men    bigint      check (target_men between 0 and 1000000000),
    version       bigint      not null check (version > 0),
    created_at    timestamptz not null,
    removed_at    timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, id, project_id),
    constraint an_indicator_is_of_a_dictionary_or_own check (
        origin = 'dictionary' and period is not null
            and num_nulls(kind, unit, by_sex, label_pl, label_en, definition, condition) = 7
        or origin = 'own' and period is null
            and num_nulls(kind, unit, by_sex, label_pl, label_en, definition) = 0),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
-- One of each code in a project; also the indicators of the projects of one page.
create unique index project_indicator_code on programmes.project_indicator (tenant_id, project_id, code)
    where removed_at is null;
call platform.protect_tenant_table('programmes.project_indicator');
grant select, insert, update (target_total, target_women, target_men, version, removed_at)
    on programmes.project_indicator to app_rw;

-- Values entered by hand, each with its source. Never changed: of one day the value recorded last counts.
create table programmes.indicator_value (
    tenant_id    uuid        not null default platform.current_tenant(),
    id           uuid        not null,
    indicator_id uuid        not null,
    project_id   uuid        not null,
    -- The order of recording within an indicator, given under the indicator's lock.
    number       integer     not null check (number > 0),
    as_of        date        not null,
    total        bigint      not null check (total between 0 and 1000000000),
    women        bigint      check (women between 0 and 1000000000),
    men          bigint      check (men between 0 and 1000000000),
    source       text        not null check (char_length(source) between 1 and 500),
    recorded_at  timestamptz not null,
    primary key (tenant_id, id),
    constraint indicator_value_number unique (tenant_id, indicator_id, number),
    constraint a_value_by_sex_or_not_at_all check (num_nulls(women, men) in (0, 2)),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, indicator_id, project_id) references programmes.project_indicator (tenant_id, id, project_id)
);
-- The value that counts on a day, for the indicators of the projects of one page.
create index indicator_value_by_day on programmes.indicator_value (tenant_id, project_id, indicator_id, as_of, number);
call platform.protect_tenant_table('programmes.indicator_value');
grant select, insert on programmes.indicator_value to app_rw;

-- The thresholds of effectiveness that a project's call sets, in basis points. Null: the call sets none.
create table programmes.effectiveness_threshold (
    tenant_id                uuid        not null default platform.current_tenant(),
    project_id               uuid        not null,
    social                   integer     check (social between 0 and 10000),
    employment               integer     check (employment between 0 and 10000),
    -- Of people with a severe, intellectual or coupled disability.
    disability_social        integer     check (disability_social between 0 and 10000),
    disability_employment    integer     check (disability_employment between 0 and 10000),
    source                   text        not null check (char_length(source) between 1 and 300),
    version                  bigint      not null check (version > 0),
    updated_at               timestamptz not null,
    -- Also the thresholds of the projects of one page.
    primary key (tenant_id, project_id),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
call platform.protect_tenant_table('programmes.effectiveness_threshold');
grant select, insert, update (
    social, employment, disability_social, disability_employment, source, version, updated_at
) on programmes.effectiveness_threshold to app_rw;

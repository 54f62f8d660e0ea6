-- Who works in a project, what it offers, in which groups people take part, and how many of whom it recruits.

-- Who works for the centre: its own people and those it engages, by name. One worker may hold several posts.
create table programmes.worker (
    tenant_id  uuid        not null default platform.current_tenant(),
    id         uuid        not null,
    name       text        not null check (char_length(name) between 1 and 200),
    version    bigint      not null check (version > 0),
    created_at timestamptz not null,
    -- Also the workers of a centre, page by page.
    primary key (tenant_id, id),
    foreign key (tenant_id) references tenants.organisation (id)
);
call platform.protect_tenant_table('programmes.worker');
grant select, insert on programmes.worker to app_rw;

-- A line of a project's team: a position, how many posts it has, what their duties are and, where known, who holds it.
-- Null is unknown: hours, days and names that a source does not give.
create table programmes.team_post (
    tenant_id               uuid        not null default platform.current_tenant(),
    id                      uuid        not null,
    project_id              uuid        not null,
    worker_id               uuid,
    -- Code of the dictionary team_position on the line's first day, and codes of team_duty.
    position                text        not null check (position ~ '^[a-z][a-z0-9_]{0,39}$'),
    duties                  text[]      not null check (cardinality(duties) <= 40),
    posts                   integer     not null check (posts between 1 and 1000),
    -- 'minimum': the source tells of social workers, not of how many.
    posts_exactness         text        not null check (posts_exactness in ('exact', 'minimum')),
    -- A share of full time in basis points, or hours a week in hundredths, or neither; for each post of the line.
    full_time_bp            integer     check (full_time_bp between 1 and 10000),
    weekly_hours_hundredths integer     check (weekly_hours_hundredths between 1 and 16800),
    -- Days of the engagement, both included; null is open or unknown.
    valid_from              date,
    valid_to                date        check (valid_to >= valid_from),
    -- The line whose people these may, by the source, be among: they are posts, but perhaps no further people.
    among_id                uuid,
    note                    text        check (char_length(note) between 1 and 500),
    version                 bigint      not null check (version > 0),
    created_at              timestamptz not null,
    primary key (tenant_id, id),
    -- The lines of the projects of one page; also that `among` stays within the project.
    constraint team_post_of_project unique (tenant_id, project_id, id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id),
    foreign key (tenant_id, worker_id) references programmes.worker (tenant_id, id),
    foreign key (tenant_id, project_id, among_id) references programmes.team_post (tenant_id, project_id, id),
    constraint one_worker_holds_one_post check (worker_id is null or (posts = 1 and posts_exactness = 'exact')),
    constraint hours_or_share check (num_nonnulls(full_time_bp, weekly_hours_hundredths) <= 1),
    constraint not_among_itself check (among_id <> id)
);
-- All posts of one worker: overlaps in one position, and the sum of their shares.
create index team_post_by_worker on programmes.team_post (tenant_id, worker_id, valid_from)
    where worker_id is not null;
call platform.protect_tenant_table('programmes.team_post');
grant select, insert, update (valid_to, version) on programmes.team_post to app_rw;

-- What a project offers its participants, each service in one of the four categories of instruments.
create table programmes.offered_service (
    tenant_id               uuid        not null default platform.current_tenant(),
    id                      uuid        not null,
    project_id              uuid        not null,
    -- Codes of the dictionaries service_kind (national or the centre's own), instrument_category and service_unit.
    kind                    text        not null check (kind ~ '^[a-z][a-z0-9_]{0,39}$'),
    category                text        not null check (category ~ '^[a-z][a-z0-9_]{0,39}$'),
    -- The source's words for it, where they say more than the kind.
    description             text        check (char_length(description) between 1 and 500),
    unit                    text        check (unit ~ '^[a-z][a-z0-9_]{0,39}$'),
    -- How much is planned, in thousandths of the unit: a number, a minimum, or a range. Null is unknown.
    quantity_thousandths    bigint      check (quantity_thousandths between 1 and 1000000000000),
    quantity_to_thousandths bigint      check (quantity_to_thousandths > quantity_thousandths
                                               and quantity_to_thousandths <= 1000000000000),
    quantity_exactness      text        check (quantity_exactness in ('exact', 'minimum')),
    -- What the quantity is for: „na uczestnika”, „tygodniowo”.
    per_what                text        check (char_length(per_what) between 1 and 100),
    -- Who provides it: a post of the team, a partner of the project by its name, or a firm, which a source may leave without
    -- a name. Null is unknown.
    provider                text        check (provider in ('team_post', 'partner', 'firm')),
    provider_post_id        uuid,
    provider_name           text        check (char_length(provider_name) between 1 and 200),
    provider_nip            text        check (provider_nip ~ '^[0-9]{10}$'),
    withdrawn_at            timestamptz,
    version                 bigint      not null check (version > 0),
    created_at              timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id),
    foreign key (tenant_id, project_id, provider_post_id)
        references programmes.team_post (tenant_id, project_id, id),
    constraint a_quantity_has_its_exactness check (num_nulls(quantity_thousandths, quantity_exactness) in (0, 2)),
    constraint a_range_is_exact check (quantity_to_thousandths is null or quantity_exactness = 'exact'),
    constraint a_provider_is_named check (
        (provider is null and num_nonnulls(provider_post_id, provider_name, provider_nip) = 0)
        or (provider = 'team_post' and provider_post_id is not null and num_nonnulls(provider_name, provider_nip) = 0)
        or (provider = 'partner' and provider_name is not null and num_nonnulls(provider_post_id, provider_nip) = 0)
        or (provider = 'firm' and provider_post_id is null))
);
-- The services of the projects of one page.
create index offered_service_by_project on programmes.offered_service (tenant_id, project_id, id);
call platform.protect_tenant_table('programmes.offered_service');
grant select, insert, update (
    kind, category, description, unit, quantity_thousandths, quantity_to_thousandths, quantity_exactness, per_what,
    provider, provider_post_id, provider_name, provider_nip, withdrawn_at, version
) on programmes.offered_service to app_rw;

-- Versions of what every participant's path must hold. Never changed: a path keeps the version that it was agreed under.
create table programmes.service_rules (
    tenant_id  uuid        not null default platform.current_tenant(),
    id         uuid        not null,
    project_id uuid        not null,
    version    bigint      not null check (version > 0),
    -- Each: code, category, at_least, label_pl, label_en, legal_basis.
    rules      jsonb       not null check (jsonb_typeof(rules) = 'array'),
    created_at timestamptz not null,
    primary key (tenant_id, id),
    -- Also serves the newest version of a project.
    constraint service_rules_version unique (tenant_id, project_id, version),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
call platform.protect_tenant_table('programmes.service_rules');
grant select, insert on programmes.service_rules to app_rw;

-- The rules in force, one row each, for the paths of case work.
create view programmes_published.service_rule with (security_invoker = true) as
    select r.tenant_id, r.project_id, r.id as rules_id, r.version, rule.code, rule.category, rule.at_least,
           rule.label_pl, rule.label_en, rule.legal_basis
    from programmes.service_rules r
    cross join lateral jsonb_to_recordset(r.rules) as rule (
        code text, category text, at_least integer, label_pl text, label_en text, legal_basis text)
    where not exists (
        select from programmes.service_rules newer
        where (newer.tenant_id, newer.project_id) = (r.tenant_id, r.project_id) and newer.version > r.version);
grant select on programmes_published.service_rule to app_rw;

-- The services that a project offers now, for the paths of case work.
create view programmes_published.offered_service with (security_invoker = true) as
    select tenant_id, project_id, id as service_id, kind, category, unit
    from programmes.offered_service
    where withdrawn_at is null;
grant select on programmes_published.offered_service to app_rw;

-- Groups (cohorts) of a project, with days, places and conditions of their own.
create table programmes.participant_group (
    tenant_id        uuid        not null default platform.current_tenant(),
    id               uuid        not null,
    project_id       uuid        not null,
    name             text        not null check (char_length(name) between 1 and 200),
    starts_on        date,
    ends_on          date        check (ends_on >= starts_on),
    -- 'month': the source names the month alone; the day is then the month's first (start) or last (end).
    starts_precision text        check (starts_precision in ('day', 'month')),
    ends_precision   text        check (ends_precision in ('day', 'month')),
    places           integer     check (places between 1 and 1000000),
    places_exactness text        check (places_exactness in ('exact', 'minimum')),
    -- Those for women and for men among them, where the source sets them apart.
    places_women           integer check (places_women between 0 and 1000000),
    places_women_exactness text    check (places_women_exactness in ('exact', 'minimum')),
    places_men             integer check (places_men between 0 and 1000000),
    places_men_exactness   text    check (places_men_exactness in ('exact', 'minimum')),
    -- Recruitment criteria beside the project's, each a condition with label and legal basis.
    criteria         jsonb       not null check (jsonb_typeof(criteria) = 'array'),
    note             text        check (char_length(note) between 1 and 1000),
    -- From this day nobody new joins.
    closed_on        date,
    version          bigint      not null check (version > 0),
    created_at       timestamptz not null,
    primary key (tenant_id, id),
    -- The groups of the projects of one page, and no name twice.
    constraint participant_group_name unique (tenant_id, project_id, name),
    -- What belongs to a group of a project points here.
    constraint participant_group_of_project unique (tenant_id, project_id, id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id),
    constraint days_come_with_their_precision check (
        num_nulls(starts_on, starts_precision) in (0, 2) and num_nulls(ends_on, ends_precision) in (0, 2)),
    constraint places_come_with_their_exactness check (
        num_nulls(places, places_exactness) in (0, 2) and num_nulls(places_women, places_women_exactness) in (0, 2)
        and num_nulls(places_men, places_men_exactness) in (0, 2))
);
call platform.protect_tenant_table('programmes.participant_group');
grant select, insert, update (
    name, starts_on, ends_on, starts_precision, ends_precision, places, places_exactness, places_women,
    places_women_exactness, places_men, places_men_exactness, criteria, note, closed_on, version
) on programmes.participant_group to app_rw;

-- What case work asks of a group that people are nominated to: its days, places and conditions, in which version.
create view programmes_published.participant_group with (security_invoker = true) as
    select tenant_id, project_id, id as group_id, name, starts_on, ends_on, places, places_exactness, places_women,
           places_women_exactness, places_men, places_men_exactness, criteria, closed_on, version
    from programmes.participant_group;
grant select on programmes_published.participant_group to app_rw;

-- The places that nominations and enrolment count against: the quotas of the newest recruitment terms, all three of them, if
-- they give any; else the project's own. The two are never mixed: together they could contradict each other.
create or replace view programmes_published.project_intake with (security_invoker = true) as
    select p.tenant_id, p.id as project_id, p.title, p.edition, p.starts_on, p.ends_on, p.recruitment_from,
           p.recruitment_until,
           case when quota.given then (quota.total ->> 'count')::integer else p.places_total end as places_total,
           case when quota.given then quota.total ->> 'exactness' else p.places_total_exactness end
               as places_total_exactness,
           case when quota.given then (quota.women ->> 'count')::integer else p.places_women end as places_women,
           case when quota.given then quota.women ->> 'exactness' else p.places_women_exactness end
               as places_women_exactness,
           case when quota.given then (quota.men ->> 'count')::integer else p.places_men end as places_men,
           case when quota.given then quota.men ->> 'exactness' else p.places_men_exactness end as places_men_exactness,
           r.id as recruitment_id, r.version as recruitment_version, r.rules,
           -- When people are nominated: the days of the newest terms, where they name them; else the project's.
           coalesce((r.rules #>> '{terms,opens_on}')::date, p.recruitment_from) as opens_on,
           coalesce((r.rules #>> '{terms,closes_on}')::date, p.recruitment_until) as closes_on
    from programmes.project p
    left join lateral (
        select current.id, current.version, current.rules
        from programmes.recruitment current
        where (current.tenant_id, current.project_id) = (p.tenant_id, p.id)
        order by current.version desc
        limit 1
    ) r on true
    cross join lateral (
        select said.total, said.women, said.men, num_nonnulls(said.total, said.women, said.men) > 0 as given
        from (select nullif(r.rules #> '{terms,quotas,total}', 'null') as total,
                     nullif(r.rules #> '{terms,quotas,women}', 'null') as women,
                     nullif(r.rules #> '{terms,quotas,men}', 'null') as men) said
    ) quota;

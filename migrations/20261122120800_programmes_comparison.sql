-- The regional comparison: the live aggregates of each project, the centres' consents, the ledger of what was published of
-- each project, and the frozen releases that authorities read (docs/adr/0014-frozen-releases.md).

-- Authorities no longer read live figures, only releases, which are their own tenant's rows.
revoke select on programmes.project_comparison from app_region;
drop policy region_compares on programmes.project_comparison;
drop index programmes.project_comparison_by_id;

alter table programmes.project_comparison
    -- Codes of the programme's levels from the top: {RPSW,9,9.2,9.2.1}.
    add column programme_codes    text[]  not null default '{}',
    add column period             text    check (period in ('2007-2013', '2014-2020', '2021-2027')),
    add column centre_kind        text    check (centre_kind ~ '^[A-Z]{2,8}$'),
    add column starts_on          date,
    add column ends_on            date    check (ends_on >= starts_on),
    -- As the project states it, else of the budget in force. Null is unknown.
    add column budget_total_origin  text   check (budget_total_origin in ('stated', 'budget_in_force')),
    add column budget_total_grosz   bigint check (budget_total_grosz >= 0),
    add column budget_parts_origin  text   check (budget_parts_origin in ('stated', 'budget_in_force')),
    -- The money of all sources; of the Union, and of local government and private sources together (each unknown where the
    -- parts leave it open).
    add column budget_sources_grosz bigint check (budget_sources_grosz >= 0),
    add column budget_eu_grosz      bigint check (budget_eu_grosz >= 0),
    add column budget_own_grosz     bigint check (budget_own_grosz >= 0),
    add constraint money_has_its_origin check (
        num_nulls(budget_total_origin, budget_total_grosz) in (0, 2)
        and num_nulls(budget_parts_origin, budget_sources_grosz) in (0, 2)
        and (num_nulls(budget_eu_grosz, budget_own_grosz) = 2 or budget_parts_origin is not null)),
    -- How many services it offers, by category; null: none is recorded.
    add column services             jsonb  check (jsonb_typeof(services) = 'object');
grant update (
    programme_codes, period, centre_kind, starts_on, ends_on, budget_total_origin, budget_total_grosz,
    budget_parts_origin, budget_sources_grosz, budget_eu_grosz, budget_own_grosz, services
) on programmes.project_comparison to app_rw;
-- Which centres a release has to visit: the worker learns tenants and their voivodeships, no figure and no project.
create policy worker_finds_compared on programmes.project_comparison for select to app_worker using (true);
grant usage on schema programmes to app_worker;
grant select (tenant_id, region_code) on programmes.project_comparison to app_worker;

-- People of a project by sex, on its places; two rows a project once anybody was counted. Counted on the day of the
-- project's as_of, which matters for the effects: a failure is entered only after 90 days.
create table programmes.project_comparison_people (
    tenant_id         uuid   not null default platform.current_tenant(),
    project_id        uuid   not null,
    sex               text   not null check (sex in ('K', 'M')),
    recruited         bigint not null check (recruited >= 0),
    ended             bigint not null check (ended between 0 and recruited),
    -- As planned, or broken off for work.
    completed         bigint not null check (completed >= 0),
    -- Broken off for another reason.
    dropped_out       bigint not null check (dropped_out >= 0),
    -- Of those who completed, with at least one vocational service.
    vocational        bigint not null check (vocational between 0 and completed),
    -- Of whom the effect is decided, and with it.
    social_base       bigint not null check (social_base between 0 and completed),
    social_effect     bigint not null check (social_effect between 0 and social_base),
    employment_base   bigint not null check (employment_base between 0 and vocational),
    employment_effect bigint not null check (employment_effect between 0 and employment_base),
    primary key (tenant_id, project_id, sex),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id),
    constraint who_ended_completed_or_not check (completed + dropped_out = ended)
);
call platform.protect_tenant_table('programmes.project_comparison_people');
grant select, insert, update (
    recruited, ended, completed, dropped_out, vocational, social_base, social_effect, employment_base, employment_effect
) on programmes.project_comparison_people to app_rw;

-- What casework knows of each participation as counts need it, to check the comparison against, and to tell whom no event was
-- told of yet. No person.
create view casework_published.participation with (security_invoker = true) as
    select e.tenant_id, e.id as enrolment_id, e.project_id, e.version, e.sex, e.state = 'enrolled' as on_place, e.starts_on,
           ended.ended_on, ended.ending,
           exists (select from casework.support s
                   where s.tenant_id = e.tenant_id and s.enrolment_id = e.id and s.category = 'vocational'
                     and s.withdrawn_at is null) as vocational,
           e.created_at as recorded_at
    from casework.enrolment e
    left join casework.participation_end ended
        on ended.tenant_id = e.tenant_id and ended.enrolment_id = e.id and ended.withdrawn_at is null;
grant select on casework_published.participation to app_rw;

-- The people on the places of projects, counted by the rules of a day, two rows a project. With the caller's rights.
-- A project that was never counted is left out until every participation of it was told: unknown is better than less than
-- there are.
create function programmes.counted_people(of_tenant uuid, projects uuid[], on_day date)
    returns table (project_id uuid, sex text, recruited bigint, ended bigint, completed bigint, dropped_out bigint,
                   vocational bigint, social_base bigint, social_effect bigint, employment_base bigint,
                   employment_effect bigint)
    language sql stable
    set search_path = ''
begin atomic
    select wanted.id, sexes.sex,
           count(p.enrolment_id),
           count(*) filter (where p.ended_on <= on_day),
           count(*) filter (where state.completed),
           count(*) filter (where p.ended_on <= on_day and not state.completed),
           count(*) filter (where state.completed and p.vocational),
           count(*) filter (where state.completed and (state.social or on_day > counts.until)),
           count(*) filter (where state.completed and state.social),
           count(*) filter (where state.completed and p.vocational and (state.employment or on_day > counts.until)),
           count(*) filter (where state.completed and p.vocational and state.employment)
    from (select project.id from unnest(projects) as project (id)
          where exists (select from programmes.project_comparison_people k
                        where k.tenant_id = of_tenant and k.project_id = project.id)
             or not exists (select from casework_published.participation e
                            where e.tenant_id = of_tenant and e.project_id = project.id
                              and not exists (select from programmes.participation told
                                              where told.tenant_id = of_tenant and told.enrolment_id = e.enrolment_id))
         ) as wanted
    cross join (values ('K'), ('M')) as sexes (sex)
    left join programmes.participation p
        on p.tenant_id = of_tenant and p.project_id = wanted.id and p.sex = sexes.sex and p.on_place
    -- Until when an effect counts. Entered when it comes; a failure only when that day has passed. Where no rule is known for
    -- the day of the end, nothing is decided.
    left join lateral (
        select p.ended_on + r.amount::integer as until from programmes.rate r
        where r.code = 'effectiveness_days' and r.ended_by is null and r.valid_from <= p.ended_on
          and (r.valid_to is null or p.ended_on <= r.valid_to)
        order by r.valid_from desc limit 1
    ) counts on true
    cross join lateral (
        select coalesce(p.ended_on <= on_day and p.ending <> 'early', false) as completed,
               coalesce(p.social_effect_on <= least(counts.until, on_day) and counts.until is not null, false) as social,
               coalesce(p.employment_effect_on <= least(counts.until, on_day) and counts.until is not null, false)
                   as employment
    ) as state
    group by wanted.id, sexes.sex;
end;
grant execute on function programmes.counted_people(uuid, uuid[], date) to app_rw;

-- A centre in the comparison. Its row is locked by whoever decides on a consent.
create table programmes.comparison_centre (
    tenant_id   uuid   not null default platform.current_tenant(),
    -- How releases name it to themselves: an id of its own, so that nothing leads from it to the tenant or to a project.
    ref         uuid   not null default gen_random_uuid(),
    region_code text   not null check (region_code ~ '^[0-9]{2}$'),
    -- The measures that it consents to now: what its newest decisions say, kept in their transaction.
    consents    text[] not null default '{}' check (array_position(consents, null) is null),
    primary key (tenant_id),
    foreign key (tenant_id) references tenants.organisation (id)
);
call platform.protect_tenant_table('programmes.comparison_centre');
grant select, insert, update (region_code, consents) on programmes.comparison_centre to app_rw;
-- All centres of a region at once, so it does not start with the tenant: what a release's figures are held against.
create index comparison_centre_by_region on programmes.comparison_centre (region_code);
-- The one policy of authorities: consents by region, on columns that name no tenant. It reads no figure at all.
create policy region_learns_consents on programmes.comparison_centre for select to app_region
    using (region_code = (select platform.current_region()) or (select platform.current_region()) = '00');
grant select (ref, region_code, consents) on programmes.comparison_centre to app_region;

-- The decisions of a centre on each measure, in their order. Never changed: the newest holds.
create table programmes.comparison_consent (
    tenant_id  uuid        not null default platform.current_tenant(),
    id         uuid        not null,
    measure    text        not null check (measure in ('cost_per_place', 'own_contribution', 'recruitment', 'completion',
                                                       'social_effectiveness', 'employment_effectiveness', 'services_mix')),
    number     integer     not null check (number > 0),
    granted    boolean     not null,
    decided_by text        not null check (char_length(decided_by) between 1 and 100),
    decided_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id) references tenants.organisation (id),
    -- Also the newest decision on a measure; two at once cannot both be the next.
    constraint comparison_consent_number unique (tenant_id, measure, number)
);
call platform.protect_tenant_table('programmes.comparison_consent');
grant select, insert on programmes.comparison_consent to app_rw;

-- The ledger: each state of a project's people that was ever published to any authority, with the true counts behind it.
-- The centre's own; no authority reaches it. A release either repeats the newest state or adds one.
create table programmes.comparison_publication (
    tenant_id  uuid        not null default platform.current_tenant(),
    id         uuid        not null,
    project_id uuid        not null,
    number     integer     not null check (number > 0),
    -- The order and meaning of the cells.
    definition integer     not null check (definition > 0),
    as_of      timestamptz not null,
    -- The true counts; and for each the largest threshold at which it is still shown, 0 where it never is.
    cells      integer[]   not null check (array_position(cells, null) is null),
    shown_to   smallint[]  not null check (array_position(shown_to, null) is null),
    -- For each threshold from 3 what an attacker can tell of each cell at most, for the next refresh.
    seen       jsonb       not null check (jsonb_typeof(seen) = 'array'),
    -- Which cells had to stay hidden whatever they counted: with it the state can be solved again.
    withheld   boolean[]   not null check (array_position(withheld, null) is null),
    -- The largest threshold of any release that this state stands in.
    strictest  smallint    not null check (strictest between 3 and 10),
    created_at timestamptz not null,
    primary key (tenant_id, id),
    -- Also the states of a project in their order.
    constraint comparison_publication_number unique (tenant_id, project_id, number),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id),
    constraint each_cell_is_settled
        check (cardinality(cells) = cardinality(shown_to) and cardinality(cells) = cardinality(withheld))
);
call platform.protect_tenant_table('programmes.comparison_publication');
grant select, insert, update (strictest) on programmes.comparison_publication to app_rw;

-- The planned places that were ever shown beside a project, in their order: the newest are shown now. They bound the people
-- of every state, so others are shown only where no state that was shown before would tell more with them.
create table programmes.comparison_places (
    tenant_id  uuid        not null default platform.current_tenant(),
    project_id uuid        not null,
    number     integer     not null check (number > 0),
    places     jsonb       not null check (jsonb_typeof(places) = 'object'),
    created_at timestamptz not null,
    -- Also the places of a project in their order.
    primary key (tenant_id, project_id, number),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
call platform.protect_tenant_table('programmes.comparison_places');
grant select, insert on programmes.comparison_places to app_rw;

-- An authority's own threshold: fewer people than that are not shown to it. Without a row the platform's default holds.
create table programmes.comparison_setting (
    tenant_id  uuid        not null default platform.current_tenant(),
    threshold  smallint    not null check (threshold between 3 and 10),
    changed_at timestamptz not null,
    primary key (tenant_id),
    foreign key (tenant_id) references tenants.organisation (id)
);
call platform.protect_tenant_table('programmes.comparison_setting');
grant select, insert, update (threshold, changed_at) on programmes.comparison_setting to app_rw;

-- Releases of an authority. Once frozen, nothing of one changes.
create table programmes.comparison_release (
    tenant_id    uuid        not null default platform.current_tenant(),
    id           uuid        not null,
    number       integer     not null check (number > 0),
    definition   integer     not null check (definition > 0),
    -- A voivodeship, or the country.
    region_code  text        not null check (region_code ~ '^[0-9]{2}$'),
    threshold    smallint    not null check (threshold between 3 and 10),
    state        text        not null check (state in ('preparing', 'frozen', 'failed')),
    -- Why it could not be frozen: a code. An operator starts it again, or the authority asks for another.
    failure      text        check (char_length(failure) between 1 and 100),
    requested_at timestamptz not null,
    as_of        timestamptz,
    projects     integer     check (projects >= 0),
    -- SHA-256 over the salt and the rows in their order.
    hash         bytea       check (octet_length(hash) = 32),
    -- 244 random bits, never shown: without them whoever knows a row could try what the hidden counts and consents are.
    salt         bytea       not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
                             check (octet_length(salt) = 32),
    -- Also the releases of an authority, page by page.
    primary key (tenant_id, id),
    foreign key (tenant_id) references tenants.organisation (id),
    -- Also the newest release.
    constraint comparison_release_number unique (tenant_id, number),
    constraint a_frozen_release_is_whole
        check (num_nulls(as_of, projects, hash) = case state when 'frozen' then 0 else 3 end),
    constraint a_failed_release_says_why check ((failure is not null) = (state = 'failed'))
);
call platform.protect_tenant_table('programmes.comparison_release');
grant select, insert, update (state, as_of, projects, hash, failure) on programmes.comparison_release to app_rw;
-- One at a time is prepared for an authority.
create unique index comparison_release_preparing on programmes.comparison_release (tenant_id) where state = 'preparing';

-- Which authorities have releases, for the check of their hashes.
create policy worker_finds_releases on programmes.comparison_release for select to app_worker using (true);
grant select (tenant_id) on programmes.comparison_release to app_worker;

-- What a release shows of each project: hidden counts are not in it. By name of centre, title and edition.
create table programmes.comparison_release_row (
    tenant_id       uuid    not null default platform.current_tenant(),
    release_id      uuid    not null,
    position        integer not null check (position > 0),
    -- The id of the project's live row; nothing leads from it to the project.
    row_id          uuid    not null,
    region_code     text    not null check (region_code ~ '^[0-9]{2}$'),
    programme_codes text[]  not null,
    period          text    check (period in ('2007-2013', '2014-2020', '2021-2027')),
    centre_kind     text    check (centre_kind ~ '^[A-Z]{2,8}$'),
    -- JSON, as the hash covers it byte by byte.
    content         text    not null check (char_length(content) <= 20000),
    -- Also the rows of a release in their order.
    primary key (tenant_id, release_id, position),
    constraint comparison_release_row_once unique (tenant_id, release_id, row_id),
    foreign key (tenant_id, release_id) references programmes.comparison_release (tenant_id, id)
);
call platform.protect_tenant_table('programmes.comparison_release_row');
grant select, insert on programmes.comparison_release_row to app_rw;

-- A release takes rows only while it is prepared, and is frozen once.
create function programmes.only_prepared_releases_change() returns trigger
    language plpgsql
    set search_path = ''
as $$
begin
    if tg_table_name = 'comparison_release' then
        if old.state = 'frozen' then
            raise exception 'a frozen release does not change' using errcode = 'restrict_violation';
        end if;
    elsif not exists (select from programmes.comparison_release r
                      where r.tenant_id = new.tenant_id and r.id = new.release_id and r.state = 'preparing') then
        raise exception 'a frozen release does not change' using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;
revoke execute on function programmes.only_prepared_releases_change() from public;
create trigger only_prepared_releases_change before update on programmes.comparison_release
    for each row execute function programmes.only_prepared_releases_change();
create trigger only_prepared_releases_change before insert on programmes.comparison_release_row
    for each row execute function programmes.only_prepared_releases_change();

-- What becomes of a participation: its end, the support received, the outcomes. Each row is recorded once and never changed;
-- what was entered wrongly is taken back with a reason and stays readable.
--
-- In clear stand the codes and dates by which people are counted, as the enrolment's sex does. What is free text or evidence
-- is sealed under the person's own key.

-- Counts every change of what a participation has come to: its events carry it, and whoever changes one locks this row.
alter table casework.enrolment add column version bigint not null default 1 check (version > 0);
grant update (version) on casework.enrolment to app_rw;
-- The participations of a person, when a fact of hers is recorded for the day of accession.
create index enrolment_by_person on casework.enrolment (tenant_id, person_id, id);

-- The group (cohort) of the project that a person is nominated to, if to one; an enrolment is of its nomination's group.
alter table casework.nomination
    add column group_id uuid,
    add foreign key (tenant_id, project_id, group_id)
        references programmes.participant_group (tenant_id, project_id, id);
-- Who is not taken into one group may be into another, so an open nomination is one to each.
drop index casework.nomination_one_open;
create unique index nomination_one_open on casework.nomination (tenant_id, project_id, person_id, group_id)
    nulls not distinct where state = 'open';
-- How many people of a group are on places.
create index nomination_by_group on casework.nomination (tenant_id, group_id) where group_id is not null;
-- The version of the group whose conditions a verdict was decided by; null where the nomination is to none.
alter table casework.verdict add column group_version bigint check (group_version > 0);

create table casework.participation_end (
    tenant_id         uuid        not null default platform.current_tenant(),
    id                uuid        not null,
    enrolment_id      uuid        not null,
    ended_on          date        not null,
    -- for_work: broken off early because work was found, which counts as ended. early: broken off for another reason.
    ending            text        not null check (ending in ('as_planned', 'for_work', 'early')),
    -- The reason of an early end.
    reason_sealed     bytea       check (octet_length(reason_sealed) between 42 and 8000),
    recorded_at       timestamptz not null,
    withdrawn_at      timestamptz,
    withdrawal_sealed bytea       check (octet_length(withdrawal_sealed) between 42 and 8000),
    primary key (tenant_id, id),
    constraint an_early_end_has_a_reason check (ending <> 'early' or reason_sealed is not null),
    constraint what_is_taken_back_has_a_reason check (num_nulls(withdrawn_at, withdrawal_sealed) in (0, 2)),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, enrolment_id) references casework.enrolment (tenant_id, id)
);
-- One end at a time; also the end of an enrolment.
create unique index participation_end_one on casework.participation_end (tenant_id, enrolment_id)
    where withdrawn_at is null;
call platform.protect_tenant_table('casework.participation_end');
grant select, insert, update (withdrawn_at, withdrawal_sealed) on casework.participation_end to app_rw;

create table casework.support (
    tenant_id         uuid        not null default platform.current_tenant(),
    id                uuid        not null,
    enrolment_id      uuid        not null,
    -- The order of recording within an enrolment, given under its lock.
    number            integer     not null check (number between 1 and 500),
    category          text        not null check (category in ('social', 'vocational', 'educational', 'health')),
    -- The code of the service in the project's catalogue or the national dictionary.
    kind              text        not null check (kind ~ '^[a-z][a-z0-9_]{0,59}$'),
    starts_on         date        not null,
    ends_on           date        check (ends_on >= starts_on),
    note_sealed       bytea       check (octet_length(note_sealed) between 42 and 8000),
    recorded_at       timestamptz not null,
    withdrawn_at      timestamptz,
    withdrawal_sealed bytea       check (octet_length(withdrawal_sealed) between 42 and 8000),
    primary key (tenant_id, id),
    -- Also the support of an enrolment, in the order of recording.
    constraint support_number unique (tenant_id, enrolment_id, number),
    constraint what_is_taken_back_has_a_reason check (num_nulls(withdrawn_at, withdrawal_sealed) in (0, 2)),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, enrolment_id) references casework.enrolment (tenant_id, id)
);
call platform.protect_tenant_table('casework.support');
grant select, insert, update (withdrawn_at, withdrawal_sealed) on casework.support to app_rw;

create table casework.outcome (
    tenant_id         uuid        not null default platform.current_tenant(),
    id                uuid        not null,
    enrolment_id      uuid        not null,
    -- The order of recording within an enrolment, given under its lock.
    number            integer     not null check (number between 1 and 500),
    kind              text        not null check (kind in
                          ('situation_after', 'work', 'education', 'qualification', 'competence', 'social_effect')),
    -- The day it came about: of work the first day, of a competence the day of its last stage.
    occurred_on       date        not null,
    -- situation_after, social_effect: the code of the dictionary of that name. work: the kind of contract.
    code              text        check (code ~ '^[a-z][a-z0-9_]{0,39}$'),
    -- The kind of contract alone, for the published view: whoever reads that must not reach which social effect it was.
    contract          text        generated always as (case kind when 'work' then code end) stored,
    -- work: the last day of the contract (null: open), the share of a full post, documented pay of three minimum wages.
    until_on          date        check (until_on >= occurred_on),
    post_percent      smallint    check (post_percent between 1 and 100),
    pay_documented    boolean,
    -- qualification: both belong to it.
    validated_on      date,
    certified_on      date,
    -- competence: the four stages (zakres, wzorzec, ocena, porównanie). With any missing it does not count.
    scope_on          date,
    standard_on       date,
    assessed_on       date,
    compared_on       date,
    -- Kind and place of the document behind it, and notes.
    evidence_sealed   bytea       not null check (octet_length(evidence_sealed) between 42 and 8000),
    recorded_at       timestamptz not null,
    withdrawn_at      timestamptz,
    withdrawal_sealed bytea       check (octet_length(withdrawal_sealed) between 42 and 8000),
    primary key (tenant_id, id),
    -- Also the outcomes of an enrolment, in the order of recording.
    constraint outcome_number unique (tenant_id, enrolment_id, number),
    constraint a_code_where_the_kind_has_one
        check ((code is not null) = (kind in ('situation_after', 'work', 'social_effect'))),
    constraint a_contract_is_of_a_known_kind check (kind <> 'work' or code in ('employment', 'civil_contract', 'business')),
    constraint only_work_has_a_contract check (kind = 'work' or num_nulls(until_on, post_percent, pay_documented) = 3),
    constraint only_a_qualification_is_certified
        check (kind = 'qualification' or num_nulls(validated_on, certified_on) = 2),
    constraint only_a_competence_has_stages
        check (kind = 'competence' or num_nulls(scope_on, standard_on, assessed_on, compared_on) = 4),
    constraint what_is_taken_back_has_a_reason check (num_nulls(withdrawn_at, withdrawal_sealed) in (0, 2)),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, enrolment_id) references casework.enrolment (tenant_id, id)
);
call platform.protect_tenant_table('casework.outcome');
grant select, insert, update (withdrawn_at, withdrawal_sealed) on casework.outcome to app_rw;

-- What indicators ask of the day of accession, as it was known when the participation was told last. In clear, under the
-- tenant's policy alone: events and jobs, which a worker reads for all centres, carry its version and nothing of it. Why codes
-- stand in clear at all: docs/adr/0013-participation-read-model.md.
create table casework.participation_profile (
    tenant_id       uuid        not null default platform.current_tenant(),
    enrolment_id    uuid        not null,
    -- The version of the participation that it was written with. Of a person who was erased none is written any more.
    profile_version bigint      not null check (profile_version > 0),
    -- Name → known with its value, refused or unknown (docs/events.md).
    profile         jsonb       not null check (jsonb_typeof(profile) = 'object'),
    recorded_at     timestamptz not null,
    primary key (tenant_id, enrolment_id),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, enrolment_id) references casework.enrolment (tenant_id, id)
);
call platform.protect_tenant_table('casework.participation_profile');
grant select, insert, update (profile_version, profile, recorded_at) on casework.participation_profile to app_rw;

-- For whoever takes in the events of a participation.
create view casework_published.participation_profile with (security_invoker = true) as
    select tenant_id, enrolment_id, profile_version, profile from casework.participation_profile;
grant select on casework_published.participation_profile to app_rw;

-- What effects are told by, to check the comparison against: days, and the terms of work. Of a social effect not which it was.
create view casework_published.participation_effect with (security_invoker = true) as
    select tenant_id, enrolment_id, kind, occurred_on, contract, until_on, post_percent, pay_documented
    from casework.outcome
    where withdrawn_at is null and kind in ('work', 'social_effect');
grant select on casework_published.participation_effect to app_rw;

-- Participations from before there were events are told by a job of each centre, once: whoever counts them must not begin with
-- none. FORCE hides all rows from the owner; it is lifted for this transaction, which nobody else sees into.
alter table casework.enrolment no force row level security;
alter table platform.job no force row level security;
insert into platform.job (tenant_id, id, kind, payload, run_at, created_at)
    select tenant_id, gen_random_uuid(), 'casework.republish', '{}', now(), now() from casework.enrolment group by tenant_id;
alter table casework.enrolment force row level security;
alter table platform.job force row level security;

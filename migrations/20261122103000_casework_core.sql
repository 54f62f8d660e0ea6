-- People of a centre, dated facts about them, nominations, verdicts, enrolments, group sessions and attendance.
--
-- What is personal is sealed under the person's own key (columns `*_sealed`), which lives outside this database: a destroyed
-- key makes it unreadable here and in every backup. What is looked up by equality has a blind index beside it, keyed by the
-- tenant's key. In clear stands only what the database itself must compare or count.

create schema casework;
grant usage on schema casework to app_rw;

create table casework.person (
    tenant_id         uuid        not null default platform.current_tenant(),
    id                uuid        not null,
    first_name_sealed bytea       not null check (octet_length(first_name_sealed) between 42 and 1000),
    last_name_sealed  bytea       not null check (octet_length(last_name_sealed) between 42 and 1000),
    -- Null for people without PESEL: a technical id (the row's) stands for them, birth date and sex are typed.
    pesel_sealed      bytea       check (octet_length(pesel_sealed) between 42 and 100),
    birth_date_sealed bytea       not null check (octet_length(birth_date_sealed) between 42 and 100),
    sex_sealed        bytea       not null check (octet_length(sex_sealed) between 42 and 100),
    pesel_index       bytea       check (octet_length(pesel_index) = 32),
    first_name_index  bytea       not null check (octet_length(first_name_index) = 32),
    last_name_index   bytea       not null check (octet_length(last_name_index) = 32),
    version           bigint      not null check (version > 0),
    created_at        timestamptz not null,
    primary key (tenant_id, id),
    -- Also the search by PESEL.
    constraint person_pesel unique (tenant_id, pesel_index),
    constraint pesel_is_whole check ((pesel_sealed is null) = (pesel_index is null)),
    foreign key (tenant_id) references tenants.organisation (id)
);
-- The search by last name, with or without first name.
create index person_by_name on casework.person (tenant_id, last_name_index, first_name_index, id);
call platform.protect_tenant_table('casework.person');
grant select, insert, update (first_name_sealed, last_name_sealed, first_name_index, last_name_index, version)
    on casework.person to app_rw;

-- Name, value and evidence of a fact are one sealed payload: that a person has a record about, say, homelessness is as
-- sensitive as what it says. Never changed: a later record for the same day wins.
create table casework.fact (
    tenant_id      uuid        not null default platform.current_tenant(),
    id             uuid        not null,
    person_id      uuid        not null,
    -- The order of recording within a person, given under the person's lock: clocks of several machines may disagree.
    number         integer     not null check (number between 1 and 500),
    payload_sealed bytea       not null check (octet_length(payload_sealed) between 42 and 8000),
    valid_from     date        not null,
    valid_to       date        check (valid_to >= valid_from),
    recorded_at    timestamptz not null,
    primary key (tenant_id, id),
    -- Also the facts of a person, oldest first.
    constraint fact_number unique (tenant_id, person_id, number),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, person_id) references casework.person (tenant_id, id)
);
call platform.protect_tenant_table('casework.fact');
grant select, insert on casework.fact to app_rw;

create table casework.nomination (
    tenant_id    uuid        not null default platform.current_tenant(),
    id           uuid        not null,
    person_id    uuid        not null,
    project_id   uuid        not null,
    nominated_by text        not null check (nominated_by in ('social_worker', 'family_assistant', 'self')),
    nominated_on date        not null,
    state        text        not null check (state in ('open', 'enrolled')),
    version      bigint      not null check (version > 0),
    created_at   timestamptz not null,
    primary key (tenant_id, id),
    -- So that an enrolment can only be of the nomination's own person and project.
    unique (tenant_id, id, person_id, project_id),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, person_id) references casework.person (tenant_id, id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
create unique index nomination_one_open on casework.nomination (tenant_id, project_id, person_id) where state = 'open';
-- The nominations of a project, page by page.
create index nomination_by_project on casework.nomination (tenant_id, project_id, id);
call platform.protect_tenant_table('casework.nomination');
grant select, insert, update (state, version) on casework.nomination to app_rw;

-- A decision with its proof and with the inputs that repeat it (rules and facts as they were). Never changed.
create table casework.verdict (
    tenant_id      uuid        not null default platform.current_tenant(),
    id             uuid        not null,
    nomination_id  uuid        not null,
    -- The order of deciding within a nomination, given under the nomination's lock; the highest is the newest.
    number         integer     not null check (number > 0),
    -- The version of the rules. No foreign key: the proof holds the rules themselves, and they belong to another service.
    recruitment_id uuid        not null,
    reference_date date        not null,
    outcome        text        not null check (outcome in ('eligible', 'not_eligible', 'undecided')),
    proof_sealed   bytea       not null check (octet_length(proof_sealed) between 42 and 2000000),
    inputs_sealed  bytea       not null check (octet_length(inputs_sealed) between 42 and 2000000),
    decided_at     timestamptz not null,
    primary key (tenant_id, id),
    -- Also the newest verdict of a nomination.
    constraint verdict_number unique (tenant_id, nomination_id, number),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, nomination_id) references casework.nomination (tenant_id, id)
);
call platform.protect_tenant_table('casework.verdict');
grant select, insert on casework.verdict to app_rw;

-- One row a project, locked by whoever enrols, so that two enrolments at once never count the same free place.
create table casework.project_intake_lock (
    tenant_id  uuid   not null default platform.current_tenant(),
    project_id uuid   not null,
    version    bigint not null check (version > 0),
    primary key (tenant_id, project_id),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
call platform.protect_tenant_table('casework.project_intake_lock');
grant select, insert, update (version) on casework.project_intake_lock to app_rw;

create table casework.enrolment (
    tenant_id     uuid        not null default platform.current_tenant(),
    id            uuid        not null,
    nomination_id uuid        not null,
    person_id     uuid        not null,
    project_id    uuid        not null,
    verdict_id    uuid        not null,
    state         text        not null check (state in ('enrolled', 'reserve_places_full', 'reserve_sex_quota_full')),
    -- In clear, unlike the person's own: the quota by sex is counted here, and every report of a project is by sex.
    sex           text        not null check (sex in ('K', 'M')),
    starts_on     date        not null,
    created_at    timestamptz not null,
    primary key (tenant_id, id),
    -- So that attendance can only be recorded of people of the session's own project.
    unique (tenant_id, id, project_id),
    -- One participation a person and project.
    constraint enrolment_person unique (tenant_id, project_id, person_id),
    constraint enrolment_nomination unique (tenant_id, nomination_id),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, nomination_id, person_id, project_id)
        references casework.nomination (tenant_id, id, person_id, project_id),
    foreign key (tenant_id, verdict_id) references casework.verdict (tenant_id, id)
);
-- The enrolments of a project, page by page.
create index enrolment_by_project on casework.enrolment (tenant_id, project_id, id);
-- The count of places taken, by sex.
create index enrolment_counted on casework.enrolment (tenant_id, project_id, state, sex);
call platform.protect_tenant_table('casework.enrolment');
grant select, insert on casework.enrolment to app_rw;

create table casework.group_session (
    tenant_id  uuid        not null default platform.current_tenant(),
    id         uuid        not null,
    project_id uuid        not null,
    title      text        not null check (char_length(title) between 1 and 200),
    held_on    date        not null,
    minutes    integer     not null check (minutes between 15 and 720),
    version    bigint      not null check (version > 0),
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, id, project_id),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
-- The sessions of a project, page by page.
create index group_session_by_project on casework.group_session (tenant_id, project_id, id);
call platform.protect_tenant_table('casework.group_session');
grant select, insert, update (version) on casework.group_session to app_rw;

create table casework.attendance (
    tenant_id    uuid        not null default platform.current_tenant(),
    session_id   uuid        not null,
    enrolment_id uuid        not null,
    -- The session's project and the enrolment's: one column, so that they are the same.
    project_id   uuid        not null,
    presence     text        not null check (presence in ('present', 'excused', 'absent')),
    recorded_at  timestamptz not null,
    -- Also the attendance of a session.
    primary key (tenant_id, session_id, enrolment_id),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, session_id, project_id) references casework.group_session (tenant_id, id, project_id),
    foreign key (tenant_id, enrolment_id, project_id) references casework.enrolment (tenant_id, id, project_id)
);
-- What an enrolment's attendance adds up to.
create index attendance_by_enrolment on casework.attendance (tenant_id, enrolment_id, session_id);
call platform.protect_tenant_table('casework.attendance');
grant select, insert, update (presence, recorded_at) on casework.attendance to app_rw;

-- What the other services may read: how many people are on places, by sex. No person.
create schema casework_published;
grant usage on schema casework_published to app_rw;
create view casework_published.enrolment_count with (security_invoker = true) as
    select tenant_id,
           project_id,
           count(*) filter (where sex = 'K') as women,
           count(*) filter (where sex = 'M') as men
    from casework.enrolment
    where state = 'enrolled'
    group by tenant_id, project_id;
grant select on casework_published.enrolment_count to app_rw;

-- Payment claims, transfers and forecasts of a project; readiness after its end (trwałość); reminders of what is due.

-- A payment claim (wniosek o płatność). Contents of drafts are in the tables below and change; what was submitted is frozen in
-- programmes.claim_snapshot.
create table programmes.claim (
    tenant_id               uuid        not null default platform.current_tenant(),
    id                      uuid        not null,
    project_id              uuid        not null,
    -- 1, 2, 3… within the project.
    number                  integer     not null check (number > 0),
    kind                    text        not null check (kind in ('advance', 'interim', 'final')),
    period_from             date        not null,
    period_to               date        not null,
    state                   text        not null check (state in ('draft', 'submitted', 'questioned', 'approved', 'withdrawn')),
    note                    text        check (char_length(note) between 1 and 2000),
    advance_requested_grosz bigint      check (advance_requested_grosz between 1 and 99999999999999),
    advance_settled_grosz   bigint      not null check (advance_settled_grosz between 0 and 99999999999999),
    -- The day of the newest submission, and of the first one, which deadlines look at.
    submitted_on            date,
    first_submitted_on      date,
    -- The deadline as it was known at the first submission, and the release of reference data it was counted by. Null before,
    -- and where the rates of the period were not known.
    due_on                  date,
    due_release             bigint      references programmes.reference_release (number),
    -- Until when a questioned claim has to be answered.
    answer_by               date,
    -- What the newest submission claimed as eligible, and what was approved of it.
    claimed_grosz           bigint      check (claimed_grosz between -99999999999999 and 99999999999999),
    approved_grosz          bigint      check (approved_grosz between -99999999999999 and 99999999999999),
    approved_advance_grosz  bigint      check (approved_advance_grosz between 0 and 99999999999999),
    version                 bigint      not null check (version > 0),
    created_at              timestamptz not null,
    updated_at              timestamptz not null,
    primary key (tenant_id, id),
    -- Also serves the claims of several projects.
    constraint claim_number unique (tenant_id, project_id, number),
    -- So that what belongs to a claim belongs to its project.
    unique (tenant_id, id, project_id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id),
    constraint a_claim_runs_forward check (period_to >= period_from),
    constraint submitted_with_day_and_sum check (
        num_nulls(submitted_on, first_submitted_on, claimed_grosz) in (0, 3)
        and (state in ('draft', 'withdrawn')) = (submitted_on is null)),
    constraint questioned_with_a_day_to_answer check ((state = 'questioned') = (answer_by is not null)),
    constraint approved_with_an_amount check (
        num_nulls(approved_grosz, approved_advance_grosz) in (0, 2)
        and (state = 'approved') = (approved_grosz is not null) and approved_grosz <= claimed_grosz)
);
-- What is open: the work list of deadlines.
create index claim_open on programmes.claim (tenant_id, id) where state in ('draft', 'questioned');
call platform.protect_tenant_table('programmes.claim');
grant select, insert, update (
    kind, period_from, period_to, state, note, advance_requested_grosz, advance_settled_grosz, submitted_on, first_submitted_on,
    due_on, due_release, answer_by, claimed_grosz, approved_grosz, approved_advance_grosz, version, updated_at
) on programmes.claim to app_rw;

-- A claim's history: every state that it came into. Never changed.
create table programmes.claim_event (
    tenant_id      uuid        not null default platform.current_tenant(),
    claim_id       uuid        not null,
    -- 1, 2, 3…; also serves the history of several claims.
    number         integer     not null check (number > 0),
    from_state     text        check (from_state in ('draft', 'submitted', 'questioned', 'approved', 'withdrawn')),
    to_state       text        not null check (to_state in ('draft', 'submitted', 'questioned', 'approved', 'withdrawn')),
    -- The day it happened on, as people say it; when it was recorded; by whom, as the audit trail names them.
    on_day         date        not null,
    recorded_at    timestamptz not null,
    principal_kind text        not null check (principal_kind in ('user', 'api_client', 'system')),
    principal_id   text        not null check (char_length(principal_id) between 1 and 100),
    -- The authority's remarks, or why it was withdrawn.
    reason         text        check (char_length(reason) between 1 and 4000),
    answer_by      date,
    -- The snapshot that was submitted.
    snapshot       integer     check (snapshot > 0),
    primary key (tenant_id, claim_id, number),
    foreign key (tenant_id, claim_id) references programmes.claim (tenant_id, id),
    constraint only_the_first_comes_from_nowhere check ((number = 1) = (from_state is null))
);
call platform.protect_tenant_table('programmes.claim_event');
grant select, insert on programmes.claim_event to app_rw;

-- Progress, a text a task of the budget.
create table programmes.claim_progress (
    tenant_id uuid not null default platform.current_tenant(),
    claim_id  uuid not null,
    task_id   uuid not null,
    progress  text not null check (char_length(progress) between 1 and 4000),
    primary key (tenant_id, claim_id, task_id),
    foreign key (tenant_id, claim_id) references programmes.claim (tenant_id, id),
    constraint claim_progress_task foreign key (tenant_id, task_id) references programmes.budget_task (tenant_id, id)
);
call platform.protect_tenant_table('programmes.claim_progress');
-- Deleted, because a change of a draft replaces them as a whole.
grant select, insert, delete on programmes.claim_progress to app_rw;

-- The expenses that a claim lists. The key is the rule: an expense stands in one claim only.
create table programmes.claim_expense (
    tenant_id  uuid not null default platform.current_tenant(),
    expense_id uuid not null,
    claim_id   uuid not null,
    project_id uuid not null,
    constraint claim_expense_once primary key (tenant_id, expense_id),
    foreign key (tenant_id, claim_id, project_id) references programmes.claim (tenant_id, id, project_id),
    constraint claim_expense_of_project
        foreign key (tenant_id, expense_id, project_id) references programmes.expense (tenant_id, id, project_id)
);
-- The register of several claims.
create index claim_expense_by_claim on programmes.claim_expense (tenant_id, claim_id, expense_id);
call platform.protect_tenant_table('programmes.claim_expense');
-- Deleted, because a change of a draft replaces its list, and a withdrawn claim lets its expenses go.
grant select, insert, delete on programmes.claim_expense to app_rw;

-- What was submitted, word for word, with its SHA-256. Never changed: a submission after questions is the next number.
create table programmes.claim_snapshot (
    tenant_id uuid        not null default platform.current_tenant(),
    claim_id  uuid        not null,
    number    integer     not null check (number > 0),
    -- JSON, as text: the hash is of these bytes, and jsonb would not keep them.
    content   text        not null check (octet_length(content) between 2 and 8000000),
    hash      bytea       not null check (octet_length(hash) = 32),
    taken_at  timestamptz not null,
    -- Also serves the newest snapshot of several claims.
    primary key (tenant_id, claim_id, number),
    foreign key (tenant_id, claim_id) references programmes.claim (tenant_id, id)
);
call platform.protect_tenant_table('programmes.claim_snapshot');
grant select, insert on programmes.claim_snapshot to app_rw;

-- What the authority took off an approved claim.
create table programmes.claim_correction (
    tenant_id    uuid    not null default platform.current_tenant(),
    claim_id     uuid    not null,
    position     integer not null check (position > 0),
    -- The expense that it is taken off; null if it is of the whole.
    expense_id   uuid,
    amount_grosz bigint  not null check (amount_grosz between 1 and 99999999999999),
    reason       text    not null check (char_length(reason) between 1 and 1000),
    primary key (tenant_id, claim_id, position),
    foreign key (tenant_id, claim_id) references programmes.claim (tenant_id, id),
    constraint claim_correction_expense foreign key (tenant_id, expense_id) references programmes.expense (tenant_id, id)
);
call platform.protect_tenant_table('programmes.claim_correction');
grant select, insert on programmes.claim_correction to app_rw;

-- Money that came in for a project, or was given back. A mistake is cancelled with a reason, never erased.
create table programmes.transfer (
    tenant_id     uuid        not null default platform.current_tenant(),
    id            uuid        not null,
    project_id    uuid        not null,
    kind          text        not null check (kind in ('advance', 'reimbursement', 'return', 'interest')),
    on_day        date        not null,
    amount_grosz  bigint      not null check (amount_grosz between 1 and 99999999999999),
    -- The claim that it answers or belongs to, if any.
    claim_id      uuid,
    title         text        not null check (char_length(title) between 1 and 200),
    cancelled_on  date,
    cancel_reason text        check (char_length(cancel_reason) between 1 and 1000),
    version       bigint      not null check (version > 0),
    created_at    timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id),
    foreign key (tenant_id, claim_id, project_id) references programmes.claim (tenant_id, id, project_id),
    constraint cancelled_with_a_reason check (num_nulls(cancelled_on, cancel_reason) in (0, 2))
);
-- The transfers and the settlement of several projects; pages of one project's.
create index transfer_by_project on programmes.transfer (tenant_id, project_id, id);
-- Returns of several claims.
create index transfer_by_claim on programmes.transfer (tenant_id, claim_id) where claim_id is not null;
call platform.protect_tenant_table('programmes.transfer');
grant select, insert, update (cancelled_on, cancel_reason, version) on programmes.transfer to app_rw;

-- Planned drawdown, version by version; a version never changes.
create table programmes.forecast (
    tenant_id  uuid        not null default platform.current_tenant(),
    id         uuid        not null,
    project_id uuid        not null,
    version    bigint      not null check (version > 0),
    note       text        check (char_length(note) between 1 and 1000),
    created_at timestamptz not null,
    primary key (tenant_id, id),
    -- Also serves the newest forecast of several projects.
    constraint forecast_version unique (tenant_id, project_id, version),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
call platform.protect_tenant_table('programmes.forecast');
grant select, insert on programmes.forecast to app_rw;

create table programmes.forecast_quarter (
    tenant_id    uuid   not null default platform.current_tenant(),
    forecast_id  uuid   not null,
    -- The quarter's first day.
    quarter      date   not null check (extract(day from quarter) = 1 and extract(month from quarter) in (1, 4, 7, 10)),
    amount_grosz bigint not null check (amount_grosz between 0 and 99999999999999),
    primary key (tenant_id, forecast_id, quarter),
    foreign key (tenant_id, forecast_id) references programmes.forecast (tenant_id, id)
);
call platform.protect_tenant_table('programmes.forecast_quarter');
grant select, insert on programmes.forecast_quarter to app_rw;

-- A service that has to be kept ready after the project's end. How long follows from the project's own duration and is counted
-- when it is asked for; a longer time that was agreed is stored with its reason and legal basis.
create table programmes.readiness_duty (
    tenant_id     uuid        not null default platform.current_tenant(),
    id            uuid        not null,
    project_id    uuid        not null,
    -- One of the project's services, or a service in words.
    service_id    uuid,
    service       text        check (char_length(service) between 1 and 300),
    source_note   text        check (char_length(source_note) between 1 and 1000),
    agreed_until  date,
    agreed_reason text        check (char_length(agreed_reason) between 1 and 1000),
    agreed_basis  text        check (char_length(agreed_basis) between 1 and 300),
    version       bigint      not null check (version > 0),
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, id, project_id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id),
    foreign key (tenant_id, service_id) references programmes.offered_service (tenant_id, id),
    constraint a_duty_is_to_keep_one_service check (num_nonnulls(service_id, service) = 1),
    constraint agreed_with_reason_and_basis check (num_nulls(agreed_until, agreed_reason, agreed_basis) in (0, 3))
);
-- The duties of several projects.
create index readiness_duty_by_project on programmes.readiness_duty (tenant_id, project_id, id);
-- A service is kept once.
create unique index readiness_duty_service on programmes.readiness_duty (tenant_id, project_id, service_id)
    where service_id is not null;
call platform.protect_tenant_table('programmes.readiness_duty');
grant select, insert, update (agreed_until, agreed_reason, agreed_basis, version, updated_at)
    on programmes.readiness_duty to app_rw;

create table programmes.readiness_check (
    tenant_id   uuid        not null default platform.current_tenant(),
    id          uuid        not null,
    project_id  uuid        not null,
    duty_id     uuid        not null,
    planned_on  date        not null,
    done_on     date,
    -- Who checked, as they signed.
    done_by     text        check (char_length(done_by) between 1 and 200),
    outcome     text        check (outcome in ('kept', 'breached')),
    note        text        check (char_length(note) between 1 and 2000),
    version     bigint      not null check (version > 0),
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, duty_id, project_id) references programmes.readiness_duty (tenant_id, id, project_id),
    constraint done_with_day_name_and_outcome check (num_nulls(done_on, done_by, outcome) in (0, 3))
);
-- The checks of several duties.
create index readiness_check_by_duty on programmes.readiness_check (tenant_id, duty_id, planned_on, id);
-- What is planned: the work list of deadlines.
create index readiness_check_planned on programmes.readiness_check (tenant_id, planned_on) where done_on is null;
call platform.protect_tenant_table('programmes.readiness_check');
grant select, insert, update (done_on, done_by, outcome, note, version, updated_at) on programmes.readiness_check to app_rw;

-- What a check stands on: documents, or words.
create table programmes.readiness_evidence (
    tenant_id   uuid    not null default platform.current_tenant(),
    check_id    uuid    not null,
    position    integer not null check (position > 0),
    document_id uuid,
    words       text    check (char_length(words) between 1 and 500),
    primary key (tenant_id, check_id, position),
    foreign key (tenant_id, check_id) references programmes.readiness_check (tenant_id, id),
    constraint readiness_evidence_document foreign key (tenant_id, document_id) references documents.document (tenant_id, id),
    constraint evidence_is_a_document_or_words check (num_nonnulls(document_id, words) = 1)
);
call platform.protect_tenant_table('programmes.readiness_evidence');
grant select, insert on programmes.readiness_evidence to app_rw;

-- A service that was found not to be ready.
create table programmes.readiness_breach (
    tenant_id  uuid        not null default platform.current_tenant(),
    id         uuid        not null,
    project_id uuid        not null,
    duty_id    uuid        not null,
    found_on   date        not null,
    what       text        not null check (char_length(what) between 1 and 2000),
    -- What is done about it.
    remedy     text        check (char_length(remedy) between 1 and 2000),
    closed_on  date        check (closed_on >= found_on),
    closing    text        check (char_length(closing) between 1 and 2000),
    version    bigint      not null check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, duty_id, project_id) references programmes.readiness_duty (tenant_id, id, project_id),
    constraint closed_with_words check (num_nulls(closed_on, closing) in (0, 2))
);
-- The breaches of several duties.
create index readiness_breach_by_duty on programmes.readiness_breach (tenant_id, duty_id, found_on, id);
-- What is due at the centre: breaches that are not closed.
create index readiness_breach_open on programmes.readiness_breach (tenant_id, found_on, id) where closed_on is null;
call platform.protect_tenant_table('programmes.readiness_breach');
grant select, insert, update (closed_on, closing, version, updated_at) on programmes.readiness_breach to app_rw;

-- Reminders that were sent: each deadline is told of once.
create table programmes.reminder (
    tenant_id uuid        not null default platform.current_tenant(),
    key       text        not null check (char_length(key) between 1 and 200),
    due_on    date        not null,
    sent_at   timestamptz not null,
    primary key (tenant_id, key)
);
call platform.protect_tenant_table('programmes.reminder');
grant select, insert on programmes.reminder to app_rw;

-- A centre's round of reminders: the day of the next one. Its job goes on by itself, day by day.
create table programmes.reminder_round (
    tenant_id uuid not null default platform.current_tenant(),
    next_on   date not null,
    primary key (tenant_id),
    foreign key (tenant_id) references tenants.organisation (id)
);
call platform.protect_tenant_table('programmes.reminder_round');
grant select, insert, update (next_on) on programmes.reminder_round to app_rw;

-- Who stands behind a project and what it is for; its agreement with its annexes; its status and how it came to it.

alter table programmes.project
    -- Beneficiary and implementer are two entities; a centre's NIP may be its gmina's, so no NIP is unique here.
    add column beneficiary_name text   check (char_length(beneficiary_name) between 1 and 200),
    add column beneficiary_nip  text   check (beneficiary_nip ~ '^[0-9]{10}$'),
    add column implementer_name text   check (char_length(implementer_name) between 1 and 200),
    add column implementer_nip  text   check (implementer_nip ~ '^[0-9]{10}$'),
    add column main_goal        text   check (char_length(main_goal) between 1 and 2000),
    -- In the order of the page. Read and replaced with their project, never searched. Empty: the source tells none.
    add column specific_goals   text[] not null default '{}' check (cardinality(specific_goals) <= 50),
    add column target_groups    text[] not null default '{}' check (cardinality(target_groups) <= 50),
    -- Only domain::status says which may follow which; programmes.project_status_change says how it came to this one.
    add column status           text   not null default 'planned'
        check (status in ('planned', 'recruiting', 'running', 'closing', 'in_readiness', 'closed')),
    add constraint a_nip_has_a_name check (
        (beneficiary_nip is null or beneficiary_name is not null)
        and (implementer_nip is null or implementer_name is not null));
grant update (
    beneficiary_name, beneficiary_nip, implementer_name, implementer_nip, main_goal, specific_goals, target_groups, status
) on programmes.project to app_rw;
-- The other editions of a project's undertaking.
create index project_by_undertaking on programmes.project (tenant_id, undertaking, id) where undertaking is not null;

-- The versions of a project's agreement: the original (0) and its annexes (1, 2 …). Never changed, except that an annex gives
-- its predecessor a last day. That versions follow each other without overlap or gap is checked under the project's lock.
create table programmes.agreement (
    tenant_id   uuid        not null default platform.current_tenant(),
    id          uuid        not null,
    project_id  uuid        not null,
    number      integer     not null check (number between 0 and 99),
    signed_on   date,
    -- Only of an original may the first day be unknown: an annex ends what was before it, so its day must be known.
    valid_from  date,
    -- Null is open: until an annex.
    valid_to    date        check (valid_to >= valid_from),
    -- What the version changes, in the words of the centre.
    changes     text        check (char_length(changes) between 1 and 2000),
    -- The project's number as this version writes it.
    number_raw  text        check (char_length(number_raw) between 1 and 200),
    -- The project's period and its total by this version; null where the version does not speak of it.
    starts_on   date,
    ends_on     date        check (ends_on >= starts_on),
    total_grosz bigint      check (total_grosz > 0),
    created_at  timestamptz not null,
    primary key (tenant_id, id),
    -- Also the versions of a project in their order, and the lock of two annexes at once.
    constraint agreement_number unique (tenant_id, project_id, number),
    -- So that what stands on a version (a budget) can only be of the version's own project.
    unique (tenant_id, id, project_id),
    constraint an_annex_begins check (number = 0 or valid_from is not null),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
call platform.protect_tenant_table('programmes.agreement');
grant select, insert, update (valid_to) on programmes.agreement to app_rw;

-- How a project came to its status. Never changed.
create table programmes.project_status_change (
    tenant_id        uuid        not null default platform.current_tenant(),
    id               uuid        not null,
    project_id       uuid        not null,
    -- The order of changing within a project, given under the project's lock.
    number           integer     not null check (number > 0),
    from_status      text        not null
        check (from_status in ('planned', 'recruiting', 'running', 'closing', 'in_readiness', 'closed')),
    to_status        text        not null
        check (to_status in ('planned', 'recruiting', 'running', 'closing', 'in_readiness', 'closed')),
    -- The day on which it happened; null where nobody knows any more.
    changed_on       date,
    reason           text        check (char_length(reason) between 1 and 2000),
    -- Who recorded it, as in the audit trail.
    recorded_by_kind text        not null check (recorded_by_kind in ('user', 'api_client', 'system')),
    recorded_by      text        not null check (char_length(recorded_by) between 1 and 100),
    recorded_at      timestamptz not null,
    primary key (tenant_id, id),
    -- Also the history of a project, in its order.
    constraint project_status_change_number unique (tenant_id, project_id, number),
    constraint a_change_changes check (from_status <> to_status),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
call platform.protect_tenant_table('programmes.project_status_change');
grant select, insert on programmes.project_status_change to app_rw;

-- A project's status, for the other services: nobody is nominated to a closed project.
create view programmes_published.project_status with (security_invoker = true) as
    select tenant_id, id as project_id, status from programmes.project;
grant select on programmes_published.project_status to app_rw;

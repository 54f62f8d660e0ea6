-- Budgets in versions: what each task and line costs, from which sources, as the agreement and its annexes set it.
--
-- Tasks and lines keep their ids through all versions of a project's budget: an expense booked on a line stays on it when
-- an annex changes the line. What a version says of a task or line (its number, name, amounts) stands in the version.

create table programmes.budget (
    tenant_id            uuid        not null default platform.current_tenant(),
    id                   uuid        not null,
    project_id           uuid        not null,
    -- 0 is the agreement's own budget, 1… those of its annexes.
    number               integer     not null check (number between 0 and 999),
    state                text        not null check (state in ('draft', 'in_force', 'superseded')),
    -- The version of the agreement that it belongs to; null if it is not linked.
    agreement_id         uuid,
    -- The first day on which it holds; null while it is a draft.
    in_force_from        date,
    -- What happens to an expense that would spend more on a line than the line has.
    over_spending        text        not null check (over_spending in ('refuse', 'flag')),
    -- In hundredths of a percent; null: unknown. The agreed rate of indirect costs (of direct costs), and the least share of
    -- the whole that the call asks as own contribution.
    indirect_rate_points integer     check (indirect_rate_points between 0 and 10000),
    own_share_points     integer     check (own_share_points between 0 and 10000),
    -- The release of reference data that its ceilings were looked up in when it came into force.
    reference_release    bigint      references programmes.reference_release (number),
    version              bigint      not null check (version > 0),
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    primary key (tenant_id, id),
    -- Also serves the versions of a project, in order.
    constraint budget_number unique (tenant_id, project_id, number),
    -- For the foreign keys of tables that name both.
    constraint budget_of_project unique (tenant_id, id, project_id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id),
    foreign key (tenant_id, agreement_id, project_id) references programmes.agreement (tenant_id, id, project_id),
    constraint a_draft_has_no_day check (
        (state = 'draft') = (in_force_from is null) and (in_force_from is null) = (reference_release is null))
);
-- One draft at a time, and one version in force: the one that expenses are held against.
create unique index budget_draft on programmes.budget (tenant_id, project_id) where state = 'draft';
create unique index budget_in_force on programmes.budget (tenant_id, project_id) where state = 'in_force';
call platform.protect_tenant_table('programmes.budget');
grant select, insert, update (
    state, agreement_id, in_force_from, over_spending, indirect_rate_points, own_share_points, reference_release, version,
    updated_at
) on programmes.budget to app_rw;

-- A task through all versions: its identity alone.
create table programmes.budget_task (
    tenant_id  uuid        not null default platform.current_tenant(),
    id         uuid        not null,
    project_id uuid        not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    constraint budget_task_of_project unique (tenant_id, id, project_id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
call platform.protect_tenant_table('programmes.budget_task');
grant select, insert on programmes.budget_task to app_rw;

-- A line through all versions: its identity alone. Its row is what a booking on the line locks (for update needs the right
-- to update a column; none is ever changed).
create table programmes.budget_line (
    tenant_id  uuid        not null default platform.current_tenant(),
    id         uuid        not null,
    project_id uuid        not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    constraint budget_line_of_project unique (tenant_id, id, project_id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id)
);
call platform.protect_tenant_table('programmes.budget_line');
grant select, insert, update (created_at) on programmes.budget_line to app_rw;

-- What a version says of a task.
create table programmes.budget_task_version (
    tenant_id  uuid    not null default platform.current_tenant(),
    budget_id  uuid    not null,
    task_id    uuid    not null,
    project_id uuid    not null,
    number     integer not null check (number between 1 and 999),
    name       text    not null check (char_length(name) between 1 and 300),
    -- Also serves the tasks of the versions of one page.
    primary key (tenant_id, budget_id, task_id),
    constraint budget_task_number unique (tenant_id, budget_id, number),
    foreign key (tenant_id, budget_id, project_id) references programmes.budget (tenant_id, id, project_id),
    foreign key (tenant_id, task_id, project_id) references programmes.budget_task (tenant_id, id, project_id)
);
call platform.protect_tenant_table('programmes.budget_task_version');
-- Deleted, because an edit replaces what a draft says as a whole.
grant select, insert, delete on programmes.budget_task_version to app_rw;

-- What a version says of a line. The amount is stated, not calculated: where it differs from unit cost × quantity, or from
-- the sum of its sources, a draft shows the difference and does not come into force.
create table programmes.budget_line_version (
    tenant_id            uuid    not null default platform.current_tenant(),
    budget_id            uuid    not null,
    line_id              uuid    not null,
    project_id           uuid    not null,
    task_id              uuid    not null,
    number               integer not null check (number between 1 and 9999),
    name                 text    not null check (char_length(name) between 1 and 300),
    unit                 text    not null check (char_length(unit) between 1 and 50),
    unit_cost_grosz      bigint  not null check (unit_cost_grosz between 0 and 99999999999999),
    quantity_thousandths bigint  not null check (quantity_thousandths between 1 and 1000000000),
    amount_grosz         bigint  not null check (amount_grosz between 0 and 99999999999999),
    flags                text[]  not null check (
        cardinality(flags) <= 6 and array_position(flags, null) is null
        and flags <@ array['cross_financing', 'fixed_assets', 'personnel', 'outsourced', 'own_contribution', 'indirect']),
    -- Also serves the lines of the versions of one page, and one line of the version in force.
    primary key (tenant_id, budget_id, line_id),
    constraint budget_line_number unique (tenant_id, budget_id, task_id, number),
    foreign key (tenant_id, budget_id, project_id) references programmes.budget (tenant_id, id, project_id),
    foreign key (tenant_id, line_id, project_id) references programmes.budget_line (tenant_id, id, project_id),
    foreign key (tenant_id, budget_id, task_id)
        references programmes.budget_task_version (tenant_id, budget_id, task_id)
);
call platform.protect_tenant_table('programmes.budget_line_version');
grant select, insert, delete on programmes.budget_line_version to app_rw;

-- Where a line's money comes from. A source without a row gives nothing.
create table programmes.budget_line_source (
    tenant_id    uuid   not null default platform.current_tenant(),
    budget_id    uuid   not null,
    line_id      uuid   not null,
    source       text   not null check (source in ('eu', 'state_budget', 'local_government', 'private')),
    amount_grosz bigint not null check (amount_grosz between 1 and 99999999999999),
    primary key (tenant_id, budget_id, line_id, source),
    foreign key (tenant_id, budget_id, line_id)
        references programmes.budget_line_version (tenant_id, budget_id, line_id)
);
call platform.protect_tenant_table('programmes.budget_line_source');
grant select, insert, delete on programmes.budget_line_source to app_rw;

-- What has been in force never changes: expenses and claims were held against it.
create function programmes.only_drafts_change() returns trigger
    language plpgsql
    set search_path = ''
as $$
declare
    said record;
begin
    if tg_op = 'DELETE' then
        said := old;
    else
        said := new;
    end if;
    if not exists (select from programmes.budget b
                   where b.tenant_id = said.tenant_id and b.id = said.budget_id and b.state = 'draft') then
        raise exception 'only a draft of a budget changes' using errcode = 'restrict_violation';
    end if;
    return said;
end
$$;
revoke execute on function programmes.only_drafts_change() from public;
create trigger only_drafts_change before insert or update or delete on programmes.budget_task_version
    for each row execute function programmes.only_drafts_change();
create trigger only_drafts_change before insert or update or delete on programmes.budget_line_version
    for each row execute function programmes.only_drafts_change();
create trigger only_drafts_change before insert or update or delete on programmes.budget_line_source
    for each row execute function programmes.only_drafts_change();

-- Expenses of projects, the months they are settled in, and the hours that the team works.

-- An expense, or a correction of one. Never changed and never deleted: a correction is a row of its own, with signed
-- amounts, so sums over all rows are what is left of the expenses.
create table programmes.expense (
    tenant_id             uuid        not null default platform.current_tenant(),
    id                    uuid        not null,
    project_id            uuid        not null,
    line_id               uuid        not null,
    document_number       text        not null check (char_length(document_number) between 1 and 100),
    document_date         date        not null,
    paid_on               date        not null,
    -- Another part of a document that an earlier entry began: an invoice over several lines.
    part_of               uuid,
    contractor_name       text        not null check (char_length(contractor_name) between 1 and 200),
    contractor_nip        text        check (contractor_nip ~ '^[0-9]{10}$'),
    -- The tax number of a contractor from abroad, as the document has it.
    contractor_foreign_id text        check (char_length(contractor_foreign_id) between 1 and 50),
    -- Gross, with VAT. Corrections have signs.
    amount_grosz          bigint      not null check (amount_grosz between -99999999999999 and 99999999999999),
    vat_grosz             bigint      not null check (vat_grosz between -99999999999999 and 99999999999999),
    vat_recoverable       text        not null check (vat_recoverable in ('yes', 'no', 'partly')),
    -- The part of the VAT that can be recovered, which is never eligible.
    recoverable_vat_grosz bigint      not null check (recoverable_vat_grosz between -99999999999999 and 99999999999999),
    eligible_grosz        bigint      not null check (eligible_grosz between -99999999999999 and 99999999999999),
    description           text        check (char_length(description) between 1 and 1000),
    -- The accounting month, by its first day.
    month                 date        not null check (extract(day from month) = 1),
    -- The entry that this row corrects; the entry itself, never another correction.
    corrects              uuid,
    correction            text        check (correction in ('reversal', 'difference')),
    correction_number     integer     check (correction_number > 0),
    reason                text        check (char_length(reason) between 1 and 500),
    -- What people should look at; where the line was over-spent, by how much it was after this row.
    flags                 text[]      not null check (
        cardinality(flags) <= 10 and array_position(flags, null) is null
        and flags <@ array['line_overspent', 'paid_before_document', 'paid_after_end', 'document_in_another_project']),
    overspent_grosz       bigint      check (overspent_grosz > 0),
    -- The version of the budget that it was held against.
    budget_id             uuid        not null,
    created_at            timestamptz not null,
    primary key (tenant_id, id),
    -- For the foreign keys of tables that name both.
    constraint expense_of_project unique (tenant_id, id, project_id),
    -- Corrections of an entry are numbered, so that two at once are noticed; also serves the corrections of one page.
    constraint expense_correction unique (tenant_id, corrects, correction_number),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id),
    foreign key (tenant_id, line_id, project_id) references programmes.budget_line (tenant_id, id, project_id),
    foreign key (tenant_id, budget_id, project_id) references programmes.budget (tenant_id, id, project_id),
    foreign key (tenant_id, part_of, project_id) references programmes.expense (tenant_id, id, project_id),
    foreign key (tenant_id, corrects, project_id) references programmes.expense (tenant_id, id, project_id),
    constraint one_tax_number check (num_nonnulls(contractor_nip, contractor_foreign_id) <= 1),
    constraint a_correction_is_whole check (num_nulls(corrects, correction, correction_number, reason) in (0, 4)),
    constraint an_entry_is_positive check (corrects is not null or (
        amount_grosz > 0 and vat_grosz between 0 and amount_grosz and recoverable_vat_grosz between 0 and vat_grosz
        and eligible_grosz between 0 and amount_grosz - recoverable_vat_grosz)),
    constraint overspent_by_so_much check ((overspent_grosz is not null) = ('line_overspent' = any (flags)))
);
-- Pages of a project's expenses; the register of a period; sums of the projects of one page.
create index expense_by_project on programmes.expense (tenant_id, project_id, id);
create index expense_by_month on programmes.expense (tenant_id, project_id, month, id);
-- What is spent on a line.
create index expense_by_line on programmes.expense (tenant_id, line_id);
call platform.protect_tenant_table('programmes.expense');
grant select, insert on programmes.expense to app_rw;

-- Where the eligible part of an expense comes from, if it was said. Signed, like the expense.
create table programmes.expense_source (
    tenant_id    uuid   not null default platform.current_tenant(),
    expense_id   uuid   not null,
    source       text   not null check (source in ('eu', 'state_budget', 'local_government', 'private')),
    amount_grosz bigint not null check (amount_grosz between -99999999999999 and 99999999999999 and amount_grosz <> 0),
    -- Also serves the sources of the expenses of one page.
    primary key (tenant_id, expense_id, source),
    foreign key (tenant_id, expense_id) references programmes.expense (tenant_id, id)
);
call platform.protect_tenant_table('programmes.expense_source');
grant select, insert on programmes.expense_source to app_rw;

-- Documents that stand in a project's register now, so that none is entered twice, also by two people at once. A reversal
-- takes its document out; the expense stays.
create table programmes.expense_document (
    tenant_id      uuid    not null default platform.current_tenant(),
    project_id     uuid    not null,
    -- The contractor's tax number, or the name where there is none; the number without blanks, in capitals, with plain strokes
    -- and dashes. A document with a tax number and one without may be the same: whoever enters one locks its number and compares
    -- names. Under that lock it is seen, too, that no line has two parts of a document.
    contractor_key text    not null check (char_length(contractor_key) between 1 and 210),
    number_key     text    not null check (char_length(number_key) between 1 and 100),
    -- 0 is the first entry of the document, 1… are its other parts.
    part           integer not null check (part >= 0),
    expense_id     uuid    not null,
    constraint expense_document_once primary key (tenant_id, project_id, number_key, contractor_key, part),
    constraint expense_document_of_expense unique (tenant_id, expense_id),
    foreign key (tenant_id, expense_id, project_id) references programmes.expense (tenant_id, id, project_id)
);
-- The documents of a number, in the project and in the centre's others.
create index expense_document_by_number on programmes.expense_document (tenant_id, number_key);
call platform.protect_tenant_table('programmes.expense_document');
grant select, insert, delete on programmes.expense_document to app_rw;

-- Months of a project in which nothing is entered any more. A month that was opened again keeps its row.
create table programmes.closed_month (
    tenant_id     uuid        not null default platform.current_tenant(),
    id            uuid        not null,
    project_id    uuid        not null,
    month         date        not null check (extract(day from month) = 1),
    closed_at     timestamptz not null,
    reopened_at   timestamptz,
    reopen_reason text        check (char_length(reopen_reason) between 1 and 500),
    primary key (tenant_id, id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id),
    constraint reopened_with_a_reason check (num_nulls(reopened_at, reopen_reason) in (0, 2))
);
-- A month is closed once; also serves the closed months of the projects of one page.
create unique index closed_month_once on programmes.closed_month (tenant_id, project_id, month)
    where reopened_at is null;
call platform.protect_tenant_table('programmes.closed_month');
grant select, insert, update (reopened_at, reopen_reason) on programmes.closed_month to app_rw;

-- Hours that somebody worked in a month, one row an engagement: projects of the centre, other projects, other employers.
create table programmes.work_hours (
    tenant_id         uuid        not null default platform.current_tenant(),
    id                uuid        not null,
    worker_id         uuid        not null,
    month             date        not null check (extract(day from month) = 1),
    engagement        text        not null check (engagement in ('project', 'other_project', 'other_employer')),
    -- The centre's project; what else it is, by its name.
    project_id        uuid,
    engagement_name   text        check (char_length(engagement_name) between 1 and 200),
    hours_hundredths  integer     not null check (hours_hundredths between 0 and 74400),
    -- Whether the worker's hours of the month were over the limit when this was stored, and the limit.
    is_over_limit     boolean     not null,
    limit_hundredths  integer     check (limit_hundredths > 0),
    version           bigint      not null check (version > 0),
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, worker_id) references programmes.worker (tenant_id, id),
    foreign key (tenant_id, project_id) references programmes.project (tenant_id, id),
    constraint a_project_by_id_and_the_rest_by_name check (
        (engagement = 'project' and project_id is not null and engagement_name is null)
        or (engagement <> 'project' and project_id is null and engagement_name is not null))
);
-- One row an engagement and month; also serves the months of the workers of one page.
create unique index work_hours_once on programmes.work_hours
    (tenant_id, worker_id, month, engagement, project_id, engagement_name) nulls not distinct;
call platform.protect_tenant_table('programmes.work_hours');
grant select, insert, update (hours_hundredths, is_over_limit, limit_hundredths, version, updated_at)
    on programmes.work_hours to app_rw;
-- Entering hours locks the worker's row, and locking needs the right to update a column.
grant update (version) on programmes.worker to app_rw;

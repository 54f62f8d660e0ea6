-- The ground floor: who the current tenant is, how a table is protected, and the rows that every service writes beside its
-- own: audit, outbox, jobs, idempotency.

create schema platform;
grant usage on schema platform to app_rw, app_identity, app_worker, app_region;

-- The tenant named by `SET LOCAL app.tenant_id`. After a transaction that set it the setting reads '' instead of null.
create function platform.current_tenant() returns uuid
    language sql stable parallel safe
    set search_path = ''
    return nullif(pg_catalog.current_setting('app.tenant_id', true), '')::uuid;

-- The region named by `SET LOCAL app.region`: a voivodeship's TERYT code, or '00' for the whole country.
create function platform.current_region() returns text
    language sql stable parallel safe
    set search_path = ''
    return nullif(pg_catalog.current_setting('app.region', true), '');

-- Functions are executable by everyone unless said otherwise.
alter default privileges revoke execute on functions from public;
revoke execute on all functions in schema platform from public;
grant execute on function platform.current_tenant() to app_rw, app_identity, app_worker, app_region;
grant execute on function platform.current_region() to app_region;

-- Makes a table show each tenant its own rows only, the owner included. Every table with a tenant_id calls it.
create procedure platform.protect_tenant_table(target regclass)
    language plpgsql
    set search_path = ''
as $$
begin
    execute pg_catalog.format('alter table %s enable row level security', target);
    execute pg_catalog.format('alter table %s force row level security', target);
    execute pg_catalog.format(
        'create policy tenant_isolation on %s for all to app_rw
             using (tenant_id = (select platform.current_tenant()))
             with check (tenant_id = (select platform.current_tenant()))', target);
end
$$;
revoke execute on procedure platform.protect_tenant_table(regclass) from public;

-- Every write, and every read of personal data, in the transaction of the act itself. Never updated, never deleted.
-- `details` holds codes, ids and counts, no personal data.
create table platform.audit_event (
    tenant_id      uuid        not null default platform.current_tenant(),
    id             uuid        not null,
    at             timestamptz not null,
    principal_kind text        not null check (principal_kind in ('anonymous', 'user', 'api_client', 'system')),
    principal_id   text        not null check (char_length(principal_id) between 1 and 100),
    action         text        not null check (action ~ '^[a-z_]+(\.[a-z_]+)+$'),
    subject_kind   text        not null check (char_length(subject_kind) between 1 and 40),
    subject_id     uuid,
    request_id     uuid        not null,
    details        jsonb       not null default '{}',
    primary key (tenant_id, id)
);
-- The audit page (newest first) pages on the primary key; this one answers "who read this person".
create index audit_event_by_subject on platform.audit_event (tenant_id, subject_kind, subject_id, id);
call platform.protect_tenant_table('platform.audit_event');
grant select, insert on platform.audit_event to app_rw;

-- The chain: each seal's hash covers the event and the hash before it. Sealed by a job, so that no request waits for a
-- chain's head.
create table platform.audit_seal (
    tenant_id uuid        not null default platform.current_tenant(),
    seq       bigint      not null check (seq > 0),
    event_id  uuid        not null,
    hash      bytea       not null check (octet_length(hash) = 32),
    sealed_at timestamptz not null,
    primary key (tenant_id, seq),
    unique (tenant_id, event_id),
    foreign key (tenant_id, event_id) references platform.audit_event (tenant_id, id)
);
call platform.protect_tenant_table('platform.audit_seal');
grant select, insert on platform.audit_seal to app_rw;

-- One row a tenant, locked by whoever seals: two sealers never extend one chain at once.
create table platform.audit_chain (
    tenant_id uuid   not null default platform.current_tenant(),
    seq       bigint not null check (seq >= 0),
    hash      bytea  not null check (octet_length(hash) = 32),
    primary key (tenant_id)
);
call platform.protect_tenant_table('platform.audit_chain');
grant select, insert, update on platform.audit_chain to app_rw;

-- Events that wait for their seal. A trigger fills it, so that no way of writing an event can miss it.
create table platform.audit_unsealed (
    tenant_id uuid not null default platform.current_tenant(),
    event_id  uuid not null,
    primary key (tenant_id, event_id),
    foreign key (tenant_id, event_id) references platform.audit_event (tenant_id, id)
);
call platform.protect_tenant_table('platform.audit_unsealed');
grant select, insert, delete on platform.audit_unsealed to app_rw;
create policy worker_finds_tenants on platform.audit_unsealed for select to app_worker using (true);
grant select (tenant_id) on platform.audit_unsealed to app_worker;

create function platform.queue_for_sealing() returns trigger
    language plpgsql
    set search_path = ''
as $$
begin
    insert into platform.audit_unsealed (tenant_id, event_id) values (new.tenant_id, new.id);
    return null;
end
$$;
revoke execute on function platform.queue_for_sealing() from public;
create trigger audit_event_is_queued after insert on platform.audit_event
    for each row execute function platform.queue_for_sealing();

-- What happened, told to other services after the commit. Payloads hold ids, codes and counts, no personal data.
create table platform.outbox (
    tenant_id  uuid        not null default platform.current_tenant(),
    id         uuid        not null,
    topic      text        not null check (topic ~ '^[a-z_]+(\.[a-z_]+)+$'),
    payload    jsonb       not null,
    created_at timestamptz not null,
    primary key (tenant_id, id)
);
-- The relay takes the oldest rows of all tenants.
create index outbox_by_age on platform.outbox (id);
call platform.protect_tenant_table('platform.outbox');
grant select, insert on platform.outbox to app_rw;
create policy worker_relays on platform.outbox for all to app_worker using (true);
grant select, delete on platform.outbox to app_worker;
-- `for update skip locked` needs the right to update a column.
grant update (topic) on platform.outbox to app_worker;

-- Work to be done after a commit, at least once. A finished job is deleted; one that failed too often stays as 'dead'.
create table platform.job (
    tenant_id    uuid        not null default platform.current_tenant(),
    id           uuid        not null,
    kind         text        not null check (kind ~ '^[a-z_]+(\.[a-z_]+)+$'),
    payload      jsonb       not null,
    state        text        not null default 'ready' check (state in ('ready', 'dead')),
    run_at       timestamptz not null,
    attempts     integer     not null default 0 check (attempts >= 0),
    locked_until timestamptz,
    last_error   text check (char_length(last_error) <= 100),
    created_at   timestamptz not null,
    primary key (tenant_id, id)
);
-- The runner takes what is due, oldest first.
create index job_due on platform.job (run_at, id) where state = 'ready';
call platform.protect_tenant_table('platform.job');
grant select, insert on platform.job to app_rw;
create policy worker_runs on platform.job for all to app_worker using (true) with check (true);
grant select, insert, update, delete on platform.job to app_worker;

-- The result of a create or transition under a client's key, for 48 hours. `fingerprint` is a keyed digest of the input.
create table platform.idempotency (
    tenant_id   uuid        not null default platform.current_tenant(),
    principal   text        not null check (char_length(principal) between 1 and 100),
    key         text        not null check (char_length(key) between 1 and 100),
    fingerprint text        not null check (char_length(fingerprint) between 1 and 100),
    result_id   uuid,
    created_at  timestamptz not null,
    primary key (tenant_id, principal, key)
);
create index idempotency_by_age on platform.idempotency (tenant_id, created_at);
call platform.protect_tenant_table('platform.idempotency');
grant select, insert, update on platform.idempotency to app_rw;
create policy worker_forgets on platform.idempotency for all to app_worker
    using (created_at < now() - interval '48 hours');
grant select (created_at), delete on platform.idempotency to app_worker;

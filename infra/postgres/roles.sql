-- The roles of one Wsparcie database. Run once per database, by a role that may create roles (the superuser of a private
-- server, the administrator of a hosted one). Running it again changes nothing. Passwords are set elsewhere.
--
--   app_owner     owns every object; nobody logs in as it
--   app_migrator  logs in to migrate and becomes app_owner for that
--   app_rw        the role of requests: sees one tenant's rows, the one named by the transaction
--   app_tenants, app_programmes, app_casework, app_documents
--                 the same for a process that runs that one service: its own tables and what others publish for it
--   app_identity  before a tenant is known: sign-in, API keys, organisation switch; a short list of tables
--   app_worker    claims jobs and outbox rows of all tenants, and nothing else
--   app_region    reads aggregate tables without personal data, one region's rows
--   app_reference writes national reference data, which belong to no tenant, and nothing else
--   app_backup    dumps: the one role that bypasses row level security, never used by a process that serves
do $$
declare
    wanted text;
begin
    if not exists (select from pg_roles where rolname = 'app_owner') then
        create role app_owner nologin nosuperuser nobypassrls nocreatedb nocreaterole;
    end if;
    foreach wanted in array array['app_migrator', 'app_rw', 'app_tenants', 'app_programmes', 'app_casework', 'app_documents',
                                  'app_identity', 'app_worker', 'app_region', 'app_reference'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            execute format('create role %I login nosuperuser nobypassrls nocreatedb nocreaterole noinherit', wanted);
        end if;
    end loop;
    if not exists (select from pg_roles where rolname = 'app_backup') then
        create role app_backup nologin nosuperuser bypassrls nocreatedb nocreaterole;
    end if;
exception
    -- Two set-ups at once on one server (parallel tests): the other one has made the role.
    when duplicate_object or unique_violation then null;
end
$$;

grant app_owner to app_migrator;

revoke all on schema public from public;
do $$
begin
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect, create on database %I to app_owner', current_database());
    execute format('grant connect on database %I to app_migrator, app_rw, app_tenants, app_programmes, app_casework,
                                                    app_documents, app_identity, app_worker, app_region, app_reference,
                                                    app_backup',
                   current_database());
end
$$;

-- sqlx keeps its list of applied migrations here.
create schema if not exists migration authorization app_owner;

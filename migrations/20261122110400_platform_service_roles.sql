-- One role a service, for processes that run one service each: `app_tenants`, `app_programmes`, `app_casework`,
-- `app_documents`. A process that runs them all keeps `app_rw`.
--
-- Their rights are never written by hand. They follow from those of `app_rw`, which is what migrations grant to:
-- `wsparcie migrate` calls `platform.share_grants()` after the last migration.

-- As before, for the roles of single services as well. Which of them reaches a table at all, its grants decide.
create or replace procedure platform.protect_tenant_table(target regclass)
    language plpgsql
    set search_path = ''
as $$
begin
    execute pg_catalog.format('alter table %s enable row level security', target);
    execute pg_catalog.format('alter table %s force row level security', target);
    execute pg_catalog.format(
        'create policy tenant_isolation on %s for all
             to app_rw, app_tenants, app_programmes, app_casework, app_documents
             using (tenant_id = (select platform.current_tenant()))
             with check (tenant_id = (select platform.current_tenant()))', target);
end
$$;

-- Gives each service's role what its service needs of the rights of `app_rw`, and nothing else:
--
-- * everything in its own schema;
-- * of the ground floor, what every service writes beside its rows; reading and sealing the audit trail is for tenants;
-- * the views that others publish for it, with the columns they are made of (they run with the caller's rights).
--
-- May be called at any time: it takes all rights back first, in the same transaction.
create procedure platform.share_grants()
    language plpgsql
    set search_path = ''
as $$
declare
    service  text;
    reader   text;
    reads    text[];
    item     record;
    everyone constant text[] := array['tenants', 'programmes', 'casework', 'documents'];
    ours     constant text[] := array(
        select n.nspname::text from pg_namespace n
        where n.nspname = any (everyone || array['platform']) or n.nspname like '%\_published');
begin
    -- Policies for requests apply to every role of requests.
    for item in
        select p.polname, p.polrelid::regclass as target,
               (select string_agg(quote_ident(r.rolname), ', ' order by r.rolname) from pg_roles r
                where r.oid = any (p.polroles) or r.rolname = any (select 'app_' || s from unnest(everyone) s)) as roles
        from pg_policy p
        where (select oid from pg_roles where rolname = 'app_rw') = any (p.polroles)
          and exists (select from unnest(everyone) s join pg_roles r on r.rolname = 'app_' || s
                      where r.oid <> all (p.polroles))
    loop
        execute format('alter policy %I on %s to %s', item.polname, item.target, item.roles);
    end loop;

    foreach service in array everyone loop
        reader := 'app_' || service;
        reads := case service
            when 'programmes' then array['tenants_published', 'casework_published']
            when 'casework' then array['tenants_published', 'programmes_published']
            else array[]::text[]
        end;

        for item in select n.nspname from pg_namespace n where n.nspname = any (ours) loop
            execute format('revoke all on all tables in schema %I from %I', item.nspname, reader);
            execute format('revoke all on all routines in schema %I from %I', item.nspname, reader);
            execute format('revoke all on schema %I from %I', item.nspname, reader);
        end loop;

        for item in
            -- Schemas.
            select 'usage' as rights, format('schema %I', n.nspname) as target
            from pg_namespace n, aclexplode(n.nspacl) a
            where n.nspname = any (array[service, 'platform'] || reads) and a.grantee = 'app_rw'::regrole
              and a.privilege_type = 'USAGE'
            union all
            -- Routines of its own schema and of the ground floor.
            select 'execute', format('routine %s', p.oid::regprocedure)
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace, aclexplode(p.proacl) a
            where n.nspname = any (array[service, 'platform']) and a.grantee = 'app_rw'::regrole
            union all
            -- Whole tables and views.
            select a.privilege_type, format('%s', c.oid::regclass)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
            where c.relkind in ('r', 'p', 'v') and a.grantee = 'app_rw'::regrole
              and (n.nspname = service
                   or n.nspname = any (reads)
                   or n.nspname = 'platform'
                      and (service = 'tenants'
                           or (c.relname, a.privilege_type) in (
                               ('audit_event', 'INSERT'), ('audit_unsealed', 'INSERT'), ('outbox', 'INSERT'),
                               ('job', 'INSERT'), ('idempotency', 'SELECT'), ('idempotency', 'INSERT'),
                               ('idempotency', 'UPDATE'), ('instance', 'SELECT'))))
            union all
            -- Columns.
            select format('%s (%I)', a.privilege_type, t.attname), format('%s', c.oid::regclass)
            from pg_attribute t
            join pg_class c on c.oid = t.attrelid
            join pg_namespace n on n.oid = c.relnamespace, aclexplode(t.attacl) a
            where a.grantee = 'app_rw'::regrole
              and (n.nspname = service or n.nspname = any (reads) or n.nspname = 'platform' and service = 'tenants')
            union all
            -- What the views that it may read are made of.
            select format('select (%I)', t.attname), format('%s', made.refobjid::regclass)
            from (
                with recursive seen (view) as (
                    select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where n.nspname = any (reads) and c.relkind = 'v'
                    union
                    select d.refobjid from seen
                    join pg_rewrite w on w.ev_class = seen.view
                    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
                                    and d.refclassid = 'pg_class'::regclass
                )
                select distinct d.refobjid, d.refobjsubid from seen
                join pg_rewrite w on w.ev_class = seen.view
                join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
                                and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0
                where d.refobjid <> seen.view
            ) made
            join pg_attribute t on t.attrelid = made.refobjid and t.attnum = made.refobjsubid
        loop
            execute format('grant %s on %s to %I', item.rights, item.target, reader);
        end loop;
    end loop;
end
$$;
revoke execute on procedure platform.share_grants() from public;

call platform.share_grants();

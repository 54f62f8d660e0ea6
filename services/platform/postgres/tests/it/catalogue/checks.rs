//! The checks: each a query that names what breaks the rule, given what is allowed to.

use super::allowed;

/// One rule.
pub(super) struct Check {
    /// What is looked for.
    pub(super) name: &'static str,
    /// Gives one text a fault; `$1` is the list of what is allowed.
    pub(super) sql: &'static str,
    /// What may stand outside the rule.
    pub(super) allowed: &'static [&'static str],
}

/// Our schemas: everything that is neither PostgreSQL's nor sqlx's list of migrations.
macro_rules! ours {
    ($rest:literal) => {
        concat!(
            "with ours as (select oid, nspname from pg_namespace
                           where nspname not in ('pg_catalog', 'information_schema', 'migration')
                             and nspname not like 'pg\\_%'),
                  tables as (select c.oid, o.nspname || '.' || c.relname as name, c.relrowsecurity, c.relforcerowsecurity,
                                    c.relowner, c.relkind,
                                    (select attnum from pg_attribute a
                                     where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as tenant
                             from pg_class c join ours o on o.oid = c.relnamespace where c.relkind in ('r', 'p')) ",
            $rest
        )
    };
}

/// All rules.
pub(super) const ALL: &[Check] = &[
    Check {
        name: "a table without tenant_id that is not on the list of global tables",
        sql: ours!("select name from tables where tenant is null and name <> all($1) order by 1"),
        allowed: allowed::GLOBAL_TABLES,
    },
    Check {
        name: "a tenant_id that may be null",
        sql: ours!(
            "select name from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum = t.tenant
             where not a.attnotnull and name <> all($1) order by 1"
        ),
        allowed: &[],
    },
    Check {
        name: "row level security not enabled and forced",
        sql: ours!(
            "select name from tables where tenant is not null and not (relrowsecurity and relforcerowsecurity)
               and name <> all($1) order by 1"
        ),
        allowed: &[],
    },
    Check {
        name: "no tenant_isolation policy, or not the one that platform.protect_tenant_table makes",
        sql: ours!(
            "select name from tables where tenant is not null and name <> all($1) and not exists (
                 select from pg_policy p
                 where p.polrelid = tables.oid and p.polname = 'tenant_isolation' and p.polcmd = '*' and p.polpermissive
                   and (select array_agg(role order by role) from unnest(p.polroles) role)
                       = (select array_agg(oid order by oid) from pg_roles
                          where rolname in ('app_rw', 'app_tenants', 'app_programmes', 'app_casework', 'app_documents'))
                   and pg_get_expr(p.polqual, p.polrelid)
                       = '(tenant_id = ( SELECT platform.current_tenant() AS current_tenant))'
                   and pg_get_expr(p.polwithcheck, p.polrelid)
                       = '(tenant_id = ( SELECT platform.current_tenant() AS current_tenant))')
             order by 1"
        ),
        allowed: &[],
    },
    Check {
        name: "another policy that applies to a role of requests",
        sql: ours!(
            "select name || ' ' || p.polname from pg_policy p join tables on tables.oid = p.polrelid
             where not (p.polname = 'tenant_isolation' and tenant is not null)
               and (0 = any(p.polroles)
                    or exists (select from unnest(p.polroles) role(oid),
                                     (values ('app_rw'), ('app_tenants'), ('app_programmes'), ('app_casework'), ('app_documents'))
                                         requests(name)
                                where pg_has_role(requests.name, role.oid, 'member')))
               and name || ' ' || p.polname <> all($1) order by 1"
        ),
        allowed: allowed::OWN_POLICIES,
    },
    Check {
        name: "a policy for another role that is not on the list",
        sql: ours!(
            "select name || ' ' || p.polname from pg_policy p join tables on tables.oid = p.polrelid
             where not (0 = any(p.polroles)
                        or exists (select from unnest(p.polroles) role(oid),
                                     (values ('app_rw'), ('app_tenants'), ('app_programmes'), ('app_casework'), ('app_documents'))
                                         requests(name)
                                where pg_has_role(requests.name, role.oid, 'member')))
               and name || ' ' || p.polname <> all($1) order by 1"
        ),
        allowed: allowed::OTHER_POLICIES,
    },
    Check {
        name: "a primary key, unique key or index of a tenant table that does not start with tenant_id",
        sql: ours!(
            "select o.nspname || '.' || c.relname from pg_index i join tables t on t.oid = i.indrelid
             join pg_class c on c.oid = i.indexrelid join ours o on o.oid = c.relnamespace
             where t.tenant is not null and (i.indisprimary or i.indisunique)
               and i.indkey[0] <> t.tenant and o.nspname || '.' || c.relname <> all($1) order by 1"
        ),
        allowed: allowed::GLOBAL_KEYS,
    },
    Check {
        name: "a foreign key of a tenant table that does not carry tenant_id to tenant_id",
        sql: ours!(
            "select t.name || ' ' || k.conname from pg_constraint k join tables t on t.oid = k.conrelid
             join tables target on target.oid = k.confrelid
             where k.contype = 'f' and t.tenant is not null and target.name <> all($1)
               and not exists (select from unnest(k.conkey, k.confkey) pair(own, their)
                               where own = t.tenant and their = target.tenant) order by 1"
        ),
        allowed: allowed::GLOBAL_TABLES,
    },
    Check {
        name: "a table with no key at all",
        sql: ours!(
            "select name from tables where name <> all($1)
               and not exists (select from pg_index i where i.indrelid = tables.oid and i.indisprimary) order by 1"
        ),
        allowed: &[],
    },
    Check {
        name: "a view that runs with its owner's rights, or a materialised one",
        sql: ours!(
            "select o.nspname || '.' || c.relname from pg_class c join ours o on o.oid = c.relnamespace
             where c.relkind in ('v', 'm') and o.nspname || '.' || c.relname <> all($1)
               and not (c.relkind = 'v' and 'security_invoker=true' = any(coalesce(c.reloptions, '{}'))) order by 1"
        ),
        allowed: &[],
    },
    Check {
        name: "a function that runs with its owner's rights",
        sql: ours!(
            "select o.nspname || '.' || p.proname from pg_proc p join ours o on o.oid = p.pronamespace
             where p.prosecdef and o.nspname || '.' || p.proname <> all($1) order by 1"
        ),
        allowed: allowed::DEFINER_FUNCTIONS,
    },
    Check {
        name: "a function whose search path is not fixed",
        sql: ours!(
            "select o.nspname || '.' || p.proname from pg_proc p join ours o on o.oid = p.pronamespace
             where not exists (select from unnest(p.proconfig) setting where setting like 'search_path=%')
               and o.nspname || '.' || p.proname <> all($1) order by 1"
        ),
        allowed: &[],
    },
    Check {
        name: "a sequence: its values tell one tenant how busy the others are",
        sql: ours!(
            "select o.nspname || '.' || c.relname from pg_class c join ours o on o.oid = c.relnamespace
             where c.relkind = 'S' and o.nspname || '.' || c.relname <> all($1) order by 1"
        ),
        allowed: &[],
    },
    Check {
        name: "a right of everyone (public)",
        sql: ours!(
            "select name || ' ' || a.privilege_type from tables, aclexplode((select relacl from pg_class where oid = tables.oid)) a
             where a.grantee = 0 and name <> all($1)
             union all
             select 'schema ' || n.nspname || ' ' || a.privilege_type from pg_namespace n join ours using (oid), aclexplode(n.nspacl) a
             where a.grantee = 0
             union all
             select 'function ' || o.nspname || '.' || p.proname from pg_proc p join ours o on o.oid = p.pronamespace,
                    aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
             where a.grantee = 0
             order by 1"
        ),
        allowed: &[],
    },
    Check {
        name: "an object that app_owner does not own",
        sql: ours!(
            "select o.nspname || '.' || c.relname from pg_class c join ours o on o.oid = c.relnamespace
             where c.relowner <> (select oid from pg_roles where rolname = 'app_owner') and o.nspname <> 'public'
               and o.nspname || '.' || c.relname <> all($1) order by 1"
        ),
        allowed: &[],
    },
    Check {
        name: "a table outside the services' schemas",
        sql: ours!("select name from tables where name like 'public.%' and name <> all($1) order by 1"),
        allowed: &[],
    },
];

/// Every right on our tables, views, columns, functions and schemas that somebody besides the owner has.
pub(super) const GRANTS: &str = ours!(
    "select object, role, string_agg(distinct right_, ', ' order by right_) from (
         select case c.relkind when 'v' then 'view ' else 'table ' end || o.nspname || '.' || c.relname as object,
                a.grantee::regrole::text as role, lower(a.privilege_type) as right_, c.relowner = a.grantee as own
         from pg_class c join ours o on o.oid = c.relnamespace, aclexplode(c.relacl) a where c.relkind in ('r', 'p', 'v', 'm', 'S')
         union all
         select 'column ' || o.nspname || '.' || c.relname || '.' || t.attname, a.grantee::regrole::text,
                lower(a.privilege_type), c.relowner = a.grantee
         from pg_attribute t join pg_class c on c.oid = t.attrelid join ours o on o.oid = c.relnamespace, aclexplode(t.attacl) a
         union all
         select 'function ' || o.nspname || '.' || p.proname, a.grantee::regrole::text, lower(a.privilege_type),
                p.proowner = a.grantee
         from pg_proc p join ours o on o.oid = p.pronamespace, aclexplode(p.proacl) a
         union all
         select 'schema ' || n.nspname, a.grantee::regrole::text, lower(a.privilege_type), n.nspowner = a.grantee
         from pg_namespace n join ours using (oid), aclexplode(n.nspacl) a where n.nspname <> 'public'
     ) g where not own group by object, role order by object, role"
);

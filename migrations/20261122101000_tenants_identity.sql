-- Organisations, users, memberships and API clients: who is on the platform, and who may act for whom.

create schema tenants;
grant usage on schema tenants to app_rw, app_identity;

-- Centres, authorities and the platform's operator. The id IS the tenant id, so this is the one table of tenants without a
-- tenant_id: everyone's rows point here. Unknown numbers and addresses stay null.
create table tenants.organisation (
    id                uuid        not null primary key,
    organisation_type text        not null check (organisation_type in
        ('OPS', 'MOPS', 'GOPS', 'MGOPS', 'MOPR', 'PCPR', 'CUS', 'MARSHALS_OFFICE', 'ROPS', 'WUP', 'MINISTRY', 'PLATFORM')),
    name              text        not null check (char_length(name) between 1 and 200),
    short_name        text        not null check (char_length(short_name) between 1 and 80),
    teryt             text        not null,
    nip               text        check (nip ~ '^[0-9]{10}$'),
    regon             text        check (regon ~ '^([0-9]{9}|[0-9]{14})$'),
    street            text        check (char_length(street) between 1 and 200),
    postcode          text        check (postcode ~ '^[0-9]{2}-[0-9]{3}$'),
    town              text        check (char_length(town) between 1 and 100),
    status            text        not null check (status in ('active', 'suspended', 'leaving')),
    version           bigint      not null check (version > 0),
    created_at        timestamptz not null,
    constraint address_is_whole_or_unknown check (num_nulls(street, postcode, town) in (0, 3)),
    -- A gmina for a centre of a gmina, a powiat for one of a powiat, a voivodeship for an authority, '00' for the country.
    constraint teryt_fits_the_type check (case
        when organisation_type in ('MINISTRY', 'PLATFORM') then teryt = '00'
        when organisation_type in ('MARSHALS_OFFICE', 'ROPS', 'WUP') then teryt ~ '^[0-9]{2}$' and teryt <> '00'
        when organisation_type = 'PCPR' then teryt ~ '^[0-9]{4}$'
        when organisation_type = 'MOPR' then teryt ~ '^([0-9]{4}|[0-9]{7})$'
        else teryt ~ '^[0-9]{7}$' end)
);
-- One gmina may run several centres under one NIP; REGON and type together name a centre.
create unique index organisation_regon_type on tenants.organisation (regon, organisation_type) where regon is not null;
-- One operator on an instance, whoever bootstraps it how often.
create unique index organisation_one_platform on tenants.organisation (organisation_type)
    where organisation_type = 'PLATFORM';
alter table tenants.organisation enable row level security;
alter table tenants.organisation force row level security;
create policy own_organisation on tenants.organisation for all to app_rw
    using (id = (select platform.current_tenant()))
    with check (id = (select platform.current_tenant()));
grant select, update (name, short_name, street, postcode, town, version) on tenants.organisation to app_rw;
-- Sign-in reads organisations before a tenant is known; the operator reads and creates all of them.
create policy identity_knows_organisations on tenants.organisation for all to app_identity
    using (true) with check (true);
grant select, insert on tenants.organisation to app_identity;

-- People who sign in, whatever organisations they belong to. Requests within a tenant have no right to it at all: a login's
-- existence is not a tenant's business.
create table tenants.account (
    id            uuid        not null primary key,
    login         text        not null check (login ~ '^[a-z0-9._@+-]{3,100}$'),
    full_name     text        not null check (char_length(full_name) between 1 and 200),
    password_hash text        not null check (password_hash like '$argon2id$%'),
    status        text        not null check (status in ('active', 'disabled')),
    created_at    timestamptz not null,
    constraint account_login unique (login)
);
grant select (id, login, full_name, password_hash, status), insert on tenants.account to app_identity;

-- A user's place in one organisation. Login and name are the organisation's own copies: the name is what its administrator
-- typed, which need not be the account's.
create table tenants.membership (
    tenant_id  uuid        not null default platform.current_tenant(),
    id         uuid        not null,
    account_id uuid        not null references tenants.account (id),
    login      text        not null check (login ~ '^[a-z0-9._@+-]{3,100}$'),
    full_name  text        not null check (char_length(full_name) between 1 and 200),
    -- An array, because it is read with its row and never searched behind the policy.
    roles      text[]      not null check (cardinality(roles) between 1 and 10 and array_position(roles, null) is null
        and roles <@ array['director', 'project_manager', 'chief_accountant', 'coordinator', 'social_worker',
                           'family_assistant', 'specialist', 'administrator', 'regional_analyst', 'operator']),
    active     boolean     not null,
    version    bigint      not null check (version > 0),
    created_at timestamptz not null,
    primary key (tenant_id, id),
    constraint membership_account unique (tenant_id, account_id),
    foreign key (tenant_id) references tenants.organisation (id)
);
-- Sign-in: all memberships of an account, oldest first. Not unique, so it tells a tenant nothing.
create index membership_by_account on tenants.membership (account_id, id);
call platform.protect_tenant_table('tenants.membership');
grant select, insert, update (roles, active, version) on tenants.membership to app_rw;
create policy identity_finds_memberships on tenants.membership for select to app_identity using (true);
grant select (tenant_id, id, account_id, roles, active) on tenants.membership to app_identity;

-- Programs with a key. Only the key's SHA-256 is kept: 256 random bits need no slow hash.
create table tenants.api_client (
    tenant_id  uuid        not null default platform.current_tenant(),
    id         uuid        not null,
    name       text        not null check (char_length(name) between 1 and 100),
    scopes     text[]      not null check (cardinality(scopes) between 1 and 20 and array_position(scopes, null) is null
        and scopes <@ array['projects:read', 'projects:write', 'people:read', 'people:write', 'documents:read',
                            'documents:write', 'comparison:read']),
    key_sha256 bytea       not null check (octet_length(key_sha256) = 32),
    -- The last day on which the key is valid, as a date in UTC.
    expires_on date        not null,
    revoked_at timestamptz,
    version    bigint      not null check (version > 0),
    created_at timestamptz not null,
    primary key (tenant_id, id),
    constraint api_client_key unique (tenant_id, key_sha256),
    foreign key (tenant_id) references tenants.organisation (id)
);
-- A request with a key, before its tenant is known. Not unique across tenants: keys never spread over tenants in a
-- constraint, and two equal 256-bit secrets do not happen.
create index api_client_by_key on tenants.api_client (key_sha256);
call platform.protect_tenant_table('tenants.api_client');
grant select, insert, update (revoked_at, version) on tenants.api_client to app_rw;
create policy identity_finds_keys on tenants.api_client for select to app_identity using (true);
grant select (tenant_id, id, scopes, key_sha256, expires_on, revoked_at) on tenants.api_client to app_identity;

-- What the other services may read: the acting organisation itself.
create schema tenants_published;
grant usage on schema tenants_published to app_rw;
create view tenants_published.organisation with (security_invoker = true) as
    select id as tenant_id, organisation_type, name, short_name, teryt from tenants.organisation;
grant select on tenants_published.organisation to app_rw;

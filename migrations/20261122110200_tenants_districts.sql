-- Districts: which worker is responsible for which addresses; and the sign-in providers of organisations.

-- A street, or a part of it by house numbers, for the days between two dates. Towns and streets are compared by their keys:
-- small letters, composed (NFC), `ul Długa` and `Długa` alike, `al. Długa` not. Rows that meet in place, side and time are
-- refused under the lock of the organisation's row.
create table tenants.district_rule (
    tenant_id     uuid        not null default platform.current_tenant(),
    id            uuid        not null,
    town          text        not null check (char_length(town) between 1 and 100),
    town_key      text        not null check (char_length(town_key) between 1 and 400),
    -- Null, and the key empty, where houses have numbers only.
    street        text        check (char_length(street) between 1 and 100),
    street_key    text        not null check (char_length(street_key) <= 400),
    from_number   text        check (from_number ~ '^[1-9][0-9]{0,4}[a-z]{0,2}$'),
    to_number     text        check (to_number ~ '^[1-9][0-9]{0,4}[a-z]{0,2}$'),
    -- Number × 1000 + the rank of its letters (none 0, a 27, aa 28, b 54 …); both ends included.
    from_position integer     not null check (from_position between 0 and 99999999),
    to_position   integer     not null check (to_position between 0 and 99999999),
    parity        text        not null check (parity in ('all', 'odd', 'even')),
    membership_id uuid        not null,
    valid_from    date        not null,
    valid_to      date        check (valid_to >= valid_from),
    version       bigint      not null check (version > 0),
    created_at    timestamptz not null,
    primary key (tenant_id, id),
    constraint street_has_a_key check ((street is null) = (street_key = '')),
    constraint range_is_forward check (from_position <= to_position),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, membership_id) references tenants.membership (tenant_id, id)
);
-- Who is responsible for an address, and what a new rule would overlap.
create index district_rule_by_street on tenants.district_rule (tenant_id, street_key, town_key, from_position);
call platform.protect_tenant_table('tenants.district_rule');
grant select, insert, update (valid_to, version) on tenants.district_rule to app_rw;

-- An organisation's own sign-in provider. The operator sets it, in a transaction of the organisation.
create table tenants.sign_in_provider (
    tenant_id     uuid        not null default platform.current_tenant(),
    issuer        text        not null check (char_length(issuer) between 8 and 300),
    client_id     text        not null check (char_length(client_id) between 1 and 200),
    -- Sealed under the organisation's key.
    secret_sealed bytea       not null check (octet_length(secret_sealed) between 42 and 1000),
    enabled       boolean     not null,
    version       bigint      not null check (version > 0),
    changed_at    timestamptz not null,
    -- One an organisation.
    primary key (tenant_id),
    foreign key (tenant_id) references tenants.organisation (id)
);
call platform.protect_tenant_table('tenants.sign_in_provider');
grant select, insert, update (issuer, client_id, secret_sealed, enabled, version, changed_at)
    on tenants.sign_in_provider to app_rw;
-- The operator looks at many organisations' settings at once; never at a secret.
create policy identity_reads_providers on tenants.sign_in_provider for select to app_identity using (true);
grant select (tenant_id, issuer, client_id, enabled, version) on tenants.sign_in_provider to app_identity;

-- Which member a provider means by its own lasting name of a person. Made once, by a verified e-mail address that is the
-- member's login; never changed, so that an address given to somebody else later opens nothing.
create table tenants.provider_link (
    tenant_id     uuid        not null default platform.current_tenant(),
    id            uuid        not null,
    issuer        text        not null check (char_length(issuer) between 8 and 300),
    subject       text        not null check (char_length(subject) between 1 and 255),
    membership_id uuid        not null,
    created_at    timestamptz not null,
    primary key (tenant_id, id),
    -- Also the sign-in of somebody linked before.
    constraint provider_link_subject unique (tenant_id, issuer, subject),
    constraint provider_link_member unique (tenant_id, issuer, membership_id),
    foreign key (tenant_id) references tenants.organisation (id),
    foreign key (tenant_id, membership_id) references tenants.membership (tenant_id, id)
);
call platform.protect_tenant_table('tenants.provider_link');
grant select, insert on tenants.provider_link to app_rw;

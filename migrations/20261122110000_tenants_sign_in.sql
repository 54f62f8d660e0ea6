-- Proving who one is: e-mail addresses, second factors, one-time links, waiting mails, counted refusals.
--
-- What belongs to an account belongs to no tenant: only app_identity reaches it. Secrets are sealed, or only their keyed
-- digests are kept, so that a copy of the database opens nobody's account.

-- Where one-time links go. Without one, a login that is itself an e-mail address counts as one.
alter table tenants.account add column email text
    check (char_length(email) between 3 and 254 and email ~ '^[^@[:space:]]+@[^@[:space:]]+$');
grant select (email), update (password_hash, email) on tenants.account to app_identity;

-- A user's second factor (TOTP). In force once confirmed.
create table tenants.second_factor (
    account_id    uuid        not null primary key references tenants.account (id),
    secret_sealed bytea       not null check (octet_length(secret_sealed) between 30 and 200),
    confirmed_at  timestamptz,
    -- The 30-second step of the last code that was accepted: only later ones are, so each code works once.
    last_step     bigint      not null check (last_step >= 0),
    created_at    timestamptz not null
);
grant select, insert, delete, update (secret_sealed, confirmed_at, last_step, created_at)
    on tenants.second_factor to app_identity;

-- Codes that each replace the second factor once: used is deleted.
create table tenants.recovery_code (
    account_id uuid  not null references tenants.second_factor (account_id) on delete cascade,
    digest     bytea not null check (octet_length(digest) = 32),
    primary key (account_id, digest)
);
grant select, insert, delete on tenants.recovery_code to app_identity;

-- Links for a new password: used is deleted.
create table tenants.password_link (
    digest     bytea       not null primary key check (octet_length(digest) = 32),
    account_id uuid        not null references tenants.account (id),
    created_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > created_at)
);
-- A new request looks at the links of its account; a used one ends the others.
create index password_link_by_account on tenants.password_link (account_id, created_at);
grant select, insert, delete on tenants.password_link to app_identity;

-- Mails that wait to be sent, addresses and texts sealed. Sent is deleted; one that could not be sent within a day stays as
-- a dead row without its text. Whoever invites writes here in the invitation's transaction, and reads nothing.
create table tenants.mail (
    id         uuid        not null primary key,
    kind       text        not null check (kind in ('invitation', 'password_reset', 'password_reset_request')),
    sealed     bytea       check (octet_length(sealed) between 30 and 20000),
    attempts   integer     not null check (attempts >= 0),
    due_at     timestamptz not null,
    created_at timestamptz not null,
    died_at    timestamptz,
    constraint alive_has_a_text check ((sealed is null) = (died_at is not null))
);
-- The sender takes the mails that are due, oldest first.
create index mail_due on tenants.mail (due_at, id) where died_at is null;
-- Requests of strangers are counted before one more is taken.
create index mail_requests on tenants.mail (id) where kind = 'password_reset_request';
grant select, insert, delete, update (kind, sealed, attempts, due_at, died_at) on tenants.mail to app_identity;
grant insert on tenants.mail to app_rw;

-- Invitations to join an organisation. The link's token is known to the invited alone.
create table tenants.invitation (
    tenant_id       uuid        not null default platform.current_tenant(),
    id              uuid        not null,
    email           text        not null check (email ~ '^[a-z0-9._@+-]{3,100}$'),
    full_name       text        not null check (char_length(full_name) between 1 and 200),
    roles           text[]      not null check (cardinality(roles) between 1 and 10 and array_position(roles, null) is null
        and roles <@ array['director', 'project_manager', 'chief_accountant', 'coordinator', 'social_worker',
                           'family_assistant', 'specialist', 'administrator', 'regional_analyst', 'operator']),
    token_digest    bytea       not null check (octet_length(token_digest) = 32),
    -- Passwords that did not fit the existing login; after a few the link is dead.
    wrong_passwords integer     not null check (wrong_passwords >= 0),
    expires_at      timestamptz not null,
    accepted_at     timestamptz,
    revoked_at      timestamptz,
    version         bigint      not null check (version > 0),
    created_at      timestamptz not null,
    primary key (tenant_id, id),
    constraint invitation_token unique (tenant_id, token_digest),
    foreign key (tenant_id) references tenants.organisation (id),
    constraint ends_once check (num_nonnulls(accepted_at, revoked_at) <= 1)
);
-- A link, before its tenant is known. Not unique across tenants, as with keys.
create index invitation_by_token on tenants.invitation (token_digest);
call platform.protect_tenant_table('tenants.invitation');
grant select, insert, update (accepted_at, revoked_at, wrong_passwords, version) on tenants.invitation to app_rw;
create policy identity_finds_invitations on tenants.invitation for select to app_identity using (true);
grant select (tenant_id, id, token_digest) on tenants.invitation to app_identity;

-- How often somebody was refused since the trail last told of it: attempts that anybody can make without end (unknown
-- logins, throttled ones) fill one row of the trail a minute. The nil UUID stands for logins that nobody has.
create table tenants.refusal_tally (
    tenant_id   uuid        not null default platform.current_tenant(),
    subject     uuid        not null,
    recorded_at timestamptz not null,
    waiting     bigint      not null check (waiting >= 0),
    told        bigint      not null check (told > 0),
    primary key (tenant_id, subject)
);
call platform.protect_tenant_table('tenants.refusal_tally');
grant select, insert, update (recorded_at, waiting, told) on tenants.refusal_tally to app_rw;

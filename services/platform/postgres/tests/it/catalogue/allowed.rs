//! What stands outside the rule, each with its reason.

/// Tables without `tenant_id`: reference data that is the same for everyone, and what is read before a tenant is known.
pub(super) const GLOBAL_TABLES: &[&str] = &[
    // Its id is the tenant; protected by a policy on that.
    "tenants.organisation",
    // A user may belong to several organisations; reached by app_identity alone.
    "tenants.account",
    // What belongs to an account, and mails to whoever asked without being signed in; reached by app_identity alone, but
    // that an invitation's transaction adds its mail.
    "tenants.second_factor",
    "tenants.recovery_code",
    "tenants.password_link",
    "tenants.mail",
    // The text that every centre is offered alike; who has accepted it is a tenant's.
    "tenants.processing_agreement",
    // One row: whether this is a demonstration.
    "platform.instance",
    "programmes.programme",
    "programmes.dictionary_entry",
    // The same for every centre, written by the operator's loads: releases and what they brought.
    "programmes.reference_release",
    "programmes.programme_version",
    "programmes.rate",
    "programmes.holiday",
    "programmes.indicator",
];

/// Keys of tenant tables that are unique over all tenants on purpose: none.
pub(super) const GLOBAL_KEYS: &[&str] = &[];

/// Policies besides `tenant_isolation`: for roles other than the request role.
pub(super) const OTHER_POLICIES: &[&str] = &[
    "platform.audit_unsealed worker_finds_tenants",
    "platform.idempotency worker_forgets",
    "platform.job worker_runs",
    "platform.outbox worker_relays",
    // Authorities learn what centres consent to, by region; no figure and no tenant.
    "programmes.comparison_centre region_learns_consents",
    // Which tenants a release visits and which have releases: tenant and region, no figure.
    "programmes.comparison_release worker_finds_releases",
    "programmes.project_comparison worker_finds_compared",
    "tenants.api_client identity_finds_keys",
    "tenants.api_client_key identity_finds_keys",
    "tenants.break_glass identity_finds_break_glass",
    "tenants.invitation identity_finds_invitations",
    "tenants.membership identity_finds_memberships",
    "tenants.organisation identity_knows_organisations",
    "tenants.sign_in_provider identity_reads_providers",
];

/// Policies of `app_rw` that are not the protecting procedure's.
pub(super) const OWN_POLICIES: &[&str] = &["tenants.organisation own_organisation"];

/// Functions that run with their owner's rights: none.
pub(super) const DEFINER_FUNCTIONS: &[&str] = &[];

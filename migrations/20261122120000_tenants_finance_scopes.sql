-- API clients may be given finance alone: an accounting system has no business with people.
alter table tenants.api_client
    drop constraint api_client_scopes_check,
    add constraint api_client_scopes_check check (
        cardinality(scopes) between 1 and 20 and array_position(scopes, null) is null
        and scopes <@ array['projects:read', 'projects:write', 'people:read', 'people:write', 'documents:read',
                            'documents:write', 'comparison:read', 'finance:read', 'finance:write']);

-- Letters may remind of what is due.
alter table tenants.mail
    drop constraint mail_kind_check,
    add constraint mail_kind_check check (kind in ('invitation', 'password_reset', 'password_reset_request', 'reminder'));

-- To whom a reminder was written: the event that tells of it may come again, the letter may not.
create table tenants.reminder_mail (
    tenant_id   uuid        not null default platform.current_tenant(),
    reminder_id uuid        not null,
    account_id  uuid        not null,
    written_at  timestamptz not null,
    primary key (tenant_id, reminder_id, account_id),
    foreign key (tenant_id, account_id) references tenants.membership (tenant_id, account_id)
);
call platform.protect_tenant_table('tenants.reminder_mail');
grant select, insert on tenants.reminder_mail to app_rw;

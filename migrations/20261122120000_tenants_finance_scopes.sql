-- API clients may be given finance alone: an accounting system has no business with people.
alter table tenants.api_client
    drop constraint api_client_scopes_check,
    add constraint api_client_scopes_check check (
        cardinality(scopes) between 1 and 20 and array_position(scopes, null) is null
        and scopes <@ array['projects:read', 'projects:write', 'people:read', 'people:write', 'documents:read',
                            'documents:write', 'comparison:read', 'finance:read', 'finance:write']);

-- National reference data have a role of their own, app_reference (infra/postgres/roles.sql). Until now app_identity wrote
-- them too: a process that runs programmes alone would have had to know the role of sign-in to load a file of rates.
do $$
begin
    if not exists (select from pg_roles where rolname = 'app_reference') then
        raise exception 'the role app_reference is missing: run infra/postgres/roles.sql of this version first';
    end if;
end
$$;

revoke all on programmes.reference_release, programmes.dictionary_entry, programmes.programme, programmes.programme_version,
              programmes.rate, programmes.holiday from app_identity;
revoke usage on schema programmes from app_identity;

grant usage on schema programmes to app_reference;
grant select, insert on programmes.reference_release to app_reference;
grant select, insert, update (ended_by)
    on programmes.dictionary_entry, programmes.programme_version, programmes.rate, programmes.holiday, programmes.indicator
    to app_reference;
grant select, insert, update (name_pl, name_en, valid_from, valid_to, legal_basis) on programmes.programme to app_reference;

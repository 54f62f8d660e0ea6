-- Documents: what a centre knows about its files. The bytes are in S3-compatible storage.

create schema documents;
grant usage on schema documents to app_rw;

-- A file of a project: announced first, available once its object is known to be the announced one.
create table documents.document (
    tenant_id  uuid        not null default platform.current_tenant(),
    id         uuid        not null,
    project_id uuid        not null,
    kind       text        not null check (kind in ('rules', 'recruitment_survey', 'other')),
    title      text        not null check (char_length(title) between 1 and 200),
    -- Only a name to download under, never part of a path.
    file_name  text        not null check (char_length(file_name) between 1 and 200 and file_name !~ '[/\\[:cntrl:]]'),
    media_type text        not null check (char_length(media_type) between 3 and 100),
    size_bytes bigint      not null check (size_bytes between 1 and 52428800),
    sha256     text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    state      text        not null check (state in ('awaiting_upload', 'available')),
    -- The last part of the object's key. Each finalising makes its own object; this is the one whose bytes were checked.
    object_id  uuid,
    version    bigint      not null check (version > 0),
    created_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id) references tenants.organisation (id),
    constraint document_project foreign key (tenant_id, project_id) references programmes.project (tenant_id, id),
    constraint available_means_checked check ((state = 'available') = (object_id is not null))
);
-- The documents of one project, page by page.
create index document_by_project on documents.document (tenant_id, project_id, id);
call platform.protect_tenant_table('documents.document');
-- Deleted only while awaiting upload, by the job that forgets announcements whose file never came.
grant select, insert, update (state, object_id, version), delete on documents.document to app_rw;

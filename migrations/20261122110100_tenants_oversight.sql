-- Answering for who has access: why an organisation is suspended, when an access was last used, two keys a program, reviews
-- of access, break-glass, and the agreement on processing personal data.

-- The operator's word on the status, in the organisation's own row: its people may read why.
alter table tenants.organisation
    add column status_reason text check (char_length(status_reason) between 10 and 500),
    add column status_changed_at timestamptz;
grant update (status, status_reason, status_changed_at, version) on tenants.organisation to app_identity;

-- To within five minutes: a row is written when the last use is older, not with every request.
alter table tenants.membership add column last_used_at timestamptz;
grant update (last_used_at) on tenants.membership to app_rw;
grant select (last_used_at) on tenants.membership to app_identity;

-- Keys of programs: at most two live ones a client, held by the client's row lock. The key of each client so far moves here.
-- FORCE hides all rows from the owner, who moves them; it is lifted for this transaction, which nobody else sees into.
alter table tenants.api_client no force row level security;
alter table tenants.api_client drop constraint api_client_key;
drop index tenants.api_client_by_key;
create table tenants.api_client_key (
    tenant_id    uuid        not null default platform.current_tenant(),
    id           uuid        not null,
    client_id    uuid        not null,
    key_sha256   bytea       not null check (octet_length(key_sha256) = 32),
    -- The last day on which the key is valid, as a date in UTC.
    expires_on   date        not null,
    created_at   timestamptz not null,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    primary key (tenant_id, id),
    constraint api_client_key_digest unique (tenant_id, key_sha256),
    foreign key (tenant_id, client_id) references tenants.api_client (tenant_id, id)
);
insert into tenants.api_client_key (tenant_id, id, client_id, key_sha256, expires_on, created_at, revoked_at)
    select tenant_id, id, id, key_sha256, expires_on, created_at, revoked_at from tenants.api_client;
do $$
begin
    if (select count(*) from tenants.api_client_key) <> (select count(*) from tenants.api_client) then
        raise exception 'not every key was moved';
    end if;
end
$$;
alter table tenants.api_client drop column key_sha256, drop column expires_on;
alter table tenants.api_client force row level security;
-- A request with a key, before its tenant is known. Not unique across tenants, for the reason it was not before.
create index api_client_key_by_digest on tenants.api_client_key (key_sha256);
-- The keys of the clients on a page.
create index api_client_key_by_client on tenants.api_client_key (tenant_id, client_id, id);
call platform.protect_tenant_table('tenants.api_client_key');
grant select, insert, update (revoked_at, last_used_at) on tenants.api_client_key to app_rw;
create policy identity_finds_keys on tenants.api_client_key for select to app_identity using (true);
grant select (tenant_id, id, client_id, key_sha256, expires_on, revoked_at, last_used_at)
    on tenants.api_client_key to app_identity;

-- A review of everybody's access. `items_open` goes down with every decision, under the review's row lock.
create table tenants.access_review (
    tenant_id    uuid        not null default platform.current_tenant(),
    id           uuid        not null,
    started_at   timestamptz not null,
    started_by   uuid        not null references tenants.account (id),
    completed_at timestamptz,
    items_total  bigint      not null check (items_total > 0),
    items_open   bigint      not null check (items_open between 0 and items_total),
    primary key (tenant_id, id),
    constraint complete_when_nothing_is_open check ((completed_at is null) = (items_open > 0)),
    foreign key (tenant_id) references tenants.organisation (id)
);
-- One undecided review at a time.
create unique index access_review_one_open on tenants.access_review (tenant_id) where completed_at is null;
call platform.protect_tenant_table('tenants.access_review');
grant select, insert, update (completed_at, items_open) on tenants.access_review to app_rw;

-- The access as it was when the review began. Name, roles and scopes are copies: a decision is about what was looked at.
create table tenants.access_review_item (
    tenant_id     uuid        not null default platform.current_tenant(),
    id            uuid        not null,
    review_id     uuid        not null,
    membership_id uuid,
    client_id     uuid,
    name          text        not null check (char_length(name) between 1 and 200),
    roles         text[]      not null check (cardinality(roles) <= 10 and array_position(roles, null) is null),
    scopes        text[]      not null check (cardinality(scopes) <= 20 and array_position(scopes, null) is null),
    last_used_at  timestamptz,
    decision      text        check (decision in ('confirmed', 'removed')),
    decided_by    uuid        references tenants.account (id),
    decided_at    timestamptz,
    primary key (tenant_id, id),
    constraint one_holder check (num_nonnulls(membership_id, client_id) = 1),
    constraint decided_whole_or_not check (num_nulls(decision, decided_by, decided_at) in (0, 3)),
    foreign key (tenant_id, review_id) references tenants.access_review (tenant_id, id),
    foreign key (tenant_id, membership_id) references tenants.membership (tenant_id, id),
    foreign key (tenant_id, client_id) references tenants.api_client (tenant_id, id)
);
-- The items of a review, page by page.
create index access_review_item_by_review on tenants.access_review_item (tenant_id, review_id, id);
call platform.protect_tenant_table('tenants.access_review_item');
grant select, insert, update (decision, decided_by, decided_at) on tenants.access_review_item to app_rw;

-- Case data opened for reading in an emergency. The reason is for the reviewer and stands nowhere else.
create table tenants.break_glass (
    tenant_id   uuid        not null default platform.current_tenant(),
    id          uuid        not null,
    account_id  uuid        not null,
    user_name   text        not null check (char_length(user_name) between 1 and 200),
    reason      text        not null check (char_length(reason) between 20 and 500),
    opened_at   timestamptz not null,
    expires_at  timestamptz not null,
    reviewed_at timestamptz,
    reviewed_by uuid        references tenants.account (id),
    review_note text        check (char_length(review_note) between 1 and 500),
    version     bigint      not null check (version > 0),
    primary key (tenant_id, id),
    constraint three_hours check (expires_at = opened_at + interval '3 hours'),
    constraint reviewed_whole_or_not check (num_nulls(reviewed_at, reviewed_by, review_note) in (0, 3)),
    constraint reviewed_by_somebody_else check (reviewed_by <> account_id),
    foreign key (tenant_id, account_id) references tenants.membership (tenant_id, account_id)
);
-- Whether one runs for a user: asked with every request.
create index break_glass_by_user on tenants.break_glass (tenant_id, account_id, expires_at);
call platform.protect_tenant_table('tenants.break_glass');
grant select, insert, update (reviewed_at, reviewed_by, review_note, version) on tenants.break_glass to app_rw;
create policy identity_finds_break_glass on tenants.break_glass for select to app_identity using (true);
grant select (tenant_id, account_id, expires_at) on tenants.break_glass to app_identity;

-- The agreement between each centre and the operator (art. 28 GDPR). One text for all centres, so the table has no tenant. The
-- version in force on a day is the one with the latest `valid_from` not after it; an acceptance of the version before
-- it still counts until its `grace_until`, the last day, in UTC. Never changed: a new text is a new version.
create table tenants.processing_agreement (
    version     text not null primary key check (version ~ '^[0-9]{4}-[0-9]{1,2}$'),
    valid_from  date not null,
    grace_until date not null,
    text_pl     text not null check (char_length(text_pl) between 1 and 40000),
    constraint processing_agreement_one_a_day unique (valid_from),
    constraint grace_follows check (grace_until >= valid_from)
);
grant select on tenants.processing_agreement to app_rw;

create table tenants.agreement_acceptance (
    tenant_id   uuid        not null default platform.current_tenant(),
    version     text        not null references tenants.processing_agreement (version),
    accepted_at timestamptz not null,
    accepted_by uuid        not null references tenants.account (id),
    primary key (tenant_id, version),
    foreign key (tenant_id) references tenants.organisation (id)
);
call platform.protect_tenant_table('tenants.agreement_acceptance');
grant select, insert on tenants.agreement_acceptance to app_rw;

-- For casework, which enters nobody without one: what the acting centre has accepted, and the days on which it counts (the
-- last one is null as long as no newer version is known).
create view tenants_published.processing_agreement with (security_invoker = true) as
    select a.tenant_id, a.version, v.valid_from, v.valid_to
    from tenants.agreement_acceptance a
    join (select version, valid_from, lead(grace_until) over (order by valid_from) as valid_to
          from tenants.processing_agreement) v using (version);
grant select on tenants_published.processing_agreement to app_rw;

insert into tenants.processing_agreement (version, valid_from, grace_until, text_pl)
values ('2026-1', '2026-01-01', '2026-01-31', $umowa$UMOWA POWIERZENIA PRZETWARZANIA DANYCH OSOBOWYCH
wersja 2026-1

zawierana na podstawie art. 28 ust. 3 i 9 rozporządzenia Parlamentu Europejskiego i Rady (UE) 2016/679 (RODO), w formie elektronicznej.

§ 1. Strony
1. Administratorem danych („Administrator”) jest ośrodek, w którego imieniu umowę przyjmuje zalogowany dyrektor albo upoważniony przez niego administrator ośrodka.
2. Podmiotem przetwarzającym („Procesor”) jest operator platformy Wsparcie, na której ośrodek prowadzi swoje projekty. Nazwę i dane kontaktowe Procesora, w tym jego inspektora ochrony danych, podaje umowa o korzystanie z platformy.

§ 2. Przedmiot, charakter i cel
1. Administrator powierza Procesorowi przetwarzanie danych osobowych wyłącznie w celu udostępniania platformy: prowadzenia rekrutacji i udziału w projektach oraz pracy socjalnej, dokumentowania wsparcia i sprawozdawczości.
2. Przetwarzanie obejmuje zapisywanie, przechowywanie, odczytywanie, przeglądanie, wyszukiwanie, zestawianie, udostępnianie osobom upoważnionym przez Administratora, wykonywanie kopii zapasowych, eksport i usuwanie – w systemie informatycznym i w sposób ciągły.
3. Procesor nie przetwarza danych we własnych celach, nie profiluje osób i nie podejmuje wobec nich rozstrzygnięć.

§ 3. Czas trwania
Umowa obowiązuje od jej przyjęcia do chwili, w której Procesor usunie lub zwróci wszystkie powierzone dane po zakończeniu korzystania z platformy.

§ 4. Osoby i kategorie danych
1. Dane dotyczą osób i rodzin korzystających ze wsparcia ośrodka, kandydatów i uczestników projektów, członków ich gospodarstw domowych, w tym dzieci, oraz pracowników i współpracowników ośrodka.
2. Powierzane są: dane identyfikacyjne i kontaktowe (w tym numer PESEL, data urodzenia, płeć, adres), dane o sytuacji rodzinnej, zawodowej, dochodowej i mieszkaniowej, o wykształceniu, o udzielonym wsparciu i jego wynikach oraz dokumenty, które je potwierdzają.
3. Powierzane są także szczególne kategorie danych z art. 9 RODO: o zdrowiu, niepełnosprawności i uzależnieniach, a jeżeli wynikają ze sprawy – o pochodzeniu. Dane o wyrokach i naruszeniach prawa (art. 10 RODO) wprowadza się tylko wtedy, gdy pozwala na to przepis prawa.
4. Administrator wprowadza tylko dane, do których przetwarzania ma podstawę prawną.

§ 5. Obowiązki Procesora
Procesor:
1) przetwarza dane wyłącznie na udokumentowane polecenie Administratora; poleceniem są niniejsza umowa oraz czynności osób upoważnionych przez Administratora wykonywane na platformie; jeżeli uważa polecenie za niezgodne z prawem, niezwłocznie o tym informuje;
2) nie przekazuje danych poza Europejski Obszar Gospodarczy;
3) dopuszcza do danych tylko osoby upoważnione i zobowiązane do zachowania tajemnicy, także po zakończeniu pracy; operator platformy nie ma wglądu w treść spraw;
4) stosuje środki bezpieczeństwa z art. 32 RODO, w szczególności: rozdzielenie danych poszczególnych ośrodków w bazie danych, szyfrowanie danych osobowych kluczem odrębnym dla każdej osoby, szyfrowanie transmisji, logowanie dwuskładnikowe, nadawanie ról według potrzeb, dziennik zdarzeń zabezpieczony przed zmianą, kopie zapasowe oraz regularne sprawdzanie tych środków;
5) pomaga Administratorowi odpowiadać na żądania osób (art. 12–23 RODO), w szczególności o dostęp, sprostowanie, usunięcie i przeniesienie danych; żądania otrzymane bezpośrednio przekazuje w ciągu 3 dni roboczych i sam na nie nie odpowiada;
6) pomaga Administratorowi wywiązać się z obowiązków z art. 32–36 RODO, w tym przy ocenie skutków dla ochrony danych;
7) zgłasza Administratorowi naruszenie ochrony danych bez zbędnej zwłoki, nie później niż 24 godziny od jego stwierdzenia, z informacjami z art. 33 ust. 3 RODO w takim zakresie, w jakim je zna, i uzupełnia je później;
8) prowadzi rejestr kategorii czynności przetwarzania (art. 30 ust. 2 RODO).

§ 6. Obowiązki Administratora
Administrator nadaje i odbiera uprawnienia swoim użytkownikom i programom, okresowo je przegląda, rozpatruje dostępy awaryjne, chroni hasła i klucze oraz wykonuje obowiązek informacyjny wobec osób, których dane wprowadza.

§ 7. Dalsze powierzenie
1. Administrator wyraża ogólną zgodę na korzystanie przez Procesora z dalszych podmiotów przetwarzających w zakresie utrzymania serwerów, przechowywania kopii zapasowych i wysyłki wiadomości.
2. Aktualną listę tych podmiotów Procesor udostępnia Administratorowi. O zamiarze jej zmiany zawiadamia co najmniej 30 dni wcześniej; w tym czasie Administrator może wnieść sprzeciw. W razie sprzeciwu Procesor nie powierza danych temu podmiotowi albo każda ze stron może wypowiedzieć umowę.
3. Dalszy podmiot przyjmuje na siebie te same obowiązki ochrony danych. Za jego działania Procesor odpowiada jak za własne.

§ 8. Kontrola
1. Procesor udostępnia Administratorowi informacje potrzebne do wykazania obowiązków z art. 28 RODO oraz umożliwia audyty i inspekcje, także przez upoważnionego audytora, po zawiadomieniu z 14-dniowym wyprzedzeniem, a po naruszeniu ochrony danych – niezwłocznie.
2. Procesor usuwa stwierdzone uchybienia w uzgodnionym terminie.
3. Dziennik zdarzeń swojego ośrodka Administrator przegląda na platformie w każdej chwili.

§ 9. Zwrot i usunięcie danych
1. Po zakończeniu korzystania z platformy Administrator ma 30 dni na pobranie swoich danych w formatach nadających się do odczytu maszynowego; w tym czasie platforma udostępnia je tylko do odczytu.
2. Następnie Procesor usuwa dane wraz z kluczami, którymi je zaszyfrowano, a z kopii zapasowych najpóźniej po upływie okresu ich przechowywania, chyba że prawo nakazuje dalsze przechowywanie. Usunięcie potwierdza na piśmie.
3. Dane, które Administrator usuwa w trakcie trwania umowy, stają się nieodczytywalne z chwilą zniszczenia klucza osoby.

§ 10. Postanowienia końcowe
1. Za szkody Procesor odpowiada na zasadach art. 82 RODO.
2. O nowej wersji umowy Procesor zawiadamia na platformie. Dotychczasowa akceptacja jest ważna do końca terminu przejściowego, nie krócej niż 30 dni od wejścia nowej wersji w życie; później nie można wprowadzać nowych osób, dopóki nowa wersja nie zostanie przyjęta.
3. W sprawach nieuregulowanych stosuje się RODO i prawo polskie.
4. Przyjęcie umowy zapisuje się z datą i osobą przyjmującą w dzienniku zdarzeń.
$umowa$);

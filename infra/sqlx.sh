#!/usr/bin/env bash
# Writes .sqlx anew: what the query macros learn from a real schema, so that builds need no database.
# Run by `make sqlx` under `wsparcie-stack exec`, which gives DATABASE_URL. With --check it only says whether .sqlx is true.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

psql=$(command -v psql || ls -d /usr/lib/postgresql/*/bin/psql | sort -V | tail -n 1)
admin=${DATABASE_URL%/*}
name=sqlx_prepare
"$psql" -q "$DATABASE_URL" -c "drop database if exists $name with (force)" -c "create database $name"
export DATABASE_URL=$admin/$name
export PGOPTIONS='-c client_min_messages=warning'
"$psql" -q "$DATABASE_URL" -v ON_ERROR_STOP=1 -f infra/postgres/roles.sql >/dev/null
for migration in migrations/*.sql; do
    { echo 'set role app_owner;'; cat "$migration"; } | "$psql" -q "$DATABASE_URL" -v ON_ERROR_STOP=1 -1 -f - >/dev/null
done

fresh=$PWD/target/sqlx-fresh
rm -rf "$fresh" && mkdir -p "$fresh"
# The macros run only where a crate is compiled: touch those that hold queries.
grep -rlE 'sqlx::query(_as|_scalar)?!' services/*/src services/platform/*/src | xargs touch
SQLX_OFFLINE=false SQLX_OFFLINE_DIR=$fresh cargo check --quiet --workspace

if [ "${1:-}" = --check ]; then
    diff -rq .sqlx "$fresh" || { echo 'wsparcie: .sqlx is out of date: run `make sqlx` and commit it' >&2; exit 1; }
else
    rm -rf .sqlx && cp -r "$fresh" .sqlx
fi

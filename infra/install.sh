#!/usr/bin/env bash
# Installs the servers that Wsparcie starts for itself: PostgreSQL (15 or newer) and Redis. With "tests" also what its tests
# run: Node.js with npm, Chromium, and the packages of tests/node, as their lock files name them; among these a newer Node.js
# (tests/node/runtime) where the system's is older than 20, as Debian 12's is.
#
# Does nothing when nothing is missing. Leaves no service and no system cluster behind, and touches no cluster that
# is already there: `wsparcie-stack` starts private servers from the programs alone.
set -euo pipefail

readonly MIN_POSTGRES=15
readonly MIN_NODE=20
readonly FOR=${1:-servers}
NODE_TESTS=$(cd "$(dirname "$0")/../tests/node" && pwd)
readonly NODE_TESTS

# True if a PostgreSQL server that is new enough is installed.
have_postgres() {
    local initdb major
    for initdb in /usr/lib/postgresql/*/bin/initdb "$(command -v initdb || true)"; do
        if [ ! -x "$initdb" ] || [ ! -x "$(dirname "$initdb")/postgres" ]; then
            continue
        fi
        # "initdb (PostgreSQL) 15.18 (Debian …)"
        major=$("$initdb" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
        [ "$major" -ge "$MIN_POSTGRES" ] && return 0
    done
    return 1
}

# True if a Redis server is installed. Debian's redis-tools, which has no service, ships the whole server under the
# name of a tool; the name it is called by decides what it is.
have_redis() {
    command -v redis-server >/dev/null || command -v valkey-server >/dev/null || [ -x /usr/bin/redis-check-rdb ]
}

have_node() {
    command -v npm >/dev/null && command -v node >/dev/null
}

# True if the tests' programs run on the system's Node.js.
is_node_new() {
    local version
    version=$(node --version) # "v18.20.4"
    version=${version#v}
    [ "${version%%.*}" -ge "$MIN_NODE" ]
}

have_chromium() {
    [ -x "${CHROMIUM:-/usr/bin/chromium}" ]
}

# Installs a folder's packages, unless they are those of its lock file: npm writes down what it installed.
install_node_packages() {
    local installed=$1/node_modules/.package-lock.json
    [ -e "$installed" ] && [ ! "$1/package-lock.json" -nt "$installed" ] && return 0
    (cd "$1" && npm ci --no-audit --no-fund --loglevel=error >&2) &&
        touch "$installed" # newer than a lock file that was just checked out
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@" # nobody is there to type a password
    fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 UCF_FORCE_CONFFOLD=1 \
        apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null
}

refuse() {
    printf 'wsparcie: %s\n' "$@" >&2
    exit 1
}

# Installs PostgreSQL's server without the cluster that Debian would create and start.
install_postgres() {
    local conf=/etc/postgresql-common/createcluster.conf before='' package=postgresql-$MIN_POSTGRES
    [ -n "$(apt-cache madison "$package" 2>/dev/null)" ] || package=postgresql # a newer Debian has a newer one
    if [ -e "$conf" ]; then
        before=$(cat "$conf")
    else
        apt install --no-install-recommends postgresql-common >/dev/null
    fi
    as_root sed -i -E '/^[#[:space:]]*create_main_cluster\b/d' "$conf"
    echo 'create_main_cluster = false' | as_root tee -a "$conf" >/dev/null
    local failed=0
    apt install --no-install-recommends "$package" >/dev/null || failed=1
    # Somebody's own setting comes back; a setting that came with the package stays off.
    [ -z "$before" ] || printf '%s\n' "$before" | as_root tee "$conf" >/dev/null
    return "$failed"
}

# The last step for tests; exits.
finish() {
    [ "$FOR" = tests ] || exit 0
    local failed="npm could not install the packages of tests/node: see its message above, then run make again"
    is_node_new || install_node_packages "$NODE_TESTS/runtime" || refuse "$failed"
    install_node_packages "$NODE_TESTS" || refuse "$failed"
    exit 0
}

missing=()
have_postgres || missing+=(PostgreSQL)
have_redis || missing+=(Redis)
if [ "$FOR" = tests ]; then
    have_node || missing+=(Node.js)
    have_chromium || missing+=(Chromium)
fi
[ "${#missing[@]}" -gt 0 ] || finish

printf 'wsparcie: installing %s\n' "${missing[*]}" >&2
command -v apt-get >/dev/null || refuse \
    "${missing[*]} missing, and this is not Debian: install PostgreSQL $MIN_POSTGRES or newer and Redis," \
    "or give your own servers in DATABASE_URL and REDIS_URL, then run make again"
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || refuse \
        "${missing[*]} missing, and you are neither root nor is sudo installed: as root, run infra/install.sh once," \
        "then run make again as yourself"
    as_root true || refuse \
        "${missing[*]} missing, and sudo refused: as a user who may use sudo, or as root, run infra/install.sh once," \
        "then run make again as yourself"
fi

apt update || refuse "apt-get update failed: check the network and the package sources, then run make again"
have_postgres || install_postgres || refuse "PostgreSQL could not be installed: see apt-get's message above"
have_redis || apt install --no-install-recommends redis-tools >/dev/null ||
    refuse "Redis could not be installed: see apt-get's message above"
have_postgres || refuse "the package sources have no PostgreSQL $MIN_POSTGRES or newer: install one yourself"
have_redis || refuse "redis-tools came without the server: install redis-server yourself"
if [ "$FOR" = tests ]; then
    have_node || apt install --no-install-recommends nodejs npm >/dev/null ||
        refuse "Node.js could not be installed: see apt-get's message above"
    # A font for screenshots and PDFs: Debian's Chromium brings none.
    have_chromium || apt install --no-install-recommends chromium fonts-dejavu-core >/dev/null ||
        refuse "Chromium could not be installed: see apt-get's message above"
    have_node || refuse "the package sources have no Node.js with npm: install it yourself"
    have_chromium || refuse "the package sources have no Chromium: install one and name it in CHROMIUM"
fi
finish

#!/usr/bin/env bash
# Makes a clone ready to run: packages, the database driver, the compiled program. Safe to repeat, quick when all is there.
#
#   tools/setup.sh            what running crosscheck needs, and three small scanners that the demo asks beside it
#   tools/setup.sh --peers    also other people's TLS programs, which the tests talk to where they are installed
#
# Debian packages are installed only where apt-get exists and permits it; where not, it says so and goes on.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*"; }
has() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; }

WITH_PEERS=no
for argument in "$@"; do
  case "$argument" in
    --peers) WITH_PEERS=yes ;;
    *) say "unknown argument $argument; usage: tools/setup.sh [--peers]" >&2; exit 64 ;;
  esac
done

LOG=$(mktemp)
OUR_POLICY=no
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif ! has sudo; then return 1
  elif [ -t 0 ]; then sudo "$@"
  else sudo -n "$@"
  fi
}
clean_up() {
  rm -f "$LOG"
  if [ "$OUR_POLICY" = yes ]; then as_root rm -f /usr/sbin/policy-rc.d; fi
}
trap clean_up EXIT

# ---- Node

if ! has node; then
  say "Node.js is missing: install Node 20.19 or later (https://nodejs.org), then run this again." >&2
  exit 69
fi
NODE=$(node -p process.version)
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
  say "Node $NODE is too old: crosscheck needs Node 20.19 or later." >&2
  exit 69
fi
# node:sqlite needs no flag from 22.13 on; before that the database is better-sqlite3, a native module.
if node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 13) ? 0 : 1)'; then
  DRIVER=node:sqlite
else
  DRIVER=better-sqlite3
fi
say "Node $NODE, database driver $DRIVER."

# ---- Debian packages

# Debian starts a server right after installing it, and at every boot from then on. We only want nginx's binary.
install_packages() {
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends)
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d >/dev/null || return 1
    OUR_POLICY=yes
    as_root chmod 755 /usr/sbin/policy-rc.d || return 1
  fi
  as_root apt-get update >"$LOG" 2>&1 || true
  # All at once is quickest; one by one, so that one unknown name does not cost the others.
  if ! as_root "${install[@]}" "$@" >>"$LOG" 2>&1; then
    local package
    for package in "$@"; do as_root "${install[@]}" "$package" >>"$LOG" 2>&1 || true; done
  fi
  if [ "$OUR_POLICY" = yes ] && has systemctl && [[ " $* " == *" nginx-light "* ]]; then
    as_root systemctl disable nginx >>"$LOG" 2>&1 || true
  fi
}

# Prints, on one line, the packages of those "program package" pairs whose program is missing.
packages_missing() {
  local pair missing=""
  for pair in "$@"; do has "${pair%% *}" || missing="$missing ${pair##* }"; done
  printf '%s' "${missing# }"
}

WANTED=("openssl openssl" "nmap nmap" "sslscan sslscan" "heartbleeder heartbleeder")
if [ "$DRIVER" = better-sqlite3 ]; then WANTED+=("g++ g++" "make make" "python3 python3"); fi
if [ "$WITH_PEERS" = yes ]; then
  WANTED+=("testssl testssl.sh" "masscan masscan" "gnutls-serv gnutls-bin" "nginx nginx-light" "chromium chromium")
fi
MISSING=$(packages_missing "${WANTED[@]}")
if [ -z "$MISSING" ]; then
  say "system programs: all there."
elif ! has apt-get; then
  say "system programs: no apt-get here to install $MISSING; going on without."
else
  say "system programs: installing $MISSING with apt-get."
  # shellcheck disable=SC2086 # one argument a package
  install_packages $MISSING || true
  STILL=$(packages_missing "${WANTED[@]}")
  if [ -n "$STILL" ]; then
    say "system programs: could not install $STILL; going on without (they are left out of the demo, and tests that need them are skipped)."
  fi
fi

# ---- sslyze: a Python program that no Debian package has, in a folder of ours where src/app/tools/find-program.ts looks

PEERS=.cache/peers
make_venv() {
  local python
  for python in python3 /usr/bin/python3; do
    if has "$python" && "$python" -m venv --clear "$PEERS/sslyze" >"$LOG" 2>&1; then return 0; fi
  done
  return 1
}
install_sslyze() {
  # Debian's python3 comes without what makes such a folder.
  if ! make_venv; then
    if has apt-get; then
      say "sslyze: installing python3-venv with apt-get."
      install_packages python3 python3-venv || true
    fi
    make_venv || return 1
  fi
  "$PEERS/sslyze/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
    --requirement tools/peers/sslyze.txt >"$LOG" 2>&1 </dev/null || return 1
  mkdir -p "$PEERS/bin"
  ln -sfn ../sslyze/bin/sslyze "$PEERS/bin/sslyze"
  "$PEERS/bin/sslyze" --help >"$LOG" 2>&1
}
if [ "$WITH_PEERS" = yes ]; then
  SSLYZE_STATE="$(cksum <tools/peers/sslyze.txt) $PWD"
  if [ "$(cat "$PEERS/sslyze/.crosscheck-setup" 2>/dev/null)" = "$SSLYZE_STATE" ] && "$PEERS/bin/sslyze" --help >"$LOG" 2>&1; then
    say "sslyze: there."
  else
    say "sslyze: installing from PyPI into $PEERS/sslyze."
    if install_sslyze; then
      printf '%s\n' "$SSLYZE_STATE" >"$PEERS/sslyze/.crosscheck-setup"
    else
      tail -n 3 "$LOG" >&2
      rm -f "$PEERS/bin/sslyze"
      say "sslyze: could not install it; going on without (tests that need it are skipped)."
    fi
  fi
fi

# ---- zgrab2: no package, so it is built where there is Go; v0.1.8 is the last version with the Heartbleed check

# Its own module, for `go install …@v0.1.8` asks for a list of versions, which not every module proxy gives out.
build_zgrab2() {
  local go folder
  go=$(command -v go || echo /usr/local/go/bin/go)
  [ -x "$go" ] || return 1
  folder=$(mktemp -d)
  printf 'module crosscheck.invalid/peers\n\ngo 1.21\n\nrequire github.com/zmap/zgrab2 v0.1.8\n' >"$folder/go.mod"
  (cd "$folder" && GOFLAGS="-mod=mod -modcacherw" GOTOOLCHAIN=local timeout 240 "$go" build -o zgrab2 github.com/zmap/zgrab2/cmd/zgrab2) >"$LOG" 2>&1 \
    && mkdir -p "$PEERS/bin" && install -m 755 "$folder/zgrab2" "$PEERS/bin/zgrab2"
  local result=$?
  rm -rf "$folder"
  return "$result"
}
if [ "$WITH_PEERS" = yes ] && ! has zgrab2 && [ ! -x "$PEERS/bin/zgrab2" ]; then
  say "zgrab2: building v0.1.8."
  if build_zgrab2; then say "zgrab2: built."; else say "zgrab2: could not build it (is Go there?); going on without (its tests are skipped)."; fi
fi

# ---- npm packages

# Native modules are compiled against Node's headers; where Node brings its own, nothing has to be downloaded.
PREFIX=$(node -p 'require("node:path").dirname(require("node:path").dirname(process.execPath))')
if [ -e "$PREFIX/include/node/node.h" ]; then export npm_config_nodedir="$PREFIX"; fi

STAMP=node_modules/.crosscheck-setup
STATE="$(cat package.json package-lock.json | cksum) $(node -p process.versions.modules)"
if [ -e "$STAMP" ] && [ "$(cat "$STAMP")" = "$STATE" ]; then
  say "npm packages: up to date."
else
  say "npm packages: installing (the first time may compile better-sqlite3, up to two minutes)."
  npm ci --no-audit --no-fund --loglevel=error </dev/null
fi

# ---- the database driver: opened for real, because an installed native module may still not load

driver_works() {
  case "$DRIVER" in
    node:sqlite) node --no-warnings -e 'new (require("node:sqlite").DatabaseSync)(":memory:").prepare("select 1").get()' ;;
    better-sqlite3) node -e 'new (require("better-sqlite3"))(":memory:").prepare("select 1").get()' ;;
  esac >"$LOG" 2>&1
}
if ! driver_works && [ "$DRIVER" = better-sqlite3 ]; then
  say "database driver: better-sqlite3 does not load, building it."
  # npm ci drops an optional package whose build failed, and newer npm versions may skip its install script.
  [ -d node_modules/better-sqlite3 ] || npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null
  npm rebuild better-sqlite3 >"$LOG" 2>&1 </dev/null || { tail -n 20 "$LOG" >&2; }
fi
if ! driver_works; then
  tail -n 5 "$LOG" >&2
  say "database driver: $DRIVER does not work; install g++, make and python3 and run this again, or use Node 22.13 or later." >&2
  exit 69
fi
say "database driver: $DRIVER works."
printf '%s\n' "$STATE" >"$STAMP"

# ---- the program

if [ -e dist/app/cli/main.js ] && [ -e dist/web/index.html ] && [ -z "$(find src web package.json tsconfig.json tsconfig.build.json -newer dist/app/cli/main.js -print -quit)" ]; then
  say "program: built already."
else
  npm run --silent build </dev/null
  say "program: built; try: npm start --silent -- --help"
fi

#!/usr/bin/env bash
# One command for each everyday job. ./do without a verb lists them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
verb="${1:-help}"; [ $# -eq 0 ] || shift

help() {
  sed -nE 's/^  ([a-z]+)\) # (.*)/\1|\2/p' do | while IFS='|' read -r name what; do printf '  %-11s %s\n' "$name" "$what"; done
}

case "$verb" in
  build) # everything, warnings are errors
    dotnet build Chunfeng.slnx --nologo ;;

  test) # [FILTER]: every test, those whose class or method contains FILTER, or those of a clause (./do test 13.2)
    case "${1:-}" in
      "") exec dotnet test ;;
      [0-9]*.[0-9]*) filter=(--filter-trait "Clause=$1") ;;
      *) filter=(--filter-method "*$1*") ;;
    esac
    log=$(mktemp); trap 'rm -f "$log"' EXIT
    dotnet test "${filter[@]}" --ignore-exit-code 8 2>&1 | tee "$log" # 8: none of a project's tests is meant
    if grep -qE '^ +total: 0$' "$log"; then echo "no test is meant by $1" >&2; exit 1; fi ;;

  run) # [--urls U]: the host in development; it prints its address and how to sign in
    exec dotnet run --project src/Chunfeng.Web -- serve "$@" ;;

  demo) # [WORKERS] [SEED]: into an empty register, a synthetic province as of 2022-02-27 and its week 2022-W08
    ./chunfeng demo create --workers "${1:-60000}" --seed "${2:-7}" --as-of 2022-02-27
    ./chunfeng dispatch run --week 2022-W08 --json >/dev/null
    ./chunfeng db status ;;

  bench) # [NAME]: benchmarks whose name contains NAME
    exec dotnet run -c Release --project bench/Chunfeng.Benchmarks -- --filter "*${1:-}*" ;;

  fmt) # put right what the style rules say (.editorconfig): braces, usings, blanks at line ends
    # not "format whitespace": it breaks short initialisers that are clearer on one line
    dotnet format style Chunfeng.slnx --severity warn
    git ls-files -m -o --exclude-standard -- '*.cs' '*.razor' '*.md' | while read -r file; do
      if [ -f "$file" ]; then sed -i -E 's/[[:blank:]]+$//' "$file"; fi
    done ;;

  lint) # blanks at line ends, scripts that do not parse, and every warning of a full build
    if git grep -nIE '[[:blank:]]+$' -- . ':!*/Migrations/*' ':!data'; then echo "blanks at the ends of these lines: ./do fmt" >&2; exit 1; fi
    bash -n do chunfeng .ci/run
    dotnet build Chunfeng.slnx --nologo -v quiet --no-incremental ;;

  migrations) # NAME: one migration for each engine; read both before you commit them
    [ $# -eq 1 ] || { echo "usage: ./do migrations NAME" >&2; exit 2; }
    dotnet tool restore >/dev/null
    for engine in Sqlite Postgres; do
      dotnet ef migrations add "$1" --project src/Chunfeng.Data --startup-project src/Chunfeng.Web \
        --context "${engine}Db" --output-dir "$engine/Migrations"
    done ;;

  ci) # what continuous integration does: a throw-away PostgreSQL, a browser, every test and none skipped; needs root
    exec .ci/run ;;

  clean) # remove everything built; the register in var/ stays
    rm -rf artifacts src/Modules/artifacts ;;

  help) # this list
    help ;;

  *) echo "there is no ./do $verb; there is:" >&2; help >&2; exit 2 ;;
esac

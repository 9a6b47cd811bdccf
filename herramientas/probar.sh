#!/usr/bin/env bash
# La suite: SQLite, PostgreSQL y navegador, sin las pruebas largas. Lo que falte en la máquina se dice en voz alta;
# con CI=true nada se omite: su ausencia es un error.
set -euo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=conoceles.config.settings.pruebas
export LC_ALL=C.UTF-8  # sin locale, PostgreSQL crea sus bases en SQL_ASCII y no entiende los acentos
pytest=".venv/bin/python -m pytest"
omitido=()
navegador=$(mktemp)
trap 'rm -f "$navegador"; kill $(jobs -p) 2>/dev/null || true' EXIT

falta() {
    if [ "${CI:-}" = true ]; then echo "ERROR: $1 (con CI=true es obligatorio)." >&2; exit 1; fi
    echo; echo "############ SE OMITE: $1 ############"; echo
    omitido+=("$1")
}

# El navegador pasa la mitad de su tiempo esperando: corre al mismo tiempo y su informe sale al final.
if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then
    $pytest -q -n 1 -m "navegador and not lenta" "${@:-tests/recorridos}" >"$navegador" 2>&1 &
    recorridos=$!
else
    recorridos=
    falta "los recorridos en el navegador: no está chromium (en Debian: apt-get install chromium)"
fi

echo "== Sobre SQLite =="
$pytest -q -n 2 -m "not navegador and not lenta" "$@"

echo "== Sobre PostgreSQL =="
if command -v pg_virtualenv >/dev/null && compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
    # shellcheck disable=SC2016
    pg_virtualenv -o fsync=off -o synchronous_commit=off sh -c '
        export CONOCELES_BASE="postgresql://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE"
        exec .venv/bin/python -m pytest -q -n 2 -m "not navegador and not lenta and not sin_base" "$@"' sh "$@"
else
    falta "las pruebas sobre PostgreSQL: no hay un servidor PostgreSQL (en Debian: apt-get install postgresql)"
fi

if [ -n "$recorridos" ]; then
    echo "== En el navegador =="
    wait "$recorridos" || { cat "$navegador"; exit 1; }
    tail -n 3 "$navegador"
fi

[ ${#omitido[@]} = 0 ] && echo "Todo probado." || printf 'Quedó sin probar: %s\n' "${omitido[@]}"

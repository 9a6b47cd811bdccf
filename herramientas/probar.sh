#!/usr/bin/env bash
# La suite: SQLite, PostgreSQL y navegador, sin las pruebas largas; con «largas», sólo ésas y las pantallas y reglas
# sobre PostgreSQL (qué corre en cada motor lo dice tests/conftest.py). Lo que falte en la máquina se dice en voz alta; con
# CI=true nada se omite: su ausencia es un error.
set -euo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=conoceles.config.settings.pruebas
export LC_ALL=C.UTF-8  # sin locale, PostgreSQL crea sus bases en SQL_ASCII y no entiende los acentos
pytest=".venv/bin/python -m pytest"
export PYTHONDONTWRITEBYTECODE=  # compilar otra vez el programa y las pruebas en cada proceso cuesta minutos
omitido=()

# Cada retrato se guarda con fsync: si en la memoria cabe lo que se escribe al probar, no se espera al disco.
libre=$(df -k --output=avail /dev/shm 2>/dev/null | tail -n 1 || true)
[ "${libre:-0}" -lt 2000000 ] || export TMPDIR=/dev/shm
TMPDIR=$(mktemp -d -t conoceles.XXXXXX)
export TMPDIR
chmod 1777 "$TMPDIR"  # el servidor PostgreSQL corre con otra cuenta
navegador="$TMPDIR/navegador.txt"
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$TMPDIR"' EXIT

falta() {
    if [ "${CI:-}" = true ]; then echo "ERROR: $1 (con CI=true es obligatorio)." >&2; exit 1; fi
    echo; echo "############ SE OMITE: $1 ############"; echo
    omitido+=("$1")
}

# Lo que elija $1 (una expresión de marcas) sobre un servidor que nace y muere aquí; lo demás va a pytest.
sobre_postgresql() {
    if ! command -v pg_virtualenv >/dev/null || ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
        falta "las pruebas sobre PostgreSQL: no hay un servidor PostgreSQL (en Debian: apt-get install postgresql)"
        return
    fi
    # shellcheck disable=SC2016
    pg_virtualenv -o fsync=off -o synchronous_commit=off sh -c '
        export CONOCELES_BASE="postgresql://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE"
        exec .venv/bin/python -m pytest -q -n 2 -m "$@"' sh "$1 and not sin_base and not navegador and not lenta" "${@:2}"
}

decir_que_falto() {
    [ ${#omitido[@]} = 0 ] && echo "Todo probado." || printf 'Quedó sin probar: %s\n' "${omitido[@]}"
}

if [ "${1:-}" = largas ]; then
    $pytest -q -n 2 -m lenta "${@:2}"
    echo "== Las pantallas y las reglas, sobre PostgreSQL =="
    sobre_postgresql en_largas "${@:2}"
    decir_que_falto
    exit
fi

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
sobre_postgresql "not en_largas" "$@"

if [ -n "$recorridos" ]; then
    echo "== En el navegador =="
    wait "$recorridos" || { cat "$navegador"; exit 1; }
    tail -n 3 "$navegador"
fi

decir_que_falto

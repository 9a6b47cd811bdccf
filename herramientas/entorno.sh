#!/usr/bin/env bash
# Crea el entorno virtual si no existe e instala una lista con huellas. Uso: entorno.sh CARPETA LISTA
set -euo pipefail
entorno=$1 lista=$2
if [ ! -x "$entorno/bin/python" ]; then
    echo "Creando el entorno de Python en $entorno…"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "Hace falta python3 3.11 o posterior; éste es $(python3 --version 2>&1)." >&2; exit 1; }
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
        else
            echo "Falta el módulo venv de Python. En Debian o Ubuntu: sudo apt-get install python3-venv" >&2; exit 1
        fi
    fi
    python3 -m venv "$entorno"
fi
echo "Instalando las dependencias de $lista…"
"$entorno/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lista"

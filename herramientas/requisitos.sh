#!/usr/bin/env bash
# Fija las dependencias de pyproject.toml con sus huellas, para cualquier sistema y Python ≥ 3.11.
set -euo pipefail
compilar() { .venv/bin/uv pip compile pyproject.toml --quiet --upgrade --universal --generate-hashes --no-header --python-version 3.11 "$@"; }
compilar -o requirements/base.txt
compilar --extra postgresql -c requirements/base.txt -o requirements/produccion.txt
compilar --group desarrollo -c requirements/base.txt -o requirements/desarrollo.txt

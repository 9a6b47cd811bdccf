# La única puerta. `make` sin nada la describe.
SHELL := /bin/bash
PORT ?= 8000
CONOCELES_DATOS ?= $(CURDIR)/datos/demo
MUERTES ?= 1000
ORDENES ?= 0
MUTACIONES ?= 20000
CARRERAS ?= 1000
VENV := .venv
PY := $(VENV)/bin/python
DEMO := CONOCELES_DATOS="$(CONOCELES_DATOS)" CONOCELES_SITIO="http://127.0.0.1:$(PORT)" DJANGO_SETTINGS_MODULE=conoceles.config.settings.demo $(PY) manage.py
PRUEBAS := DJANGO_SETTINGS_MODULE=conoceles.config.settings.pruebas

.PHONY: ayuda demo test largas mutaciones carreras check fallas bench formato capturas catalogos requisitos paquete limpiar

ayuda: ## muestra esta lista
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/.base: requirements/base.txt
	@bash herramientas/entorno.sh $(VENV) requirements/base.txt
	@touch $@

$(VENV)/.desarrollo: requirements/desarrollo.txt $(VENV)/.base
	@bash herramientas/entorno.sh $(VENV) requirements/desarrollo.txt
	@touch $@

$(VENV)/.lenguas: $(wildcard conoceles/locale/*/LC_MESSAGES/django.po) herramientas/catalogos.py $(VENV)/.base
	@$(PY) -m herramientas.catalogos compilar
	@touch $@

demo: $(VENV)/.base $(VENV)/.lenguas ## un proceso ficticio completo en http://127.0.0.1:8000 (PORT y CONOCELES_DATOS se respetan)
	@$(DEMO) demo
	@$(DEMO) servir --puerto $(PORT)

test: $(VENV)/.desarrollo $(VENV)/.lenguas ## la suite sobre SQLite, sobre PostgreSQL y en el navegador
	@bash herramientas/probar.sh

largas: $(VENV)/.desarrollo $(VENV)/.lenguas ## lo que tarda: cada pantalla en el navegador y sobre PostgreSQL, y cien muertes del servidor
	@bash herramientas/probar.sh largas

mutaciones: $(VENV)/.desarrollo $(VENV)/.lenguas ## cambia la evidencia MUTACIONES veces y exige que el verificador lo note (SEMILLA repite una corrida)
	@MUTACIONES=$(MUTACIONES) $(PY) -m pytest -q -s tests/herramientas/test_mutaciones.py

carreras: $(VENV)/.desarrollo $(VENV)/.lenguas ## ocho a la vez toman, validan, publican y aprueban lo mismo CARRERAS veces y gana siempre una
	@CARRERAS=$(CARRERAS) $(PY) -m pytest -q tests/cuestionarios/test_turnos.py -k ocho

check: $(VENV)/.desarrollo $(VENV)/.lenguas ## formato, estilo, tipos, flechas entre cuartos y migraciones
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PRUEBAS) $(PY) manage.py makemigrations --check --dry-run
	$(PRUEBAS) $(PY) manage.py check

formato: $(VENV)/.desarrollo ## da formato y arregla lo que se arregla solo
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

fallas: $(VENV)/.desarrollo $(VENV)/.lenguas ## mata el servidor a media petición MUERTES veces y cada acto público en cada orden (SEMILLA repite una corrida)
	@$(PY) -m herramientas.fallas --muertes $(MUERTES) $(if $(SEMILLA),--semilla $(SEMILLA))
	@$(PY) -m herramientas.fallas.ordenes --muertes $(ORDENES) $(if $(SEMILLA),--semilla $(SEMILLA))

bench: $(VENV)/.desarrollo $(VENV)/.lenguas ## mide lo que tiene meta, cada cosa contra una referencia de la misma corrida
	@for banco in $(filter-out __init__,$(basename $(notdir $(wildcard herramientas/banco/*.py)))); do \
		printf '\n== %s\n' $$banco; $(PY) -m herramientas.banco.$$banco || exit 1; done

capturas: $(VENV)/.desarrollo $(VENV)/.lenguas ## vuelve a tomar las imágenes del README con el propio sitio
	@$(PY) herramientas/capturas.py

catalogos: $(VENV)/.desarrollo ## reúne los textos por traducir y compila las lenguas enteras
	@$(PY) -m herramientas.catalogos

requisitos: $(VENV)/.desarrollo ## vuelve a fijar las dependencias con sus huellas
	@bash herramientas/requisitos.sh

paquete: $(VENV)/.desarrollo $(VENV)/.lenguas ## construye la rueda
	$(PY) -m pip wheel --no-deps --wheel-dir dist .

limpiar: ## borra la demostración y las cachés (no el entorno)
	rm -rf datos/demo .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

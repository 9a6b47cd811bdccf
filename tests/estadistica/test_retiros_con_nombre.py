"""Lo que alguien publicó con su nombre y deja de verse entre dos cortes: restarlos no lo devuelve.

Que se fue lo ve cualquiera en su página, así que la resta de dos cifras que la contaran diría qué había contestado.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from conoceles.estadistica.acciones import cortar
from conoceles.publicacion import identidad as identidad_publica
from conoceles.publicacion.acciones import al_corriente
from conoceles.publicacion.acciones.retiros import pausar, restablecer, retirar
from conoceles.publicacion.models import ParteDeIdentidad
from conoceles.registro.models import Candidatura
from tests.privacidad.conftest import publicadas  # noqa: F401 (las mismas premisas)

from .ataque import movidas, restas

MINIMO = 5
DICHAS = {"indigena": "si", "ingresos": "menos_de_11000", "entidad_nacimiento": "michoacan"}


def desautoriza(candidatura, gente):
    identidad_publica.manifestar(
        candidatura=candidatura, tratamiento=True, publicacion=False, estadistica=True, aviso="x",
        por=candidatura.persona.cuenta,
    )  # fmt: skip


def revoca_todo(candidatura, gente):
    identidad_publica.manifestar(
        candidatura=candidatura, tratamiento=False, publicacion=False, estadistica=False, aviso="x",
        por=candidatura.persona.cuenta,
    )  # fmt: skip


def se_retira_su_pagina(candidatura, gente):
    retirar(candidatura=candidatura, motivo="Mandato de un tribunal", por=gente["carmen"])


def renuncia(candidatura, gente):
    Candidatura.objects.filter(pk=candidatura.pk).update(situacion="renuncia", hasta=timezone.now())
    al_corriente(Candidatura.objects.con_todo().filter(pk=candidatura.pk), por=gente["carmen"])


BAJAS = (desautoriza, revoca_todo, se_retira_su_pagina, renuncia)


def test_restar_dos_cortes_no_devuelve_lo_que_alguien_retiro(
    llegan, publicadas, proceso, gente, time_machine  # noqa: F811
):  # fmt: skip
    """Publican nueve, más que el mínimo: no es su número lo que las protege, sino que nadie las cuente."""
    llegan(6, **DICHAS)
    llegan(9)
    con_nombre = llegan(9, publicar=list(DICHAS), **DICHAS)
    publicadas(*con_nombre)
    contenidos = [cortar(proceso=proceso, por=gente["carmen"]).datos]

    for quedan, (baja, quien) in zip((8, 7, 6, 5), zip(BAJAS, con_nombre), strict=True):
        baja(quien, gente)
        assert ParteDeIdentidad.objects.filter(pk__in=[c.clave for c in con_nombre]).count() == quedan
        time_machine.move_to(timezone.now() + timedelta(days=1))
        contenidos.append(cortar(proceso=proceso, por=gente["carmen"]).datos)
    publicadas(*llegan(2, publicar=list(DICHAS), **DICHAS))
    time_machine.move_to(timezone.now() + timedelta(days=1))
    contenidos.append(cortar(proceso=proceso, por=gente["carmen"]).datos)

    assert restas(contenidos, MINIMO) == []
    grupos = {t["pregunta"]: t["celdas"][0]["total"] for t in contenidos[-1]["identidad"]["preguntas"]}
    assert grupos["indigena"] == 6


def se_pausan_sus_estudios(candidatura, gente):
    pausar(candidatura=candidatura, seccion="estudios", motivo="Se revisa una queja", por=gente["carmen"])


def vuelve_su_pagina(candidatura, gente):
    restablecer(candidatura=candidatura, por=gente["carmen"])


def test_retirar_o_pausar_una_pagina_no_mueve_nada_de_lo_que_contesto(
    llegan, publicadas, proceso, gente, time_machine  # noqa: F811
):  # fmt: skip
    """De la resta se lee que hay una retirada más, que su página dice con fecha y motivo; ni un dato del registro, ni una
    respuesta: tampoco sus estudios, que la misma persona publicaba."""
    candidaturas = llegan(3)
    publicadas(*candidaturas)
    contenidos = [cortar(proceso=proceso, por=gente["carmen"]).datos]
    for acto, esperadas in (
        (se_pausan_sus_estudios, set()),
        (se_retira_su_pagina, {"respondio"}),
        (vuelve_su_pagina, {"respondio"}),
    ):
        acto(candidaturas[0], gente)
        time_machine.move_to(timezone.now() + timedelta(days=1))
        contenidos.append(cortar(proceso=proceso, por=gente["carmen"]).datos)
        assert movidas(contenidos) == esperadas

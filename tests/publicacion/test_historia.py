"""La historia con los verbos de verdad: en cada situación se leen todas las páginas y se busca lo que no debe estar."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from conoceles.cuestionarios import acciones as verbos
from conoceles.publicacion import acciones
from conoceles.publicacion.acciones import retiros
from conoceles.publicacion.memoria import historia
from conoceles.publicacion.memoria.historia import _donde_se_oculta
from conoceles.registro.models import Candidatura
from tests.publicacion import versionadas

MOTIVO = "Se revisa una queja."
CANARIO, CORREGIDO = "canarioUno", "canarioDos"

pytestmark = pytest.mark.django_db


def test_lo_enviado_y_no_publicado_no_tiene_historia(candidatura, gente, capturar_todo, donde):
    cuestionario = capturar_todo()
    acciones.enviar(cuestionario=cuestionario, por=gente["ana"])
    assert donde("doce años") == []


def test_una_correccion_publicada_dice_que_decia_antes(publicar, donde):
    publicar(CANARIO)
    publicar(CORREGIDO)
    assert donde(CANARIO)
    assert donde(CORREGIDO)


def test_el_dato_personal_que_se_observo_no_queda_en_la_historia_aunque_siguiera_a_la_vista(
    publicar, candidatura, donde
):
    publicar(CANARIO)
    publicar(CORREGIDO, supuesto="dato_personal")
    assert donde(CORREGIDO)
    assert donde(CANARIO) == []
    assert donde("dejó de ser público")
    assert donde("Primera propuesta")  # que cambió, sí
    publicar("canarioTres")
    assert donde(CANARIO) == []
    assert donde(CORREGIDO)  # lo que siguió ya no traía el dato


def test_mientras_se_corrige_sigue_la_de_antes(publicar, candidatura, gente, donde):
    publicar(CANARIO)
    antes = donde(CANARIO)
    cuestionario = candidatura.cuestionarios.get()
    verbos.reabrir(cuestionario=cuestionario, por=gente["vera"])
    assert donde(CANARIO) == antes


def test_retirar_la_oculta_y_restablecer_la_devuelve(publicar, candidatura, gente, donde):
    publicar(CANARIO)
    publicar(CORREGIDO)
    retiros.retirar(candidatura=candidatura, motivo=MOTIVO, por=gente["carmen"])
    assert donde(CANARIO) == donde(CORREGIDO) == donde(MOTIVO) == []
    retiros.restablecer(candidatura=candidatura, por=gente["carmen"])
    assert donde(CANARIO)
    assert donde(CORREGIDO)
    assert donde(MOTIVO) == []


def test_pausar_una_seccion_la_oculta_y_reanudar_la_devuelve(publicar, candidatura, gente, donde):
    publicar(CANARIO)
    publicar(CORREGIDO)
    retiros.pausar(candidatura=candidatura, seccion="propuesta-1", motivo=MOTIVO, por=gente["carmen"])
    assert donde(CANARIO) == donde(CORREGIDO) == donde(MOTIVO) == []
    assert donde("doce años")  # lo demás sigue
    retiros.reanudar(candidatura=candidatura, seccion="propuesta-1", por=gente["carmen"])
    assert donde(CANARIO)
    assert donde(MOTIVO) == []


def test_lo_ocultado_de_inmediato_y_corregido_no_vuelve_nunca(publicar, candidatura, gente, donde):
    publicar(CANARIO)
    retiros.pausar(candidatura=candidatura, seccion="propuesta-1", motivo=MOTIVO, por=gente["carmen"])
    publicar(CORREGIDO)
    assert donde(CORREGIDO)
    assert donde(CANARIO) == []
    assert donde("dejó de ser público")


def test_lo_programado_no_se_adelanta(publicar, candidatura, gente, donde, proceso):
    proceso.fechas = {"publicacion": (timezone.now() + timedelta(days=2)).isoformat()}
    proceso.save()
    publicar(CANARIO)
    assert donde(CANARIO) == []
    assert donde("doce años") == []


def test_si_el_calendario_pospone_lo_ya_publicado_tambien_pospone_su_historia(
    publicar, candidatura, donde, proceso
):
    publicar(CANARIO)
    proceso.fechas = {"publicacion": (timezone.now() + timedelta(days=2)).isoformat()}
    proceso.save()
    acciones.al_corriente([candidatura], por=None)
    assert donde(CANARIO) == []


def test_la_que_renuncio_no_conserva_respuestas_en_su_historia(publicar, candidatura, donde, client):
    publicar(CANARIO)
    Candidatura.objects.filter(pk=candidatura.pk).update(situacion="renuncia", hasta=timezone.now())
    acciones.al_corriente([candidatura], por=None)
    assert donde(CANARIO) == []
    assert client.get(f"/candidaturas/{candidatura.clave}/versiones/").status_code == 410
    Candidatura.objects.filter(pk=candidatura.pk).update(situacion="aprobada", hasta=None)
    acciones.al_corriente([candidatura], por=None)
    assert donde(CANARIO)


def test_versiones_dice_numero_instante_y_que_cambio(publicar, candidatura):
    publicar(CANARIO)
    publicar(CORREGIDO)
    ultima, *_, primera = historia.versiones(candidatura.clave, timezone.now())
    assert (primera.numero, primera.cambios) == (1, ("Primera versión",))
    assert ultima.cambios[0] == "Primera propuesta"
    assert ultima.hasta is None
    assert primera.hasta is not None
    assert historia.versiones("nadie", timezone.now()) == []


@pytest.mark.parametrize(
    ("textos", "ocultas"),
    [
        ("", ""),
        ("A", ""),
        ("AB", ""),
        ("AB-", "AB"),
        ("AB-B", ""),
        ("AB-A", "AB"),
        ("A-B", "A"),
        ("A-B-B", "A"),
        ("AB-B-C", "ABB"),
        ("A-A-A", ""),
        ("-A", ""),
        ("---", ""),
        ("A-B-A", "AB"),
    ],
)
def test_la_regla_de_lo_que_se_oculta(textos, ocultas):
    """Cada letra es lo que decía en una versión; un guion, que no se veía."""
    dichos = [None if signo == "-" else signo for signo in textos]
    assert "".join(dichos[lugar] for lugar in sorted(_donde_se_oculta(dichos))) == ocultas


def test_ninguna_historia_deja_leer_lo_que_dejo_de_verse(proceso, client):
    """Todas las historias de cuatro versiones con dos textos y huecos: lo oculto hoy, oculto en todas."""
    for forma in product("AB-", repeat=4):
        documentos = [
            versionadas.version({"propuesta_1": f"canario{signo}"})
            if signo != "-"
            else versionadas.version({}, cuestionario=versionadas.RETIRADA)
            for signo in forma
        ]
        direcciones = versionadas.reescribir(proceso, documentos)
        leida = historia.historia(versionadas.CLAVE, timezone.now())
        legibles = {n: leida.leer(n).documento["respuestas"].get("propuesta_1") for n in range(1, 5)}
        for numero in range(1, 5):
            suya = leida.leer(numero)
            visibles = {forma[n] for n in range(4) if n + 1 >= numero and forma[n] != "-"}
            dichos = "".join(tramo.texto for d in suya.diferencias for tramo in d.tramos)
            for signo in "AB":
                if f"canario{signo}" in dichos:
                    assert f"canario{signo}" in (legibles[numero], legibles.get(numero - 1)), forma
            if forma[-1] == "-":
                assert not suya.documento["respuestas"], forma
            if suya.documento["respuestas"]:
                assert suya.documento["respuestas"]["propuesta_1"][-1] in visibles
                # Tras el último hueco que le siguió, lo que se veía antes de él volvió a verse.
                huecos = [n for n in range(numero, 4) if forma[n] == "-" and forma[n - 1] != "-"]
                assert all(forma[n - 1] in forma[n:] for n in huecos), forma
        assert len(direcciones) == 6

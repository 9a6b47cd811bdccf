"""La historia de una ficha y la constancia, en el navegador: vacías, con lo común y con lo más largo."""

import pytest
from django.utils import timezone

from conoceles.publicacion.models import Constancia
from tests.publicacion import versionadas
from tests.publicacion.versionadas import RETIRADA, SIN_ENVIAR, version

from .conftest import ESCRITORIO, TELEFONO
from .publicas import EXTREMAS, RESPUESTAS

pytestmark = pytest.mark.navegador

CORTA = {**RESPUESTAS, "propuesta_1": "Propongo caminos y agua para las tenencias."}


@pytest.mark.parametrize("ancho", [TELEFONO, pytest.param(ESCRITORIO, marks=pytest.mark.lenta)])
def test_la_historia_se_lee_en_los_dos_anchos(abrir, proceso, ancho):
    versionadas.escribir(
        proceso,
        [
            version({}, cuestionario=SIN_ENVIAR),
            version(CORTA),
            version({**CORTA, "propuesta_1": "Propongo caminos, agua y escuelas para las tenencias."}),
            version({}, cuestionario=RETIRADA),
            version(EXTREMAS),
            *(version({**EXTREMAS, "motivo_cargo": f"Motivo {n}"}) for n in range(20)),
        ],
    )
    versionadas.escribir(proceso, [version({}, cuestionario=SIN_ENVIAR)], clave="nueva")
    visita = abrir(ancho=ancho)
    visita.ir("/candidaturas/nueva/").seguir("Qué ha cambiado")
    visita.lee("Primera versión")
    visita.ir(f"/candidaturas/{versionadas.CLAVE}/versiones/").seguir("Siguiente página")
    for numero in (1, 3, 6):
        visita.ir(f"/candidaturas/{versionadas.CLAVE}/versiones/{numero}/")
        visita.lee(f"Versión {numero} de 25")


@pytest.mark.parametrize("ancho", [TELEFONO, pytest.param(ESCRITORIO, marks=pytest.mark.lenta)])
def test_la_constancia_se_pide_y_se_lee_en_los_dos_anchos(abrir, candidatura, proceso, gente, ancho):
    otra = {**RESPUESTAS, "propuesta_1": "Propongo caminos, agua y escuelas."}
    versionadas.reescribir(
        proceso, [version(RESPUESTAS), version(otra), version(EXTREMAS)], clave=candidatura.clave
    )
    visita = abrir(como=gente["carmen"], ancho=ancho)
    visita.ir(f"/panel/candidaturas/{candidatura.clave}/").seguir("Expedir constancia")
    visita.escribir("Hasta el día, incluido", "2020-01-01")
    visita.pulsar("Expedir constancia")
    visita.lee("El lapso termina antes de empezar")
    visita.escribir("Hasta el día, incluido", f"{timezone.localdate()}")
    visita.pulsar("Expedir constancia")
    visita.lee(Constancia.objects.get().folio, "Trae texto que ya no es público")
    visita.ir(f"/verificar/{Constancia.objects.get().folio}/")
    visita.lee("Constancia expedida por el Instituto")

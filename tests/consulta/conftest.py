import pytest

from tests import fabricas
from tests.publicacion import sinteticas
from tests.respuestas import COMPLETAS

RESPUESTAS = {clave: valor for clave, valor in COMPLETAS.items() if clave != "correo_aclaraciones"}
PUBLICADA = {
    "situacion": "publicada", "definicion": "curricular-2022", "captura_hasta": "2024-04-10T06:00:00+00:00",
    "visible_desde": "2024-04-15T06:00:00+00:00", "publicado_en": "2024-04-12T06:00:00+00:00",
    "retirado_en": None, "motivo": "",
}  # fmt: skip


@pytest.fixture
def poblado(proceso):
    """El proceso vigente con 60 candidaturas en todas las situaciones; `clave000000` está publicada."""
    tarjetas = sinteticas.tarjetas(60)
    tarjetas["clave000000"].update(
        cuestionario=PUBLICADA,
        foto="ab" * 32,
        grado="licenciatura",
        nombre="Íñigo Ñu",
        temas=["educacion", "salud"],
    )
    sinteticas.inscribir(proceso, tarjetas, RESPUESTAS)
    return proceso


@pytest.fixture
def historico(db):
    proceso = fabricas.ProcesoFactory(
        clave="historico-2021", nombre="Proceso 2020-2021", es_vigente=False, es_historico=True, fechas={}
    )
    tarjetas = {f"hist{i:06}": t for i, t in enumerate(sinteticas.tarjetas(30, semilla=3).values())}
    for tarjeta in tarjetas.values():
        tarjeta["cuestionario"] = {**PUBLICADA, "captura_hasta": None, "visible_desde": None}
    sinteticas.inscribir(proceso, tarjetas, {"propuesta_1": COMPLETAS["propuesta_1"]})
    return proceso

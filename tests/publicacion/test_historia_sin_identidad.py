"""Autorizar, negarse o revocar la identidad no deja rastro en la historia ni en la constancia."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conoceles.publicacion import identidad
from conoceles.publicacion.memoria import constancia
from tests.privacidad.conftest import candidatura, proceso, publicadas  # noqa: F401 (las mismas premisas)
from tests.privacidad.identidades import contestar, formato, manifestar

pytestmark = pytest.mark.django_db


@pytest.fixture
def lo_que_dice(client, candidatura, gente):  # noqa: F811
    """Toda su historia y lo que consta de ella para cada quien, con el pie de cada página."""

    def leer():
        base = f"/candidaturas/{candidatura.clave}/versiones/"
        paginas = [client.get(url).content.decode() for url in (base, f"{base}1/", f"{base}2/")]
        ahora = timezone.now()
        lapso = {"desde": ahora - timedelta(days=2), "hasta": ahora + timedelta(days=1), "ahora": ahora}
        contenidos = [
            constancia.contenido(candidatura, por=gente[nombre], **lapso) for nombre in ("carmen", "diego")
        ]
        for dado in contenidos:  # el último tramo acaba con el lapso
            dado["versiones"][-1]["situaciones"][-1]["hasta"] = ""
        constan = [{**dado, "desde": "", "hasta": "", "expedida": ""} for dado in contenidos]
        return [*paginas, client.get("/salud/").content], constan

    return leer


def test_ni_autorizar_ni_publicar_ni_revocar_ni_negarse_se_notan(
    candidatura,  # noqa: F811
    publicadas,  # noqa: F811
    gente,
    lo_que_dice,
):
    ana = gente["ana"]
    publicadas(candidatura)
    antes = lo_que_dice()
    manifestar(candidatura, ana)
    contestar(candidatura, ana)
    identidad.enviar(candidatura=candidatura, por=ana)
    formato(candidatura, ana, gente["diego"])
    assert lo_que_dice() == antes
    manifestar(candidatura, ana, publicacion=False)
    assert lo_que_dice() == antes
    manifestar(candidatura, ana, tratamiento=False, publicacion=False, estadistica=False)
    assert lo_que_dice() == antes

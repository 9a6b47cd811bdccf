"""Un archivo está entero o no está."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from conoceles.comun.almacen import SUELTOS, AlmacenEntero
from conoceles.cuestionarios.acciones import depurar_originales


@pytest.fixture
def almacen(tmp_path):
    return AlmacenEntero(location=tmp_path)


def leer(almacen, ruta):
    with almacen.open(ruta) as archivo:
        return archivo.read()


class Cortado(ContentFile):
    """Como si el servidor se apagara a la mitad de escribirlo."""

    def chunks(self, chunk_size=None):
        yield self.read()[:10]
        raise SystemExit


def test_guarda_los_mismos_bytes_con_el_nombre_pedido(almacen):
    assert almacen.save("retratos/a/640.webp", ContentFile(b"x" * 100_000)) == "retratos/a/640.webp"
    assert leer(almacen, "retratos/a/640.webp") == b"x" * 100_000
    assert almacen.listdir(SUELTOS) == ([], [])


def test_lo_que_se_corta_no_toma_su_nombre_y_puede_guardarse_despues(almacen):
    with pytest.raises(SystemExit):
        almacen.save("retratos/a/640.webp", Cortado(b"x" * 100))
    assert not almacen.exists("retratos/a/640.webp")
    almacen.save("retratos/a/640.webp", ContentFile(b"entera"))
    assert leer(almacen, "retratos/a/640.webp") == b"entera"


def test_lo_cortado_se_borra_al_rato_y_no_lo_que_se_esta_escribiendo(almacen):
    for _ in range(2):
        with pytest.raises(SystemExit):
            almacen.save("a", Cortado(b"x" * 100))
    ahora, (viejo, _) = timezone.now(), almacen.listdir(SUELTOS)[1]
    hace_rato = (ahora - timedelta(hours=2)).timestamp()
    os.utime(Path(almacen.path(SUELTOS)) / viejo, (hace_rato, hace_rato))
    assert almacen.soltar(anteriores_a=ahora - timedelta(hours=1)) == 1
    assert len(almacen.listdir(SUELTOS)[1]) == 1


@pytest.mark.django_db
def test_el_reloj_borra_lo_cortado_de_los_dos_almacenes():
    hace_rato = (timezone.now() - timedelta(hours=2)).timestamp()
    for cual in ("privado", "publico"):
        with pytest.raises(SystemExit):
            storages[cual].save("retratos/a/640.webp", Cortado(b"x" * 100))
        for suelto in Path(storages[cual].path(SUELTOS)).iterdir():
            os.utime(suelto, (hace_rato, hace_rato))
    assert depurar_originales() == 2
    assert [storages[cual].listdir(SUELTOS)[1] for cual in ("privado", "publico")] == [[], []]


def test_asi_se_guarda_lo_privado_y_lo_publico():
    assert {type(storages[cual]) for cual in ("privado", "publico")} == {AlmacenEntero}


@pytest.mark.parametrize("vez", ["primera", "segunda"])
@pytest.mark.parametrize("nombre", ["default", "privado", "publico"])
def test_cada_prueba_empieza_sin_los_archivos_de_la_anterior(nombre, vez):
    assert not storages[nombre].exists("retratos/de-otra.jpg")
    storages[nombre].save("retratos/de-otra.jpg", ContentFile(b"de otra prueba"))

"""Un acuse, una constancia o una fotografía cambiados o borrados por fuera: `verificar` los nombra."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from conoceles.acuses.models import Acuse
from conoceles.bitacora.checks import REGISTRADAS
from conoceles.comun.canonico import huella
from conoceles.cuestionarios.models import DISPARADORES as ENVIOS
from conoceles.cuestionarios.models import Envio, Validacion
from conoceles.publicacion import acciones, retratos
from conoceles.publicacion.acciones import retiros
from conoceles.publicacion.evidencia import cotejo_de_acuses
from conoceles.publicacion.memoria import constancia
from conoceles.publicacion.models import Constancia, Ficha

pytestmark = pytest.mark.django_db


@pytest.fixture
def expedida(publicado, gente):
    """Una página publicada con su constancia, y los acuses y sus actos sin sus disparadores."""
    ahora = timezone.now()
    papel = constancia.expedir(
        candidatura=publicado.candidatura, desde=ahora - timedelta(days=1), hasta=ahora, por=gente["carmen"]
    )
    assert cotejo_de_acuses.primer_defecto() is None
    connection.check_constraints()
    for disparadores in REGISTRADAS:
        disparadores.quitar()
    return papel


@pytest.mark.parametrize(
    "cambio",
    [{"huella": "ab" * 32}, {"instante": timezone.now() - timedelta(days=40)}, {"fuera_de_plazo": True}],
)
@pytest.mark.parametrize("clase", ["envio", "validacion", "constancia"])
def test_un_acuse_cambiado_se_nombra(expedida, clase, cambio):
    acuse = Acuse.objects.get(clase=clase)
    Acuse.objects.filter(pk=acuse.pk).update(**cambio)
    assert acuse.folio in cotejo_de_acuses.primer_defecto()


@pytest.mark.parametrize("clase", ["envio", "validacion", "constancia"])
def test_un_acuse_borrado_se_nombra(expedida, clase):
    folio = Acuse.objects.get(clase=clase).folio
    Acuse.objects.filter(pk=folio).delete()
    assert f"Falta el acuse {folio}" in cotejo_de_acuses.primer_defecto()


def test_borrar_tambien_el_acto_o_cambiar_los_dos_tampoco_pasa(expedida):
    Constancia.objects.all().delete()
    assert "no es de ningún acto" in cotejo_de_acuses.primer_defecto()
    Acuse.objects.filter(clase="constancia").delete()
    assert f"Falta el acuse {expedida.folio}" in cotejo_de_acuses.primer_defecto()


@pytest.mark.parametrize("cambio", [{"huella": "ab" * 32}, {"fuera_de_plazo": True}])
def test_cambiar_igual_el_acuse_y_su_envio_lo_delata_la_bitacora(expedida, cambio):
    envio = Envio.objects.get()
    for modelo in (Envio, Acuse):
        modelo.objects.filter(folio=envio.folio).update(**cambio)
    assert "no dice lo que se asentó" in cotejo_de_acuses.primer_defecto()


def test_lo_que_guarda_el_acto_tambien_se_comprueba(expedida):
    Envio.objects.update(contenido={"historia_profesional": "Otra"})
    assert "no da su huella" in cotejo_de_acuses.primer_defecto()


@pytest.mark.parametrize("modelo", [Envio, Validacion, Constancia])
def test_vaciar_el_nonce_no_calla_lo_que_se_cambio(expedida, modelo):
    acto = modelo.objects.get()
    modelo.objects.update(nonce="")
    assert acto.folio in cotejo_de_acuses.primer_defecto()


def test_vaciar_el_contenido_tampoco(expedida):
    Constancia.objects.update(contenido="")
    assert expedida.folio in cotejo_de_acuses.primer_defecto()


@pytest.mark.parametrize("cambio", ["nonce", "huella"])
def test_lo_que_se_cambio_tras_enviarlo_no_se_publica(validado, gente, cambio):
    """Ni vaciando el nonce ni rehaciendo la huella del envío: manda la de su acuse."""
    connection.check_constraints()
    ENVIOS.quitar()
    envio = Envio.objects.get()
    envio.contenido["propuesta_1"] = "Falsificada"
    envio.nonce = "" if cambio == "nonce" else envio.nonce
    envio.huella = huella(envio.contenido, sal=bytes.fromhex(envio.nonce))
    envio.save()
    with pytest.raises(acciones.NoPublicable, match="ya no es lo que su acuse hizo constar"):
        acciones.publicar(candidaturas=[validado.candidatura], por=gente["carmen"])
    assert Ficha.objects.get().estado == Ficha.Estado.SIN_PUBLICAR


def test_un_acuse_inventado_se_nombra(expedida):
    Acuse.objects.create(
        folio="C-INVENTADO",
        clase="envio",
        proceso="p",
        candidatura="x",
        instante=timezone.now(),
        huella="0" * 64,
    )
    assert (
        cotejo_de_acuses.primer_defecto()
        == "El acuse C-INVENTADO no es de ningún acto: se escribió por fuera."
    )


# --- La fotografía ------------------------------------------------------------------------------------------


def _documento():
    return json.loads(Ficha.objects.get().vigente.documento)


@pytest.fixture
def reescribir(publicado):
    """Cambia, o borra, un tamaño de la fotografía ya publicada; al final vuelve el de verdad."""
    publico, puestos = storages["publico"], {}

    def poner(ruta, contenido):
        publico.delete(ruta)
        if contenido:
            publico.save(ruta, ContentFile(contenido))

    def reescribir(nombre, contenido):
        ruta = f"retratos/{_documento()['respuestas']['foto']}/{nombre}"
        with publico.open(ruta) as archivo:
            puestos[ruta] = archivo.read()
        poner(ruta, contenido)

    yield reescribir
    for ruta, contenido in puestos.items():
        poner(ruta, contenido)


def test_el_documento_trae_la_huella_de_cada_tamano_y_es_la_del_archivo_servido(client, publicado):
    documento = _documento()
    assert sorted(documento["retratos"]) == [
        "320.jpg",
        "320.webp",
        "640.jpg",
        "640.webp",
        "72.jpg",
        "72.webp",
    ]
    for nombre, suya in documento["retratos"].items():
        archivo = client.get(f"/fotos/{documento['respuestas']['foto']}/{nombre}").content
        assert hashlib.sha256(archivo).hexdigest() == suya
    pagina = client.get(f"/candidaturas/{documento['clave']}/verificar/").content.decode()
    assert all(suya in pagina for suya in documento["retratos"].values())


@pytest.mark.parametrize("nombre", ["640.jpg", "72.webp"])
@pytest.mark.parametrize("contenido", [b"otra foto", None])
def test_la_foto_cambiada_o_borrada_se_nombra(publicado, reescribir, nombre, contenido):
    assert retratos.primer_defecto() is None
    reescribir(nombre, contenido)
    assert f"fotografía {nombre} de {publicado.candidatura.clave}" in retratos.primer_defecto()


def test_un_documento_de_antes_sin_esas_huellas_se_comprueba_con_la_que_trae(publicado, reescribir):
    Ficha.objects.update(retratos={})
    acciones.al_corriente([publicado.candidatura], por=None)
    assert "retratos" not in _documento()
    assert retratos.primer_defecto() is None
    reescribir("640.jpg", b"otra foto")
    assert "fotografía 640.jpg" in retratos.primer_defecto()


def test_oculta_la_foto_o_retirada_la_pagina_sus_huellas_no_se_dicen(client, publicado, gente):
    huella = _documento()["retratos"]["640.jpg"]
    retiros.pausar(candidatura=publicado.candidatura, seccion="foto", motivo="m", por=gente["carmen"])
    clave = _documento()["clave"]
    assert "retratos" not in _documento()
    for ruta in ("verificar/", "verificacion.json"):
        assert huella not in client.get(f"/candidaturas/{clave}/{ruta}").content.decode()

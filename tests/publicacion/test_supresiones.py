"""Suprimir borra lo que se publicó y deja con qué probar que se publicó: hoja, huella y folio."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.publicacion import lectura, vistos
from conoceles.publicacion.acciones import NoPublicable, al_corriente, retiros
from conoceles.publicacion.acciones.supresiones import suprimir
from conoceles.publicacion.evidencia import auditoria, integridad
from conoceles.publicacion.evidencia.comprobantes import Estado, comprobante
from conoceles.publicacion.memoria import constancia as constancias
from conoceles.publicacion.models import (
    DISPARADORES,
    Edicion,
    Ficha,
    Instantanea,
    Supresion,
    VistoBueno,
)
from conoceles.publicacion.retratos import defectos as de_los_retratos
from conoceles.publicacion.vistos import SinVistoBueno
from conoceles.registro.models import Candidatura
from tests import fabricas

pytestmark = pytest.mark.django_db
CANARIO, CORREGIDO = "canarioUno", "canarioDos"
MOTIVO = "Era un dato personal de otra persona."
PROPUESTA = "propuesta-1"


@pytest.fixture
def corregida(publicar):
    """Publicada dos veces; lo que decía la primera se corrigió sin marcar que era un dato personal."""
    publicar(CANARIO)
    return publicar(CORREGIDO)


@pytest.fixture
def dora(gente):
    return fabricas.UsuarioFactory(acceso="dora", nombre="Dora de Prueba", rol="instancia_interna")


def con_texto(palabra):
    return list(Instantanea.objects.filter(documento__contains=palabra).values_list("version", flat=True))


def todo_cuadra():
    revisiones = [*integridad.defectos(), *auditoria.defectos(), *de_los_retratos()]
    assert revisiones == []
    return True


# --- Sólo lo que decían versiones anteriores ------------------------------------------------------------------


def test_de_lo_ya_corregido_la_historia_dice_que_cambio_y_no_que_decia(client, corregida, gente, donde):
    assert donde(CANARIO)
    borradas = con_texto(CANARIO)
    hojas = list(Instantanea.objects.order_by("pk").values_list("pk", "huella"))
    orden = suprimir(candidatura=corregida, motivo=MOTIVO, seccion=PROPUESTA, por=gente["carmen"])
    assert orden.versiones == borradas
    assert donde(CANARIO) == con_texto(CANARIO) == []
    assert donde(CORREGIDO)  # lo que rige no se toca
    assert f"/candidaturas/{corregida.clave}/versiones/" in donde(MOTIVO)
    pagina = client.get(f"/candidaturas/{corregida.clave}/versiones/{borradas[0]}/")
    texto = pagina.content.decode()
    assert pagina.status_code == 410
    assert MOTIVO in texto
    assert Instantanea.objects.get(clave=corregida.clave, version=borradas[0]).huella in texto
    assert list(Instantanea.objects.order_by("pk").values_list("pk", "huella")) == hojas
    assert todo_cuadra()
    assert comprobante(corregida.clave, timezone.now()).estado is Estado.INTEGRA


def test_la_constancia_dice_que_se_suprimio_y_la_de_antes_ya_no_se_entrega(corregida, gente):
    desde, hasta = constancias.lapso_entero(corregida, timezone.now())
    antes = constancias.expedir(candidatura=corregida, desde=desde, hasta=hasta, por=gente["carmen"])
    assert CANARIO in antes.contenido
    suprimir(candidatura=corregida, motivo=MOTIVO, seccion=PROPUESTA, por=gente["carmen"])
    assert constancias.trae_lo_suprimido(antes)
    despues = constancias.expedir(
        candidatura=corregida, desde=desde, hasta=timezone.now(), por=gente["carmen"]
    )
    assert CANARIO not in despues.contenido
    suprimidas = [version["numero"] for version in despues.datos["versiones"] if version["se_suprimio"]]
    assert suprimidas == Supresion.objects.get().versiones


def test_si_nada_anterior_dice_otra_cosa_no_hay_que_borrar(publicada, gente):
    ediciones = Edicion.objects.count()
    with pytest.raises(NoPublicable, match="No hay nada que borrar"):
        suprimir(candidatura=publicada, motivo=MOTIVO, seccion=PROPUESTA, por=gente["carmen"])
    assert (Edicion.objects.count(), Supresion.objects.count()) == (ediciones, 0)


def test_cambia_la_edicion_para_que_nadie_siga_leyendo_lo_guardado(corregida, gente):
    antes = lectura.abrir("", timezone.now()).marca
    suprimir(candidatura=corregida, motivo=MOTIVO, seccion=PROPUESTA, por=gente["carmen"])
    assert lectura.abrir("", timezone.now()).marca != antes


# --- También lo que hoy se muestra ----------------------------------------------------------------------------


def test_lo_que_se_muestra_deja_de_verse_y_no_vuelve_como_estaba(publicar, gente, donde):
    candidatura = publicar(CANARIO)
    suprimir(
        candidatura=candidatura, motivo=MOTIVO, seccion=PROPUESTA, con_lo_actual=True, por=gente["carmen"]
    )
    assert con_texto(CANARIO) == donde(CANARIO) == []
    assert lectura.documento_publico(candidatura.clave, timezone.now()).situacion.es_publicada
    assert todo_cuadra()
    with pytest.raises(NoPublicable, match="Se suprimió"):
        retiros.reanudar(candidatura=candidatura, seccion=PROPUESTA, por=gente["carmen"])
    publicar(CORREGIDO)  # una corrección sí
    assert donde(CORREGIDO)
    assert con_texto(CANARIO) == donde(CANARIO) == []
    assert todo_cuadra()


def test_una_correccion_de_otra_cosa_no_lo_devuelve(publicar, gente, donde):
    candidatura = publicar(CANARIO)
    suprimir(
        candidatura=candidatura, motivo=MOTIVO, seccion=PROPUESTA, con_lo_actual=True, por=gente["carmen"]
    )
    publicar(CANARIO)  # otro envío que ahí dice lo mismo
    assert con_texto(CANARIO) == donde(CANARIO) == []
    with pytest.raises(NoPublicable, match="Se suprimió"):
        retiros.reanudar(candidatura=candidatura, seccion=PROPUESTA, por=gente["carmen"])


def test_la_ficha_entera_se_retira_y_su_fotografia_se_borra(
    publicada, gente, django_capture_on_commit_callbacks
):
    foto = Ficha.objects.get().tarjeta["foto"]
    publico = storages["publico"]
    assert publico.exists(f"retratos/{foto}/640.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        suprimir(candidatura=publicada, motivo=MOTIVO, con_lo_actual=True, por=gente["carmen"])
    assert con_texto("propuesta_1") == con_texto(foto) == []
    assert publico.listdir(f"retratos/{foto}")[1] == []
    ficha = Ficha.objects.get()
    assert (ficha.estado, ficha.motivo_de_retiro) == (Ficha.Estado.RETIRADA, MOTIVO)
    with pytest.raises(NoPublicable, match="Se suprimió"):
        retiros.restablecer(candidatura=publicada, por=gente["carmen"])
    assert todo_cuadra()


def test_la_fotografia_que_otra_ficha_publica_no_se_borra(
    publicada, gente, django_capture_on_commit_callbacks
):
    foto = Ficha.objects.get().tarjeta["foto"]
    with django_capture_on_commit_callbacks(execute=True):
        suprimir(
            candidatura=publicada, motivo=MOTIVO, seccion=PROPUESTA, con_lo_actual=True, por=gente["carmen"]
        )
    assert storages["publico"].exists(f"retratos/{foto}/640.jpg")


def test_la_que_termino_y_regresa_no_lo_trae_de_vuelta(publicar, gente, donde):
    candidatura = publicar(CANARIO)
    Candidatura.objects.filter(pk=candidatura.pk).update(situacion="renuncia", hasta=timezone.now())
    al_corriente([candidatura], por=None)
    suprimir(candidatura=candidatura, motivo=MOTIVO, con_lo_actual=True, por=gente["carmen"])
    assert con_texto(CANARIO) == []
    Candidatura.objects.filter(pk=candidatura.pk).update(situacion="aprobada", hasta=None)
    al_corriente([candidatura], por=None)
    assert con_texto(CANARIO) == donde(CANARIO) == []


def test_lo_ocultado_de_urgencia_espera_a_que_otra_persona_lo_revise(publicada, gente):
    retiros.ocultar(candidatura=publicada, motivo=MOTIVO, seccion=PROPUESTA, por=gente["vera"])
    with pytest.raises(NoPublicable, match="falta que otra persona"):
        suprimir(
            candidatura=publicada, motivo=MOTIVO, seccion=PROPUESTA, con_lo_actual=True, por=gente["carmen"]
        )


# --- Quién y cómo ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["vera", "diego", "irma", "celia", "ana", "paco"])
def test_sin_el_permiso_no_se_suprime(corregida, gente, persona):
    with pytest.raises(PermissionDenied):
        suprimir(candidatura=corregida, motivo=MOTIVO, por=gente[persona])
    assert con_texto(CANARIO)


def test_pide_un_motivo_y_un_apartado_que_exista(corregida, gente):
    with pytest.raises(ValueError, match="motivo"):
        suprimir(candidatura=corregida, motivo=" ", por=gente["carmen"])
    with pytest.raises(ValueError, match="no tiene un apartado"):
        suprimir(candidatura=corregida, motivo=MOTIVO, seccion="otro", por=gente["carmen"])


def test_lo_propone_una_y_lo_aprueba_otra(corregida, gente, dora):
    visto = vistos.suprimir(candidatura=corregida, motivo=MOTIVO, seccion=PROPUESTA, por=gente["carmen"])
    assert con_texto(CANARIO) == visto.datos["versiones"]
    with pytest.raises(SinVistoBueno, match="otra persona"):
        vistos.aprobar(visto=visto, por=gente["carmen"])
    vistos.aprobar(visto=visto, por=dora)
    assert con_texto(CANARIO) == []
    detalle = Asiento.objects.get(accion="ficha:suprimir", actor="dora").detalle
    assert set(detalle) == {"versiones", "supresion", "huella"}
    assert MOTIVO not in str(detalle)


def test_si_lo_propuesto_cambio_se_propone_otra_vez(publicar, corregida, gente, dora):
    visto = vistos.suprimir(candidatura=corregida, motivo=MOTIVO, seccion=PROPUESTA, por=gente["carmen"])
    publicar("canarioTres")
    with pytest.raises(SinVistoBueno, match="Cambió"):
        vistos.aprobar(visto=visto, por=dora)
    assert con_texto(CANARIO)
    assert VistoBueno.objects.get().resuelto_en is None


# --- Lo que se borre por fuera se nota ------------------------------------------------------------------------


def test_borrar_por_fuera_no_es_suprimir(corregida):
    Instantanea.objects.filter(version=con_texto(CANARIO)[0]).update(documento=None, sal=None)
    assert "no consta que nadie ordenara suprimirlo" in integridad.primer_defecto()


@pytest.fixture
def ordenada(corregida, gente):
    guardado = Instantanea.objects.filter(documento__contains=CANARIO).values("pk", "documento", "sal")[0]
    orden = suprimir(candidatura=corregida, motivo=MOTIVO, seccion=PROPUESTA, por=gente["carmen"])
    connection.check_constraints()
    return orden, guardado


def test_reponer_lo_suprimido_se_nota(ordenada):
    _, guardado = ordenada
    DISPARADORES.quitar()
    Instantanea.objects.filter(pk=guardado["pk"]).update(documento=guardado["documento"], sal=guardado["sal"])
    assert "alguien lo repuso por fuera" in integridad.primer_defecto()

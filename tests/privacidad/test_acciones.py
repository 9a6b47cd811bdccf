"""Manifestar, guardar, enviar y estudiar: quién puede, qué queda y qué no queda en ninguna parte."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from conoceles.acuses.models import Acuse
from conoceles.bitacora.cadena import primer_defecto
from conoceles.bitacora.models import Asiento
from conoceles.comun.canonico import huella
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.acciones import FueraDePlazo
from conoceles.cuestionarios.definiciones.identidad import IDENTIDAD_2022
from conoceles.llaves.acciones import NoSeDescifra, destruir
from conoceles.privacidad import acciones, lectura
from conoceles.privacidad.comun import GrupoCambiado, IdentidadIncompleta, SinConsentimiento, SinIdentidad
from conoceles.privacidad.models import (
    DISPARADORES_DEL_ENVIO,
    Consentimiento,
    EnvioDeIdentidad,
    Identidad,
    Lectura,
)
from conoceles.publicacion import identidad
from tests import fabricas

from .identidades import AVISO, RESPUESTAS, TODAS, contestar, manifestar

pytestmark = pytest.mark.django_db


def guardar(candidatura, por, seccion="indigena", respuestas=None, publicar=(), revision=None):
    return acciones.guardar_grupo(
        candidatura=candidatura,
        seccion=seccion,
        respuestas={"indigena": "si"} if respuestas is None else respuestas,
        publicar=publicar,
        por=por,
        revision=revision,
    )


# --- Manifestar ---------------------------------------------------------------------------------------------------


def test_cada_manifestacion_deja_su_acuse_y_la_ultima_rige(candidatura, gente):
    assert lectura.consentimiento_vigente(candidatura) is None
    primera = manifestar(candidatura, gente["ana"])
    segunda = manifestar(candidatura, gente["ana"], publicacion=False)
    assert lectura.consentimiento_vigente(candidatura) == segunda
    assert (primera.numero, segunda.numero) == (1, 2)
    acuse = Acuse.objects.get(pk=segunda.folio)
    assert (acuse.clase, acuse.huella) == ("consentimiento", segunda.huella)
    assert huella(segunda.contenido, sal=bytes.fromhex(segunda.nonce)) == acuse.huella
    assert segunda.aviso == AVISO


def test_repetir_la_misma_no_hace_otra_y_un_aviso_nuevo_si(candidatura, gente):
    una = manifestar(candidatura, gente["ana"])
    assert manifestar(candidatura, gente["ana"]) == una
    assert Consentimiento.objects.count() == Acuse.objects.count() == 1
    assert manifestar(candidatura, gente["ana"], aviso="2027-01-01-fedcba").numero == 2


@pytest.mark.parametrize(
    "cambio",
    [
        {"tratamiento": False, "estadistica": False},
        {"tratamiento": False, "publicacion": False},
        {"aviso": ""},
    ],
)
def test_una_manifestacion_imposible_se_rechaza_entera(candidatura, gente, cambio):
    with pytest.raises(ValueError):
        manifestar(candidatura, gente["ana"], **cambio)
    assert not Consentimiento.objects.exists()
    assert not Acuse.objects.exists()


def test_la_base_tampoco_admite_publicar_sin_tratamiento(candidatura):
    with pytest.raises(IntegrityError), transaction.atomic():
        Consentimiento.objects.create(
            candidatura=candidatura, numero=1, aviso=AVISO, tratamiento=False, publicacion=True,
            estadistica=False, folio="M-1", nonce="0", huella="0",
        )  # fmt: skip


def test_negar_el_tratamiento_borra_todo_menos_la_negativa(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    envio = identidad.enviar(candidatura=candidatura, por=gente["ana"])
    manifestar(candidatura, gente["ana"], tratamiento=False, publicacion=False, estadistica=False)
    assert not Identidad.objects.exists()
    envio.refresh_from_db()
    assert envio.sobre is None
    assert lectura.ultimo_envio(candidatura, por=gente["ana"]) is None
    assert lectura.borrador(candidatura, por=gente["ana"]) == lectura.Borrador()
    assert Acuse.objects.filter(pk=envio.folio).exists()  # la constancia queda; sin nonce no dice nada
    with pytest.raises(SinConsentimiento):
        guardar(candidatura, gente["ana"])


def test_retirar_la_publicacion_borra_lo_que_habia_elegido_publicar(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    guardar(candidatura, gente["ana"], publicar=["indigena"])
    manifestar(candidatura, gente["ana"], publicacion=False)
    borrador = lectura.borrador(candidatura, por=gente["ana"])
    assert borrador.publicar == frozenset()
    assert borrador.respuestas == {"indigena": "si"}
    guardar(candidatura, gente["ana"], publicar=["indigena"], respuestas={"lengua": "si"})
    assert lectura.borrador(candidatura, por=gente["ana"]).publicar == frozenset()


def test_terminada_la_candidatura_todavia_puede_retirar_su_autorizacion(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    candidatura.situacion, candidatura.hasta = "renuncia", timezone.now()
    candidatura.save()
    with pytest.raises(PermissionDenied):
        guardar(candidatura, gente["ana"])
    assert not manifestar(candidatura, gente["ana"], publicacion=False).publicacion


# --- Quién ---------------------------------------------------------------------------------------------------------

AJENAS = ["beto", "paco", "carmen", "vera", "diego", "gema", "irma", "celia"]


def test_nadie_mas_que_la_persona_escribe_ni_lee_lo_suyo(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    identidad.enviar(candidatura=candidatura, por=gente["ana"])
    intentos = [
        lambda otra: manifestar(candidatura, otra, publicacion=False),
        lambda otra: guardar(candidatura, otra),
        lambda otra: identidad.enviar(candidatura=candidatura, por=otra),
        lambda otra: identidad.previsualizar(candidatura, por=otra),
        lambda otra: lectura.borrador(candidatura, por=otra),
        lambda otra: lectura.ultimo_envio(candidatura, por=otra),
    ]
    for quien in AJENAS:
        for intento in intentos:
            with pytest.raises(PermissionDenied):
                intento(gente[quien])


def test_solo_igualdad_puede_estudiar(candidatura, gente):
    for quien in ("ana", *AJENAS):
        if quien != "gema":
            with pytest.raises(PermissionDenied):
                acciones.estudiar(
                    candidatura=candidatura, por=gente[quien], proposito="Un propósito muy largo"
                )
    assert not Lectura.objects.exists()


# --- Guardar ----------------------------------------------------------------------------------------------------------


def test_antes_de_autorizar_no_se_guarda_nada(candidatura, gente):
    with pytest.raises(SinConsentimiento):
        guardar(candidatura, gente["ana"])
    assert not Identidad.objects.exists()


def test_un_proceso_sin_identidad_o_historico_lo_dice(candidatura, gente, proceso):
    manifestar(candidatura, gente["ana"])
    for cambio in ({"cuestionarios": {"curricular": "curricular-2022"}}, {"es_historico": True}):
        type(proceso).objects.filter(pk=proceso.pk).update(**cambio)
        with pytest.raises(SinIdentidad):
            guardar(candidatura, gente["ana"])


def test_guardar_un_grupo_toca_solo_lo_que_trae(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"], publicar=["indigena", "ingresos"])
    guardar(
        candidatura,
        gente["ana"],
        respuestas={"indigena": "no", "lengua": ""},
        publicar=["lengua", "ingresos", "x"],
    )
    borrador = lectura.borrador(candidatura, por=gente["ana"])
    esperadas = {**RESPUESTAS, "indigena": "no"}
    del esperadas["lengua"]
    assert borrador.respuestas == esperadas  # el pueblo, que ya no aplica, espera hasta que envíe
    assert borrador.publicar == {"lengua", "ingresos"}
    assert set(borrador.grupos_vistos) == {seccion.clave for seccion in IDENTIDAD_2022}


def test_la_que_nunca_se_publica_no_puede_marcarse(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    assert lectura.borrador(candidatura, por=gente["ana"]).publicar == TODAS - {"migrante_situacion"}


@pytest.mark.parametrize(
    ("seccion", "respuestas"),
    [
        ("indigena", {"indigena": "quizás"}),
        ("discapacidad", {"discapacidad_tipo": ["sensorial"]}),
        ("discapacidad", {"discapacidad_tipo": "fisica"}),
    ],
)
def test_una_opcion_inventada_se_rechaza_sin_guardar(candidatura, gente, seccion, respuestas):
    manifestar(candidatura, gente["ana"])
    with pytest.raises(ValueError, match="no se ofrece"):
        guardar(candidatura, gente["ana"], seccion, respuestas)
    assert not Identidad.objects.exists()


def test_dos_ventanas_en_el_mismo_grupo_chocan_y_en_otro_no(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    ana = gente["ana"]
    abierta = guardar(candidatura, ana).revision
    guardar(candidatura, ana, respuestas={"indigena": "no"}, revision=abierta)
    with pytest.raises(GrupoCambiado):
        guardar(candidatura, ana, respuestas={"indigena": "si"}, revision=abierta)
    assert lectura.borrador(candidatura, por=ana).respuestas == {"indigena": "no"}
    guardar(candidatura, ana, "afromexicana", {"afromexicana": "si"}, revision=abierta)
    guardar(candidatura, ana, respuestas={"indigena": "no"}, revision=abierta)  # el mismo envío, dos veces
    assert lectura.borrador(candidatura, por=ana).respuestas == {"indigena": "no", "afromexicana": "si"}


def test_guardar_escribe_un_solo_renglon_por_grupo(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    for valor in ("si", "no", "si"):
        guardar(candidatura, gente["ana"], respuestas={"indigena": valor})
    guardados = Asiento.objects.filter(accion="identidad:guardar")
    assert [a.detalle["seccion"] for a in guardados] == ["indigena"]


# --- Enviar -------------------------------------------------------------------------------------------------------------


def test_incompleto_no_se_envia(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    with pytest.raises(IdentidadIncompleta) as error:
        identidad.enviar(candidatura=candidatura, por=gente["ana"])
    assert len(error.value.faltas) == 10
    contestar(candidatura, gente["ana"], {**RESPUESTAS, "pueblo_texto": ""})
    with pytest.raises(IdentidadIncompleta) as error:
        identidad.enviar(candidatura=candidatura, por=gente["ana"])
    assert [falta.pregunta for falta in error.value.faltas] == ["pueblo"]
    assert not EnvioDeIdentidad.objects.exists()


def test_el_envio_guarda_todo_cifrado_y_su_huella_se_recalcula(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"], publicar=["indigena"])
    envio = identidad.enviar(candidatura=candidatura, por=gente["ana"])
    leido, contenido, nonce = lectura.ultimo_envio(candidatura, por=gente["ana"])
    assert leido == envio
    assert contenido["respuestas"] == {**RESPUESTAS, "mayor": None}
    assert contenido["no_aplica"] == ["mayor"]
    assert contenido["publicar"] == ["indigena"]
    assert (
        huella(contenido, sal=bytes.fromhex(nonce))
        == envio.huella
        == Acuse.objects.get(pk=envio.folio).huella
    )
    assert Acuse.objects.get(pk=envio.folio).secciones == [s.titulo for s in IDENTIDAD_2022]
    assert nonce.encode() not in bytes(envio.sobre)


def test_lo_que_dejo_de_aplicar_se_borra_de_una_vez_al_enviar(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    guardar(candidatura, gente["ana"], respuestas={"indigena": "prefiero_no_contestar"})
    guardar(candidatura, gente["ana"], "discapacidad", {"discapacidad_tipo": ["fisica"]})
    assert lectura.borrador(candidatura, por=gente["ana"]).respuestas["pueblo_texto"] == "CANARIO-PUEBLO"
    identidad.enviar(candidatura=candidatura, por=gente["ana"])
    _, contenido, _ = lectura.ultimo_envio(candidatura, por=gente["ana"])
    assert contenido["respuestas"]["pueblo"] is None
    assert contenido["no_aplica"] == ["pueblo", "mayor"]
    assert "pueblo" not in contenido["publicar"]
    for respuestas in (contenido["respuestas"], lectura.borrador(candidatura, por=gente["ana"]).respuestas):
        assert "pueblo_texto" not in respuestas
        assert "discapacidad_tipo_texto" not in respuestas


def test_enviar_lo_mismo_dos_veces_es_un_solo_envio_y_algo_nuevo_lo_sustituye(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    uno = identidad.enviar(candidatura=candidatura, por=gente["ana"])
    assert identidad.enviar(candidatura=candidatura, por=gente["ana"]) == uno
    guardar(candidatura, gente["ana"], respuestas={"lengua": "si"})
    dos = identidad.enviar(candidatura=candidatura, por=gente["ana"])
    assert (dos.numero, lectura.ultimo_envio(candidatura, por=gente["ana"])[0]) == (2, dos)
    assert primer_defecto() is None


def test_fuera_de_plazo_se_marca_salvo_que_ya_hubiera_enviado_en_tiempo(candidatura, gente):
    Usuario.objects.filter(pk=gente["ana"].pk).update(primera_entrada_en=candidatura.aprobada_en)
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    limite = candidatura.plazo_de_captura
    tarde = identidad.enviar(candidatura=candidatura, por=gente["ana"], recibido_en=limite)
    assert tarde.fuera_de_plazo
    assert Acuse.objects.get(pk=tarde.folio).fuera_de_plazo
    guardar(candidatura, gente["ana"], respuestas={"lengua": "si"})
    en_tiempo = identidad.enviar(
        candidatura=candidatura, por=gente["ana"], recibido_en=limite - timedelta(microseconds=1)
    )
    assert not en_tiempo.fuera_de_plazo
    guardar(candidatura, gente["ana"], respuestas={"lengua": "no"})
    despues = identidad.enviar(
        candidatura=candidatura, por=gente["ana"], recibido_en=limite + timedelta(days=9)
    )
    assert not despues.fuera_de_plazo


def test_si_el_proceso_no_acepta_extemporaneas_la_primera_se_rechaza(candidatura, gente, proceso):
    Usuario.objects.filter(pk=gente["ana"].pk).update(primera_entrada_en=candidatura.aprobada_en)
    type(proceso).objects.filter(pk=proceso.pk).update(datos_parametros={"acepta_extemporaneas": False})
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    with pytest.raises(FueraDePlazo):
        identidad.enviar(candidatura=candidatura, por=gente["ana"], recibido_en=candidatura.plazo_de_captura)
    assert not EnvioDeIdentidad.objects.exists()


def test_si_algo_falla_a_medias_no_queda_nada(candidatura, gente, monkeypatch):
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    antes = Asiento.objects.count(), Acuse.objects.count(), Identidad.objects.get().revision
    monkeypatch.setattr("conoceles.publicacion.identidad._al_dia", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        identidad.enviar(candidatura=candidatura, por=gente["ana"])
    assert not EnvioDeIdentidad.objects.exists()
    assert (Asiento.objects.count(), Acuse.objects.count(), Identidad.objects.get().revision) == antes


# --- Estudiar -------------------------------------------------------------------------------------------------------------


def test_leer_deja_quien_a_quien_y_para_que_pero_nunca_que_contesto(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    identidad.enviar(candidatura=candidatura, por=gente["ana"])
    contenido = acciones.estudiar(
        candidatura=candidatura, por=gente["gema"], proposito="  Comprobar la captura de lengua indígena  "
    )
    assert contenido["respuestas"]["pueblo_texto"] == "CANARIO-PUEBLO"
    leida = Lectura.objects.get()
    assert (leida.actor, leida.rol, leida.candidatura) == ("gema", "igualdad", candidatura.clave)
    assert leida.proposito == "Comprobar la captura de lengua indígena"
    assert leida.preguntas == [p.clave for p in IDENTIDAD_2022.preguntas]  # no sólo las que aplican
    assert set(Asiento.objects.get(accion="identidad:estudiar").detalle) == {"azar", "huella"}


def test_tambien_consta_cuando_no_habia_nada(candidatura, gente):
    assert (
        acciones.estudiar(candidatura=candidatura, por=gente["gema"], proposito="Revisar el avance") is None
    )
    assert Lectura.objects.count() == 1


@pytest.mark.parametrize("proposito", ["", "   corto   ", "x" * 9, "x" * 301])
def test_sin_un_proposito_dicho_no_se_lee(candidatura, gente, proposito):
    with pytest.raises(ValueError, match="para qué"):
        acciones.estudiar(candidatura=candidatura, por=gente["gema"], proposito=proposito)
    assert not Lectura.objects.exists()


def test_una_lectura_no_se_edita_ni_se_borra(candidatura, gente):
    acciones.estudiar(candidatura=candidatura, por=gente["gema"], proposito="Revisar el avance")
    for orden in ("DELETE FROM privacidad_lectura", "UPDATE privacidad_lectura SET actor = 'nadie'"):
        with (
            pytest.raises(Exception, match="sólo de agregar"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(orden)


# --- Alterado o sin llave ------------------------------------------------------------------------------------------------


def test_un_sobre_alterado_o_de_otra_persona_no_se_abre(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    fila = Identidad.objects.get()
    alterado = bytearray(fila.sobre)
    alterado[40] ^= 1
    Identidad.objects.update(sobre=bytes(alterado))
    with pytest.raises(NoSeDescifra):
        lectura.borrador(candidatura, por=gente["ana"])
    otra = fabricas.CandidaturaFactory(persona__cuenta=gente["beto"])
    manifestar(otra, gente["beto"])
    contestar(otra, gente["beto"])
    Identidad.objects.filter(candidatura=otra).update(sobre=fila.sobre)
    with pytest.raises(NoSeDescifra):
        lectura.borrador(otra, por=gente["beto"])


def test_un_envio_no_puede_hacerse_pasar_por_otro_de_la_misma_persona(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    uno = identidad.enviar(candidatura=candidatura, por=gente["ana"])
    guardar(candidatura, gente["ana"], respuestas={"lengua": "si"})
    dos = identidad.enviar(candidatura=candidatura, por=gente["ana"])
    connection.check_constraints()
    DISPARADORES_DEL_ENVIO.quitar()
    EnvioDeIdentidad.objects.filter(pk=dos.pk).update(sobre=uno.sobre)
    with pytest.raises(NoSeDescifra):
        lectura.ultimo_envio(candidatura, por=gente["ana"])


def test_destruida_la_llave_nadie_lee_nunca_mas(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    identidad.enviar(candidatura=candidatura, por=gente["ana"])
    destruir(candidatura=candidatura.clave)
    lecturas = [
        lambda: lectura.borrador(candidatura, por=gente["ana"]),
        lambda: lectura.ultimo_envio(candidatura, por=gente["ana"]),
        lambda: acciones.estudiar(candidatura=candidatura, por=gente["gema"], proposito="Revisar el avance"),
    ]
    for leer in lecturas:
        with pytest.raises(NoSeDescifra):
            leer()


def test_sin_llave_todavia_puede_retirar_su_autorizacion(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    identidad.enviar(candidatura=candidatura, por=gente["ana"])
    destruir(candidatura=candidatura.clave)
    assert not manifestar(candidatura, gente["ana"], publicacion=False).publicacion
    assert lectura.borrador(candidatura, por=gente["ana"]) == lectura.Borrador()
    manifestar(candidatura, gente["ana"], tratamiento=False, publicacion=False, estadistica=False)

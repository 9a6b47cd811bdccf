"""Cada columna de lo que prueba qué se hizo con cada candidatura, cambiada por fuera, y lo que se dice de ella."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from conoceles.acuses.models import Acuse
from conoceles.bitacora.acciones import asentar
from conoceles.bitacora.checks import REGISTRADAS
from conoceles.cuestionarios import acciones, en_bloque
from conoceles.cuestionarios import evidencia as de_cuestionarios
from conoceles.cuestionarios.en_bloque import Entrega
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario, Envio, Observacion, Validacion
from conoceles.interrupciones import integridad as de_interrupciones
from conoceles.interrupciones.acciones import anotar, anular
from conoceles.interrupciones.models import Interrupcion
from conoceles.mensajes import integridad as de_mensajes
from conoceles.mensajes.acciones import despachar, escribir
from conoceles.mensajes.models import Carta, Circular
from conoceles.privacidad import integridad as de_identidad
from conoceles.privacidad.models import Consentimiento, EnvioDeIdentidad, Formato
from conoceles.publicacion import accesos, identidad, vistos
from conoceles.publicacion.acciones import al_corriente, publicar
from conoceles.publicacion.acciones.supresiones import suprimir
from conoceles.publicacion.evidencia import cotejo_de_acuses, cotejo_de_supresiones, cotejo_de_vistos
from conoceles.publicacion.memoria import constancia
from conoceles.publicacion.models import Constancia, Supresion, VistoBueno
from conoceles.publicacion.plazos import devolver_lo_perdido, fijar_plazo
from conoceles.registro import integridad as de_entregas
from conoceles.registro.models import AnulacionDeEntrega, Candidatura
from conoceles.seguimiento import integridad as de_plazos
from conoceles.seguimiento.models import PlazoPropio
from tests import fabricas
from tests.privacidad.conftest import proceso  # noqa: F401 (con cuestionario de identidad)
from tests.privacidad.identidades import contestar, formato, manifestar
from tests.publicacion.cambios import Cambio, cambio, columnas_de
from tests.respuestas import COMPLETAS

pytestmark = pytest.mark.django_db

ES_SQLITE = connection.vendor == "sqlite"
ANTES = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
CERO = "0" * 64

# Quién revisa cada tabla.
REVISIONES: dict[type[Model], Callable[[], str | None]] = {
    VistoBueno: cotejo_de_vistos.primer_defecto,
    Supresion: cotejo_de_supresiones.primer_defecto,
    AnulacionDeEntrega: de_entregas.primer_defecto,
    Cuestionario: de_cuestionarios.primer_defecto,
    Observacion: de_cuestionarios.primer_defecto,
    Carta: de_mensajes.primer_defecto,
    Circular: de_mensajes.primer_defecto,
    PlazoPropio: de_plazos.primer_defecto,
    Interrupcion: de_interrupciones.primer_defecto,
    Formato: de_identidad.primer_defecto,
    **dict.fromkeys(
        (Acuse, Envio, Validacion, Consentimiento, EnvioDeIdentidad, Constancia),
        cotejo_de_acuses.primer_defecto,
    ),
}

ACUSE = "El acuse [A-Z]-.*(no dice|no es de)|Falta el acuse|del acuse [A-Z]-.* no da su huella"
DE_CECI = {"cuestionario__candidatura__clave": "ceci"}
OTRO_LUGAR = "no llevan el número en que se hicieron"


def cambios(modelo, donde, dice, **columnas) -> list[Cambio]:
    return [cambio(modelo, columna, valor, donde, dice) for columna, valor in columnas.items()]


CAMBIOS = [
    *cambios(
        VistoBueno, {"clase": "retirar"}, "El visto bueno .* de (ana|beto) no dice lo que se propuso",
        sal="0" * 32, clase="mostrar", clave="beto", proceso="otro", datos={"envio": 9}, motivo="Otro.",
        propuesto_por="vera", propuesto_en=ANTES,
    ),
    *cambios(
        VistoBueno, {"clase": "retirar"}, "El visto bueno .* de ana no dice cómo se resolvió",
        resuelto_por="diego", resuelto_en=ANTES, se_aprobo=True, nota="Otra.",
    ),
    *cambios(
        Supresion, {}, "La supresión .* no dice lo que se asentó",
        sal="0" * 32, clave="beto", proceso="otro", versiones=[1], secciones=[], con_lo_actual=False, motivo="Otro.",
        ordenada_en=ANTES,
    ),
    *cambios(
        AnulacionDeEntrega, {}, "La anulación de la entrega .* no dice lo que se asentó",
        entrega_id=99, sal="0" * 32, motivo="Otro.", anulada_en=ANTES, por="vera",
    ),
    *cambios(
        Cuestionario, {"candidatura__clave": "beto"}, "El cuestionario de beto .*: ",
        estado="observado", ronda=7, enviado_en=ANTES, validado_por="diego", validado_en=ANTES,
    ),
    cambio(Cuestionario, "tipo", "identidad", {"candidatura__clave": "beto"}, "Falta el cuestionario de beto"),
    *cambios(
        Observacion, DE_CECI, "La observación .* de ceci no dice lo que se anotó",
        sal="0" * 32, seccion="contacto", supuesto="datos", texto="Otro texto.", ronda=2, por="diego",
        creada_en=ANTES,
    ),
    *cambios(
        Observacion, DE_CECI, "La observación .* de ceci no corre como se emitió",
        emitida_en=None, vence_en=ANTES, vence_original=ANTES, atendida_en=ANTES,
    ),
    *cambios(
        Carta, {"asunto": "Salió"}, "Las cartas del renglón|no consta que saliera|salieron y ya no están",
        sal="0" * 32, asunto="Otro", cuerpo="Otro.", sobre="otra", cuenta="otra", es_reservada=True,
        creada_en=ANTES, para="otra@ejemplo.mx", enviada_en=ANTES, renglon=1,
    ),
    cambio(Carta, "enviada_en", None, {"asunto": "Salió"}, "cartas que salieron y ya no están"),
    cambio(Carta, "enviada_en", ANTES, {"asunto": "Impresa"}, "no consta que saliera"),
    cambio(Carta, "cuerpo", "Otro.", {"asunto": "Reservada"}, "no consta que saliera"),
    *cambios(
        Circular, {}, "El aviso AV-1 no dice lo que se mandó",
        sal="0" * 32, asunto="Otro", texto="Otro.", a_quienes="Otras", destinatarias=["Otra"], sin_cuenta=["X"],
        instante=ANTES, por="diego",
    ),
    cambio(Circular, "folio", "AV-9", {}, "El aviso AV-9 no dice lo que se mandó"),
    *cambios(
        PlazoPropio, {}, "El plazo propio .* de dina no se asentó así",
        hasta=None, original=ANTES, interrupcion=1, motivo="Otro", por="diego", instante=ANTES, sal="00" * 16,
    ),
    cambio(Candidatura, "captura_hasta", None, {"clave": "dina"}, "El plazo de dina no es el que se asentó"),
    cambio(Candidatura, "captura_al_menos", ANTES, {"clave": "ana"}, "El plazo de ana no es el que se asentó"),
    *cambios(
        Interrupcion, {}, "La interrupción .* no dice lo que se asentó",
        sal="0" * 32, desde=ANTES, hasta=timezone.now() + timedelta(days=9), origen="servicio", por="diego",
        descripcion="Otra.", anotada_en=ANTES, gracia_desde=None, gracia_en=ANTES, explicada_en=ANTES,
        anulada_en=None, anulada_por="diego", motivo_de_anulacion="Otro.",
    ),
    *cambios(
        Formato, {}, "El formato firmado de ana no dice lo que Transparencia leyó",
        sal="0" * 32, archivo="formatos/otro", huella=CERO, via="buzon", recibido_en=ANTES, por="diego",
        revisado_en=ANTES, revisado_por="vera", es_valido=False, tratamiento=False, publicacion=False,
        estadistica=False, nota="Otra.",
    ),
    *cambios(
        Acuse, {"clase": "correccion"}, ACUSE,
        folio="C-OTRO", clase="envio", proceso="otro", candidatura="ana", instante=ANTES, secciones=["Otra"],
        fuera_de_plazo=True, huella=CERO,
    ),
    *cambios(
        Envio, {"cuestionario__candidatura__clave": "beto", "numero": 2}, ACUSE,
        folio="C-OTRO", nonce="00" * 16, huella=CERO, instante=ANTES, contenido={}, secciones=[],
        fuera_de_plazo=True,
    ),
    cambio(Envio, "numero", 3, {"cuestionario__candidatura__clave": "beto", "numero": 2}, OTRO_LUGAR),
    *cambios(Validacion, {}, ACUSE, folio="V-OTRO", nonce="00" * 16, huella=CERO, instante=ANTES),
    *cambios(
        Consentimiento, {"numero": 1}, ACUSE,
        folio="M-OTRO", nonce="00" * 16, huella=CERO, aviso="otro", publicacion=False, estadistica=False,
        instante=ANTES,
    ),
    cambio(Consentimiento, "tratamiento", False, {"numero": 1}, ACUSE, publicacion=False, estadistica=False),
    cambio(Consentimiento, "numero", 9, {"numero": 1}, OTRO_LUGAR),
    *cambios(
        EnvioDeIdentidad, {}, ACUSE,
        folio="D-OTRO", huella=CERO, instante=ANTES, fuera_de_plazo=True,
    ),
    cambio(EnvioDeIdentidad, "numero", 9, {}, OTRO_LUGAR),
    cambio(Validacion, "por", "diego", {}, "no dice quién lo hizo según la bitácora"),
    cambio(Constancia, "por", "diego", {}, "no dice quién lo hizo según la bitácora"),
    cambio(Constancia, "desde", ANTES, {}, "no dice el lapso que se asentó"),
    cambio(Constancia, "hasta", ANTES, {}, "no dice el lapso que se asentó"),
    *cambios(
        Constancia, {}, ACUSE,
        folio="E-OTRO", nonce="00" * 16, huella=CERO, clave="beto", proceso="otro", instante=ANTES, contenido="{}",
        firma="nada",
    ),
]  # fmt: skip

LLAVE, AJENA = "una llave sin significado", "véase el otro lado: su acuse dice de quién es"
SIN_REVISAR: dict[type[Model], dict[str, str]] = {
    VistoBueno: {"id": LLAVE},
    Cuestionario: {
        "id": LLAVE,
        "candidatura_id": "única, y lo que se publica se coteja con lo que ella envió",
        "definicion_clave": "lo que se publica se coteja con ella",
        "actualizado_en": "no se muestra ni decide nada",
        "asignado_a": "reparto interno",
    },
    Observacion: {"id": LLAVE, "cuestionario_id": "se prueba aparte"},
    Carta: {
        "id": LLAVE,
        "secreto": "se borra al salir",
        "caduca_en": "deja de salir, y que no salió consta",
        "intentar_desde": "cuándo se reintenta",
        "intentos": "cuántas veces",
        "error": "lo que contestó el servidor de correo",
    },
    Circular: {"id": LLAVE},
    PlazoPropio: {
        "id": LLAVE,
        "candidatura_id": "se prueba aparte",
    },
    Interrupcion: {"id": LLAVE},
    Supresion: {"id": LLAVE},
    Formato: {
        "id": LLAVE,
        "candidatura_id": "se prueba aparte",
        "tipo_de_contenido": "cómo se abre el archivo, que tiene su huella",
    },
    Envio: {"id": LLAVE, "cuestionario_id": "se prueba en `test_canjes`"},
    Validacion: {"id": LLAVE, "envio_id": "se prueba aparte"},
    Consentimiento: {"id": LLAVE, "candidatura_id": "se prueba aparte"},
    EnvioDeIdentidad: {
        "id": LLAVE,
        "candidatura_id": "se prueba aparte",
        "consentimiento_id": "se prueba aparte",
        "definicion_clave": "la que rige va dentro del sobre",
        "sobre": "cifrado con su llave y su número: alterado no se abre",
    },
    Constancia: {"id": LLAVE},
}


@pytest.mark.sin_base
def test_toda_columna_tiene_quien_la_vigile_o_dice_por_que_no():
    for modelo in REVISIONES:
        vigiladas = {cambio.columna for cambio in CAMBIOS if cambio.modelo is modelo}
        assert columnas_de(modelo) == vigiladas | set(SIN_REVISAR.get(modelo, {})), modelo.__name__
        assert not vigiladas & set(SIN_REVISAR.get(modelo, {})), modelo.__name__


# --- Las premisas --------------------------------------------------------------------------------------------


@pytest.fixture
def tramitado(proceso, gente, mailoutbox):  # noqa: F811
    """Ana, publicada con su identidad; Beto corrigió y lo validó Vera; a Ceci se le observó; Dina, con plazo propio."""
    ana, beto, ceci, dina = (
        fabricas.CandidaturaFactory(clave=clave, persona__edad=25)
        for clave in ("ana", "beto", "ceci", "dina")
    )
    ana.persona.cuenta = gente["ana"]
    ana.persona.save()
    ahora = timezone.now()
    observada = ("propuesta-1", "copia", "Es igual al de otra persona.")
    en_bloque.registrar(
        [
            Entrega(ana, COMPLETAS, Estado.VALIDADO, ahora),
            Entrega(beto, COMPLETAS, Estado.CORREGIDO, ahora, anteriores={}, observacion=observada),
            Entrega(ceci, COMPLETAS, Estado.OBSERVADO, ahora, observacion=observada),
        ],
        por=None,
    )
    al_corriente([ana, beto, ceci, dina], por=None)
    _validar(beto, gente["vera"])
    publicar(candidaturas=[ana], por=gente["carmen"])
    _identidad(ana, gente)
    suprimir(
        candidatura=ana, motivo="Prueba.", seccion="propuesta-1", con_lo_actual=True, por=gente["carmen"]
    )
    _entrega_anulada(ana, gente["carmen"])
    propuesto = vistos.proponer(clase="retirar", candidatura=ana, motivo="Prueba.", por=gente["carmen"])
    dora = fabricas.UsuarioFactory(acceso="dora", rol=gente["carmen"].rol)
    vistos.rechazar(visto=propuesto, por=dora, nota="No hace falta.")
    fijar_plazo(candidatura=dina, hasta=ahora + timedelta(days=20), motivo="Prueba.", por=gente["carmen"])
    _interrupcion(gente["irma"])
    _escribir(gente["carmen"])
    constancia.expedir(
        candidatura=ana, desde=ahora - timedelta(days=1), hasta=timezone.now(), por=gente["carmen"]
    )
    for revisar in set(REVISIONES.values()):
        assert revisar() is None
    connection.check_constraints()
    for disparadores in REGISTRADAS:
        disparadores.quitar()


def _validar(candidatura, vera):
    cuestionario = acciones.tomar(cuestionario=candidatura.cuestionarios.get(), por=vera)
    acciones.validar(cuestionario=cuestionario, por=vera)


def _identidad(ana, gente):
    manifestar(ana, gente["ana"])
    contestar(ana, gente["ana"])
    identidad.enviar(candidatura=ana, por=gente["ana"])
    formato(ana, gente["ana"], gente["diego"])
    manifestar(ana, gente["ana"], estadistica=False)


def _entrega_anulada(ana, carmen):
    hecha = accesos.registrar_entrega(persona=ana.persona, canal="impresa", recibio="Otra", por=carmen)
    accesos.anular_entrega(entrega=hecha, motivo="La recibió otra persona.", por=carmen)


def _interrupcion(irma):
    ahora = timezone.now()
    caida = anotar(
        desde=ahora - timedelta(hours=3), hasta=ahora - timedelta(hours=1), descripcion="Luz.", por=irma
    )
    devolver_lo_perdido()
    anular(interrupcion=caida, motivo="Era otro sistema.", por=irma)


def _escribir(carmen):
    escribir(para="ana@ejemplo.mx", asunto="Salió", cuerpo="Una.", sobre="ana")
    escribir(para="ana@ejemplo.mx", asunto="Reservada", cuerpo="Otra.", sobre="ana", es_reservada=True)
    while despachar()[0]:
        pass
    escribir(para="", asunto="Impresa", cuerpo="Otra más.", sobre="ana")
    with transaction.atomic():
        circular = Circular.objects.create(folio="AV-1", asunto="Aviso", texto="A todas.", por=carmen.acceso)
        huella = circular.huella_de_lo_escrito
        asentar(por=carmen, accion="circular:enviar", objeto=("circular", "AV-1"), huella=huella)


def al_deshacerlo(modelo, hacer) -> str:
    """Lo que la revisión de esa tabla dice tras ese cambio, que no queda hecho."""
    with transaction.atomic():
        hacer()
        dicho = REVISIONES.get(modelo, de_plazos.primer_defecto)() or ""
        transaction.set_rollback(True)
    return dicho


# --- Lo que se cambia ----------------------------------------------------------------------------------------


def test_cada_columna_cambiada_se_nombra(tramitado):
    callados = []
    for modelo, columna, valores, donde, dice in CAMBIOS:
        llaves = list(modelo._base_manager.filter(**donde).values_list("pk", flat=True))
        assert llaves, (modelo, donde)
        filas = modelo._base_manager.filter(pk__in=llaves)
        dicho = al_deshacerlo(modelo, lambda filas=filas, valores=valores: filas.update(**valores))
        if not re.search(dice, dicho):
            callados.append((modelo.__name__, columna, dice, dicho))
    assert not callados, "\n".join(map(str, callados))


DE_OTRA = {
    "candidatura_id": lambda: Candidatura.objects.get(clave="ceci").pk,
    "cuestionario_id": lambda: Cuestionario.objects.get(candidatura__clave="ana").pk,
    "envio_id": lambda: Envio.objects.get(cuestionario__candidatura__clave="ana").pk,
    "consentimiento_id": lambda: Consentimiento.objects.latest("numero").pk,
}


def test_ninguna_fila_pasa_a_ser_de_otra_persona(tramitado):
    """Una manifestación posterior daría por buenas otra vez las marcas de lo que se publica."""
    callados = []
    for modelo in (Observacion, PlazoPropio, Formato, Validacion, Consentimiento, EnvioDeIdentidad):
        for columna in columnas_de(modelo) & DE_OTRA.keys():
            filas, valor = modelo._base_manager.filter(pk=modelo._base_manager.first().pk), DE_OTRA[columna]()
            dicho = al_deshacerlo(modelo, lambda filas=filas, v={columna: valor}: filas.update(**v))
            dicho = dicho or al_deshacerlo(Formato, lambda filas=filas, v={columna: valor}: filas.update(**v))
            callados += [] if dicho else [(modelo.__name__, columna)]
    assert not callados


def test_cada_fila_borrada_se_nota(tramitado):
    callados = []
    for modelo in REVISIONES:
        for fila in modelo._base_manager.order_by("pk"):
            borrar = modelo._base_manager.filter(pk=fila.pk)
            with connection.constraint_checks_disabled():
                dicho = al_deshacerlo(modelo, lambda borrar=borrar: borrar._raw_delete(borrar.db))
            callados += [] if dicho else [fila]
    assert not [fila for fila in callados if not isinstance(fila, Cuestionario)]


def test_cada_fila_inventada_se_nota(tramitado):
    """Una copia de cada una, con otra llave y, donde no puede repetirse, otro folio."""
    callados = []
    for modelo in (
        VistoBueno,
        Supresion,
        Observacion,
        Carta,
        Circular,
        PlazoPropio,
        Interrupcion,
        Formato,
        Acuse,
    ):
        copia = modelo._base_manager.order_by("pk").first()
        copia.pk = "C-COPIA" if modelo is Acuse else None
        if modelo is Circular:
            copia.folio = "AV-COPIA"
        copia._state.adding = True
        dicho = al_deshacerlo(modelo, lambda copia=copia: copia.save(force_insert=True))
        callados += [] if dicho else [modelo.__name__]
    assert not callados


@pytest.mark.skipif(not ES_SQLITE, reason="PostgreSQL no admite en una columna lo que no es de su tipo")
@pytest.mark.parametrize(
    ("orden", "modelo"),
    [
        ("interrupciones_interrupcion SET anulada_en='nunca'", Interrupcion),
        ("interrupciones_interrupcion SET explicada_en='basura'", Interrupcion),
        ("registro_candidatura SET captura_al_menos='basura' WHERE clave='ana'", Candidatura),
        ("cuestionarios_cuestionario SET validado_en='basura' WHERE validado_en IS NOT NULL", Cuestionario),
        ("cuestionarios_observacion SET atendida_en='basura'", Observacion),
        ("mensajes_carta SET enviada_en='basura' WHERE asunto='Impresa'", Carta),
        ("publicacion_vistobueno SET resuelto_en='basura'", VistoBueno),
        ("privacidad_formato SET revisado_en='basura'", Formato),
    ],
)
def test_un_instante_que_no_lo_es_no_se_lee_como_si_faltara(tramitado, orden, modelo):
    def hacer():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {orden}")

    assert "no se puede leer" in al_deshacerlo(modelo, hacer)

"""Dar otro plazo, requerir y confirmar que se recibió. Lo que además cambia lo público entra por `publicacion.plazos`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from conoceles.acuses.acciones import Clase, Sello, emitir, emitir_varios, hacer_constar, sellar
from conoceles.acuses.models import Acuse
from conoceles.bitacora.acciones import Acto, asentar, asentar_varios
from conoceles.calendario.models import Proceso
from conoceles.calendario.plazos import vence
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario
from conoceles.mensajes.acciones import escribir_varias
from conoceles.mensajes.models import Carta
from conoceles.registro.cartas import a_su_cuenta, ultimo_minuto
from conoceles.registro.entregas import recibieron_acceso
from conoceles.registro.lapsos import Acceso, plazo_con_acceso
from conoceles.registro.models import Candidatura
from conoceles.registro.plazos import (
    con_lo_devuelto,
    dias_de_quien_entra,
    fijado_y_asegurado,
    plazo_general,
)

from . import cartas, lectura
from .asegurados import asegurar, libro
from .models import PlazoPropio, Recepcion, Requerimiento
from .omision import Omision

LOTE = 500
SIN_CIERRE = datetime.max.replace(tzinfo=UTC)
MOTIVO_MAXIMO = PlazoPropio._meta.get_field("motivo").max_length or 300


class PlazoInvalido(ValueError):
    """El plazo no puede fijarse así; el mensaje dice por qué y es para quien lo pidió."""


class ListaCambio(Exception):
    """Las omisas ya no son las que se mostraron: alguien envió o alguien más requirió. `ahora_son`: cuántas."""

    def __init__(self, ahora_son: int) -> None:
        super().__init__(f"La lista cambió: ahora son {ahora_son:,}. Revísela y vuelva a decidir.")
        self.ahora_son = ahora_son


# --- Plazo propio ------------------------------------------------------------------------------------------


@transaction.atomic
def fijar_plazo(
    *, candidatura: Candidatura, hasta: datetime | None, motivo: str, por: Usuario | None
) -> Candidatura:
    """Da a una candidatura su propio plazo (o, sin `hasta`, la regresa al general) y se lo escribe.

    Raises:
        PlazoInvalido: si ya envió o terminó, si falta el motivo, o si la fecha ya pasó, rebasa el cierre o le quita
            demasiado de lo que ya se le había dicho.
    """
    exigir(por, Permiso.REQUERIR)
    candidatura = Candidatura.objects.select_for_update(of=("self",)).con_todo().get(pk=candidatura.pk)
    motivo, ahora = " ".join(motivo.split()), timezone.now()
    if _ya_rige(candidatura, hasta, motivo):
        return candidatura
    _exigir_plazo_posible(candidatura, hasta, motivo, ahora)
    antes = candidatura.plazo_de_captura
    candidatura.captura_hasta = con_lo_devuelto(hasta, libro(), candidatura.proceso) if hasta else None
    candidatura.save(update_fields=["captura_hasta"])
    propio = PlazoPropio.objects.create(
        candidatura=candidatura,
        hasta=candidatura.captura_hasta,
        original=hasta,
        motivo=motivo,
        por=por.acceso if por else "",
        instante=ahora,
    )
    if hasta is None and asegurar([candidatura], por=por):  # el general también lleva lo que se le debe
        candidatura.refresh_from_db(fields=["captura_hasta", "captura_al_menos"])
    limite = candidatura.plazo_de_captura
    texto = cartas.plazo_propio(candidatura, limite, motivo, antes=antes if antes > ahora else None)
    escribir_varias([a_su_cuenta(candidatura, texto)])
    asentar(
        por=por,
        accion="plazo:fijar" if hasta else "plazo:quitar",
        objeto=("candidatura", candidatura.clave),
        vence=limite.isoformat(),
        propio=propio.asentado,
        **fijado_y_asegurado(candidatura),
    )
    return candidatura


def _ya_rige(candidatura: Candidatura, hasta: datetime | None, motivo: str) -> bool:
    """Un doble clic pide dos veces lo mismo."""
    if hasta is None:
        return candidatura.captura_hasta is None
    ultimo = candidatura.plazos_propios.order_by("-pk").first()
    dado = ultimo and (ultimo.hasta, ultimo.original, ultimo.motivo)
    return dado == (candidatura.captura_hasta, hasta, motivo)


def _exigir_plazo_posible(
    candidatura: Candidatura, hasta: datetime | None, motivo: str, ahora: datetime
) -> None:
    cierre = candidatura.proceso.instante("cierre")
    ya_envio = Cuestionario.objects.curriculares().filter(candidatura=candidatura)
    if candidatura.hasta is not None:
        raise PlazoInvalido("Esta candidatura ya terminó: no corre ningún plazo.")
    if ya_envio.exclude(estado=Estado.EN_CAPTURA).exists():
        raise PlazoInvalido("Esta candidatura ya envió su cuestionario: no le corre el plazo para responder.")
    if not 0 < len(motivo) <= MOTIVO_MAXIMO:
        raise PlazoInvalido(f"Escriba el motivo, de hasta {MOTIVO_MAXIMO} caracteres.")
    if hasta and hasta <= ahora:
        raise PlazoInvalido("Elija una fecha que no haya pasado.")
    if hasta and cierre and hasta > cierre:
        raise PlazoInvalido(f"Elija una fecha anterior al cierre del proceso, el {ultimo_minuto(cierre)}.")
    if hasta and hasta < (minimo := min(_con_su_acceso(candidatura, hasta), cierre or SIN_CIERRE)):
        raise PlazoInvalido(
            f"Recibió tarde su acceso: su plazo termina, al menos, el {ultimo_minuto(minimo)}."
        )
    _exigir_que_alcance(candidatura, hasta, ahora)


def _exigir_que_alcance(candidatura: Candidatura, hasta: datetime | None, ahora: datetime) -> None:
    """Ya se le dijo hasta cuándo: acortarlo, o volver al general, le deja los días de quien entra."""
    actual, proceso = candidatura.plazo_de_captura, candidatura.proceso
    nuevo = con_lo_devuelto(hasta, libro(), proceso) if hasta else plazo_sin_el_suyo(candidatura)
    if hasta is None and nuevo <= ahora:
        raise PlazoInvalido(
            f"El plazo general de esta candidatura terminó el {ultimo_minuto(nuevo)}: no puede volver a él. Si hace "
            "falta, fije otra fecha."
        )
    minimo = min(actual, vence(ahora, dias_de_quien_entra(candidatura), proceso.zona))
    if nuevo < minimo:
        el_general = "" if hasta else f" El general termina antes, el {ultimo_minuto(nuevo)}."
        raise PlazoInvalido(
            f"A esta candidatura ya se le dijo que puede responder hasta el {ultimo_minuto(actual)}.{el_general} Si acorta "
            f"su plazo, fíjele una fecha y déjele al menos hasta el {ultimo_minuto(minimo)}."
        )


def plazo_sin_el_suyo(candidatura: Candidatura) -> datetime:
    """El plazo al que volvería: el general, con lo que se le debe."""
    general = plazo_general(candidatura)
    debido = con_lo_devuelto(_con_su_acceso(candidatura, general), libro(), candidatura.proceso)
    return max(debido, candidatura.captura_al_menos or debido)


def _con_su_acceso(candidatura: Candidatura, hasta: datetime) -> datetime:
    acceso = recibieron_acceso([candidatura]).get(candidatura.persona_id, Acceso())
    return plazo_con_acceso(candidatura, hasta, acceso)


# --- Requerimientos ----------------------------------------------------------------------------------------


@transaction.atomic
def requerir(
    *,
    proceso: Proceso,
    filtros: lectura.Filtros,
    cuantas: int,
    por: Usuario,
    repetir: bool = False,
) -> list[Requerimiento]:
    """Emite un requerimiento a cada omisa que los filtros eligen; todos o ninguno, cada uno con su acuse.

    `cuantas`: las que se mostraron a quien decide. `repetir`: también a las ya requeridas por esta omisión.
    Si el proceso no acepta respuestas tardías, el requerimiento abre un plazo propio: pedir lo que no se puede
    entregar no sería requerir.

    Raises:
        ListaCambio: si ya son otras.
        PlazoInvalido: si el proceso ya cerró.
    """
    exigir(por, Permiso.REQUERIR)
    # Un requerimiento en bloque a la vez: dos personas no requieren lo mismo.
    Proceso.objects.select_for_update(no_key=True).get(pk=proceso.pk)
    ahora = timezone.now()
    if razon := por_que_no_se_requiere(proceso, ahora):
        raise PlazoInvalido(razon)
    elegidas = list(lectura.en_orden(lectura.por_requerir(proceso, ahora, filtros, repetir=repetir)))
    if len(elegidas) != cuantas:
        raise ListaCambio(len(elegidas))
    pedido, vence_en = vencimiento_de_lo_requerido(proceso, ahora)
    emitidos = [_requerimiento(candidatura, ahora, vence_en, por) for candidatura in elegidas]
    for inicio in range(0, len(emitidos), LOTE):
        _guardar(emitidos[inicio : inicio + LOTE], por)
    if not proceso.parametros.acepta_extemporaneas:
        _abrir_plazo(emitidos, pedido, ahora, por)
    return emitidos


def por_que_no_se_requiere(proceso: Proceso, ahora: datetime) -> str:
    """Una frase, o vacío si puede requerirse: cerrado el proceso, lo que se pidiera ya estaría vencido."""
    cierre = proceso.instante("cierre")
    if cierre is None or ahora < cierre:
        return ""
    return f"El proceso cerró el {ultimo_minuto(cierre)}: ya no puede requerirse nada."


def vencimiento_de_lo_requerido(proceso: Proceso, ahora: datetime) -> tuple[datetime, datetime]:
    """Hasta cuándo se pide, y lo mismo con lo que el servicio ya faltó. Nada se pide para después del cierre."""
    pedido = vence(ahora, proceso.parametros.dias_requerimiento, proceso.zona)
    pedido = min(pedido, proceso.instante("cierre") or pedido)
    return pedido, con_lo_devuelto(pedido, libro(), proceso)


def _requerimiento(
    candidatura: Candidatura, ahora: datetime, vence_en: datetime, por: Usuario
) -> Requerimiento:
    limite, omision = candidatura.plazo_de_captura, Omision(candidatura.omision)  # type: ignore[attr-defined]
    cuenta = candidatura.persona.cuenta
    requerimiento = Requerimiento(
        candidatura=candidatura,
        omision=omision,
        limite=limite,
        vence_en=vence_en,
        texto=cartas.texto_del_requerimiento(candidatura, omision=omision, limite=limite, vence_en=vence_en),
        con_correo=bool(cuenta and cuenta.buzon),
        instante=ahora,
        por=por.acceso,
    )
    _poner_sello(requerimiento, sellar(requerimiento.contenido, Clase.REQUERIMIENTO))
    return requerimiento


def _poner_sello(acto: Requerimiento | Recepcion, sello: Sello) -> None:
    for campo, valor in asdict(sello).items():
        setattr(acto, campo, valor)


def _guardar(emitidos: Sequence[Requerimiento], por: Usuario) -> None:
    Requerimiento.objects.bulk_create(emitidos)
    emitir_varios(_constancia(requerimiento) for requerimiento in emitidos)
    escribir_varias(_carta(requerimiento) for requerimiento in emitidos)
    asentar_varios(
        por=por,
        actos=[
            Acto(
                "requerimiento:emitir",
                ("candidatura", r.candidatura.clave),
                {"folio": r.folio, "huella_del_acuse": r.huella},
            )
            for r in emitidos
        ],
    )


def _constancia(requerimiento: Requerimiento) -> Acuse:
    return hacer_constar(
        Sello(requerimiento.folio, requerimiento.nonce, requerimiento.huella),
        clase=Clase.REQUERIMIENTO,
        candidatura=requerimiento.candidatura.clave,
        proceso=requerimiento.candidatura.proceso.clave,
        instante=requerimiento.instante,
    )


def _carta(requerimiento: Requerimiento) -> Carta:
    candidatura = requerimiento.candidatura
    texto = cartas.requerimiento(
        candidatura, requerimiento.folio, requerimiento.texto, requerimiento.vence_en
    )
    return a_su_cuenta(candidatura, texto)


def _abrir_plazo(emitidos: Sequence[Requerimiento], pedido: datetime, ahora: datetime, por: Usuario) -> None:
    propios = PlazoPropio.objects.bulk_create(
        [
            PlazoPropio(
                candidatura=r.candidatura,
                hasta=r.vence_en,
                original=pedido,
                motivo=f"Requerimiento {r.folio}",
                por=r.por,
                instante=ahora,
            )
            for r in emitidos
        ],
        batch_size=LOTE,
    )
    for r in emitidos:
        r.candidatura.captura_hasta = r.vence_en
    Candidatura.objects.bulk_update([r.candidatura for r in emitidos], ["captura_hasta"], batch_size=LOTE)
    actos = [
        Acto(
            "plazo:fijar",
            ("candidatura", p.candidatura.clave),
            {"vence": r.vence_en.isoformat(), "propio": p.asentado, **fijado_y_asegurado(p.candidatura)},
        )
        for r, p in zip(emitidos, propios, strict=True)
    ]
    asentar_varios(por=por, actos=actos)


@transaction.atomic
def confirmar_recepcion(
    *, requerimiento: Requerimiento, por: Usuario, recibido_en: datetime | None = None
) -> Recepcion:
    """La persona hace constar que lo recibió. Repetirlo devuelve la misma constancia.

    Raises:
        PermissionDenied: si el requerimiento no es suyo.
    """
    exigir(por, Permiso.CAPTURAR)
    requerimiento = (
        Requerimiento.objects.select_for_update(of=("self",))
        .select_related("candidatura__persona", "candidatura__posicion__contienda__cargo__proceso")
        .get(pk=requerimiento.pk)
    )
    candidatura = requerimiento.candidatura
    if candidatura.persona.cuenta_id != por.pk:
        raise PermissionDenied
    previa = Recepcion.objects.filter(requerimiento=requerimiento).first()
    if previa:
        return previa
    recepcion = Recepcion(requerimiento=requerimiento, instante=recibido_en or timezone.now())
    sello = emitir(
        recepcion.contenido,
        clase=Clase.RECEPCION,
        candidatura=candidatura.clave,
        proceso=candidatura.proceso.clave,
        instante=recepcion.instante,
    )
    _poner_sello(recepcion, sello)
    recepcion.save()
    asentar(
        por=por,
        accion="requerimiento:confirmar",
        objeto=("candidatura", candidatura.clave),
        folio=recepcion.folio,
        huella_del_acuse=recepcion.huella,
        requerimiento=requerimiento.folio,
    )
    return recepcion

"""La constancia de una candidatura en un lapso: lo que se publicó, tal como estuvo a la vista, y lo que se hizo.

Sólo lleva lo que fue público y lo que quien la pide puede leer por su rol. De la identidad no lleva nada, ni que
alguien se manifestó: de un documento que viaja no puede deducirse una negativa.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from conoceles.acuses.acciones import Clase, hacer_constar, sellar
from conoceles.acuses.lectura import reconocidos_a_tiempo
from conoceles.acuses.models import Acuse
from conoceles.bitacora.acciones import asentar
from conoceles.bitacora.models import Asiento
from conoceles.bitacora.reservados import ACTOS_RESERVADOS
from conoceles.comun.canonico import huella_de_bytes, json_canonico
from conoceles.comun.claves import folio_canonico
from conoceles.comun.ilegibles import ILEGIBLE
from conoceles.comun.legibles import legibles
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuentas.roles import ROLES
from conoceles.cuestionarios.models import Observacion, Validacion
from conoceles.interrupciones.lectura import en_curso
from conoceles.interrupciones.models import Interrupcion
from conoceles.mensajes.lectura import hilo_de
from conoceles.publicacion.ediciones import de_a_uno
from conoceles.publicacion.evidencia import notas, puntos
from conoceles.publicacion.evidencia.arbol import iso
from conoceles.publicacion.models import Constancia, Instantanea
from conoceles.registro.models import Candidatura, EntregaDeAcceso

from . import versiones

FORMATO = "conoceles/constancia/1"
# El estado de lo que se le dio en mano, y el de lo que se registró por error; el de una carta es el suyo.
ENTREGADO, ANULADO = "entregado", "anulado"

# Lo que un renglón de la bitácora puede decir fuera del sistema: claves de secciones y preguntas, estados y folios.
_DETALLES = (
    "actor", "antes", "campos", "canal", "clase", "despues", "dias", "envio", "folio", "pregunta", "preguntas",
    "ronda", "seccion", "secciones", "supuesto", "vence", "versiones",
)  # fmt: skip
_ACUSES_DE_IDENTIDAD = (Clase.CONSENTIMIENTO, Clase.IDENTIDAD)

Contenido = dict[str, Any]


class LapsoInvalido(ValueError):
    """El lapso no puede hacerse constar; el mensaje dice por qué y qué hacer."""


@transaction.atomic
def expedir(
    *,
    candidatura: Candidatura,
    desde: datetime,
    hasta: datetime,
    por: Usuario,
    ahora: datetime | None = None,
    con_datos_corregidos: bool = False,
) -> Constancia:
    """La hace constar: la guarda como se entrega, con su acuse y su renglón de bitácora.

    `con_datos_corregidos`: que la pantalla y el papel muestren también los datos de la persona que el registro
    corrigió después. Los documentos firmados, que prueban lo publicado, los llevan siempre.

    Raises:
        PermissionDenied: si no puede expedirlas.
        LapsoInvalido: si termina antes de empezar, si aún no llega o si es anterior a la candidatura.
        Alterado: si lo guardado no es lo que se publicó: no puede hacerse constar.
    """
    exigir(por, Permiso.EXPEDIR_CONSTANCIAS)
    de_a_uno()  # antes de leer la hora: lo que otra persona está por confirmar también es de este lapso
    ahora = ahora or timezone.now()
    hasta = min(hasta, ahora)
    armado = contenido(
        candidatura, desde=desde, hasta=hasta, por=por, ahora=ahora, con_datos_corregidos=con_datos_corregidos
    )
    constancia = _guardar(armado, candidatura, desde=desde, hasta=hasta, instante=ahora, por=por.acceso)
    asentar(
        por=por,
        accion="constancia:expedir",
        objeto=("candidatura", candidatura.clave),
        folio=constancia.folio,
        huella_del_acuse=constancia.huella,
        desde=_iso(desde),
        hasta=_iso(hasta),
        **({"con_datos_corregidos": True} if con_datos_corregidos else {}),
    )
    return constancia


def _guardar(armado: Contenido, candidatura: Candidatura, *, instante: datetime, **datos: Any) -> Constancia:
    """Los bytes que se entregan y el acuse que guarda su huella."""
    sello, clave, proceso = sellar(armado, Clase.CONSTANCIA), candidatura.clave, candidatura.proceso.clave
    acuse = hacer_constar(
        sello, clase=Clase.CONSTANCIA, candidatura=clave, proceso=proceso, instante=instante
    )
    acuse.save(force_insert=True)
    firmado = next(iter(puntos.que_se_leen(1)), None)
    return Constancia.objects.create(
        firma=notas.firmar_constancia(
            sello.folio, tamano=firmado.tamano if firmado else 0, numero=sello.nonce, huella=sello.huella
        ),
        folio=sello.folio,
        nonce=sello.nonce,
        huella=sello.huella,
        clave=clave,
        proceso=proceso,
        instante=instante,
        contenido=json_canonico(armado).decode(),
        **datos,
    )


def esta_integra(constancia: Constancia) -> bool:
    """¿Lo guardado es lo que se expidió? Su huella, con el número de comprobación, es la del acuse y la que se firmó."""
    try:
        acuse = Acuse.objects.filter(pk=constancia.folio).first()
        recalculada = huella_de_bytes(constancia.contenido.encode(), sal=bytes.fromhex(constancia.nonce))
        firmada = notas.firma_la_constancia(
            constancia.firma, constancia.folio, numero=constancia.nonce, huella=recalculada
        )
    except ILEGIBLE:
        return False
    return acuse is not None and acuse.huella == recalculada and firmada


def trae_lo_suprimido(constancia: Constancia) -> bool:
    """¿Lleva un documento cuyo contenido se suprimió después? Entonces ya no debe entregarse."""
    entregadas = [v["numero"] for v in constancia.datos["versiones"] if v["verificable"]["documento"]]
    return Instantanea.objects.filter(
        clave=constancia.clave, version__in=entregadas, documento__isnull=True
    ).exists()


def de_candidatura(clave: str) -> list[Constancia]:
    """Las expedidas de esa candidatura, de la más reciente a la primera."""
    return list(Constancia.objects.filter(clave=clave).defer("contenido"))


def leer(folio: str, *, por: Usuario) -> Constancia | None:
    """La de ese folio; `None` si no existe.

    Raises:
        PermissionDenied: si no puede expedirlas, o si ésta trae textos de observaciones y no valida.
    """
    exigir(por, Permiso.EXPEDIR_CONSTANCIAS)
    constancia = Constancia.objects.defer("contenido").filter(folio=folio_canonico(folio) or "").first()
    if constancia and esta_integra(constancia) and any(o["texto"] for o in constancia.datos["observaciones"]):
        exigir(por, Permiso.VALIDAR)
    return constancia


def se_suprimio(constancia: Constancia) -> bool:
    """¿De ella sólo queda su acuse?"""
    return Constancia.objects.filter(pk=constancia.pk, contenido="").exists()


def lapso_entero(candidatura: Candidatura, ahora: datetime) -> tuple[datetime, datetime]:
    """Desde lo primero que consta de la candidatura hasta ahora."""
    clave = candidatura.clave
    primeros: list[Any] = [
        *legibles(Instantanea.objects.filter(clave=clave).order_by("secuencia")[:1]),
        *legibles(Asiento.objects.sobre("candidatura", clave).order_by("secuencia")[:1]),
    ]
    constan = [*(primero.instante for primero in primeros), candidatura.aprobada_en]
    return min((cuando for cuando in constan if cuando), default=ahora), ahora


def contenido(
    candidatura: Candidatura,
    *,
    desde: datetime,
    hasta: datetime,
    por: Usuario,
    ahora: datetime,
    con_datos_corregidos: bool = False,
) -> Contenido:
    """Lo que consta en [desde, hasta), en forma canónica: lo mismo al mismo instante da los mismos bytes.

    Raises:
        LapsoInvalido, Alterado: véase `expedir`.
    """
    hasta = min(hasta, ahora)
    _revisar(candidatura, desde, hasta, ahora)
    lapso = {"instante__gte": desde, "instante__lt": hasta}
    proceso = candidatura.proceso
    with timezone.override(proceso.zona):
        return {
            "formato": FORMATO,
            "instituto": proceso.instituto.nombre,
            "proceso": {"clave": proceso.clave, "nombre": proceso.nombre, "zona": proceso.zona_horaria},
            "candidatura": _identificacion(candidatura),
            "desde": _iso(desde),
            "hasta": _iso(hasta),
            "expedida": {"instante": _iso(ahora), "por": por.nombre, "cargo": ROLES[por.rol].nombre},
            "con_datos_corregidos": con_datos_corregidos,
            "versiones": versiones.del_lapso(proceso, candidatura.clave, desde, hasta, ahora),
            "acuses": list(_acuses(candidatura.clave, lapso)),
            "observaciones": list(_observaciones(candidatura, desde, hasta, por)),
            "validaciones": list(_validaciones(candidatura, lapso)),
            "mensajes": _mensajes(candidatura, desde, hasta),
            "actos": list(_actos(candidatura.clave, lapso)),
            "interrupciones": list(_interrupciones(desde, hasta)),
        }


def _revisar(candidatura: Candidatura, desde: datetime, hasta: datetime, ahora: datetime) -> None:
    if desde >= ahora:
        raise LapsoInvalido("El lapso aún no llega: elija una fecha de inicio anterior a hoy.")
    if hasta <= desde:
        raise LapsoInvalido("El lapso termina antes de empezar: revise las dos fechas.")
    primero, _ = lapso_entero(candidatura, ahora)
    if hasta <= primero:
        raise LapsoInvalido("El lapso termina antes de que exista la candidatura: elija fechas posteriores.")


def _iso(cuando: datetime | None) -> str | None:
    """Como en las hojas de la bitácora pública, o nada."""
    return iso(cuando) if cuando else None


def _identificacion(candidatura: Candidatura) -> Contenido:
    return {
        "clave": candidatura.clave,
        "persona": candidatura.persona.nombre_completo,
        "cargo": candidatura.cargo.nombre,
        "demarcacion": candidatura.contienda.demarcacion.nombre,
        "actor": candidatura.posicion.actor.nombre,
    }


# --- Lo demás que consta -------------------------------------------------------------------------------------


def _acuses(clave: str, lapso: Mapping[str, datetime]) -> Iterator[Contenido]:
    suyos = Acuse.objects.filter(candidatura=clave, **lapso).exclude(clase__in=_ACUSES_DE_IDENTIDAD)
    reconocidos = reconocidos_a_tiempo([clave])
    for acuse in suyos.order_by("instante", "folio"):
        yield {
            "folio": acuse.folio,
            "clase": acuse.clase,
            "instante": _iso(acuse.instante),
            "secciones": acuse.secciones,
            "fuera_de_plazo": acuse.fuera_de_plazo and acuse.folio not in reconocidos,
            "huella": acuse.huella,
        }


def _observaciones(
    candidatura: Candidatura, desde: datetime, hasta: datetime, por: Usuario
) -> Iterator[Contenido]:
    """Las que se enviaron a la persona. El texto puede citar lo que no se publicó: sólo para quien valida."""
    emitidas = Observacion.objects.filter(
        cuestionario__candidatura=candidatura, emitida_en__gte=desde, emitida_en__lt=hasta
    )
    for observacion in emitidas.select_related("cuestionario").order_by("emitida_en", "pk"):
        yield {
            "seccion": observacion.seccion,
            "titulo": observacion.cuestionario.definicion.seccion(observacion.seccion).titulo,
            "supuesto": observacion.supuesto,
            "ronda": observacion.ronda,
            "por": observacion.por,
            "emitida_en": _iso(observacion.emitida_en),
            "vence_en": _iso(observacion.vence_en),
            "atendida_en": _iso(observacion.atendida_en),
            "texto": observacion.texto if por.puede(Permiso.VALIDAR) else None,
        }


def _validaciones(candidatura: Candidatura, lapso: Mapping[str, datetime]) -> Iterator[Contenido]:
    suyas = Validacion.objects.filter(envio__cuestionario__candidatura=candidatura, **lapso)
    for validacion in suyas.select_related("envio").order_by("instante", "pk"):
        yield {
            "folio": validacion.folio,
            "instante": _iso(validacion.instante),
            "por": validacion.por,
            "envio": validacion.envio.folio,
        }


def _mensajes(candidatura: Candidatura, desde: datetime, hasta: datetime) -> list[Contenido]:
    """Qué se le escribió, también a su cuenta, y cuándo salió, y cada entrega de su acceso. Ni el texto, ni a qué
    dirección, ni quién la recibió."""
    escritos = [*_cartas(candidatura, desde, hasta), *_entregas(candidatura, desde, hasta)]
    return sorted(escritos, key=lambda mensaje: mensaje["escrito_en"])


def _cartas(candidatura: Candidatura, desde: datetime, hasta: datetime) -> Iterator[Contenido]:
    cuenta = candidatura.persona.cuenta
    suyas = hilo_de(candidatura.clave, cuenta.acceso if cuenta else "")
    for carta in suyas.filter(creada_en__gte=desde, creada_en__lt=hasta):
        yield {
            "asunto": carta.asunto,
            "escrito_en": _iso(carta.creada_en),
            "enviado_en": _iso(carta.enviada_en),
            "estado": str(carta.estado),
        }


def _entregas(candidatura: Candidatura, desde: datetime, hasta: datetime) -> Iterator[Contenido]:
    suyas = EntregaDeAcceso.todas.filter(persona=candidatura.persona_id)
    del_lapso = suyas.filter(entregado_en__gte=desde, entregado_en__lt=hasta).select_related("anulacion")
    for entrega in del_lapso.order_by("entregado_en", "pk"):
        yield {
            "asunto": f"Entrega de su acceso: {entrega.get_canal_display().lower()}",
            "escrito_en": _iso(entrega.entregado_en),
            "enviado_en": None,
            "estado": ANULADO if entrega.su_anulacion else ENTREGADO,
        }


def _actos(clave: str, lapso: Mapping[str, datetime]) -> Iterator[Contenido]:
    """Los renglones de la bitácora, menos los de identidad, y sin su número: por los huecos se contarían los que faltan.

    De quien no es personal sólo se dice con qué papel actuó.
    """
    for asiento in legibles(
        Asiento.objects.sobre("candidatura", clave).filter(**lapso).order_by("secuencia")
    ):
        if asiento.accion.startswith(ACTOS_RESERVADOS) or asiento.detalle.get("tipo") == "identidad":
            continue
        rol = ROLES.get(asiento.rol)
        yield {
            "instante": _iso(asiento.instante),
            "accion": asiento.accion,
            "quien": asiento.actor if rol and rol.es_personal else "",
            "rol": asiento.rol,
            "detalle": {c: asiento.detalle[c] for c in _DETALLES if c in asiento.detalle},
            "huella": asiento.huella,
        }


def _interrupciones(desde: datetime, hasta: datetime) -> Iterator[Contenido]:
    """Las que siguen en pie, las anuladas que ya movieron plazos y la que está pasando, sin `hasta`."""
    pasando = en_curso()
    if pasando and (pasando.desde >= hasta or pasando.hasta <= desde):
        pasando = None
    que_cuentan = Interrupcion.objects.que_cuentan().que_tocan(desde, hasta).order_by("desde", "pk")
    for interrupcion in (*legibles(que_cuentan), *([pasando] if pasando else [])):
        yield {
            "desde": _iso(interrupcion.desde),
            "hasta": None if interrupcion is pasando else _iso(interrupcion.hasta),
            "origen": interrupcion.origen,
            "descripcion": interrupcion.descripcion,
            "devuelta_en": _iso(interrupcion.gracia_en),
            "anulada_en": _iso(interrupcion.anulada_en),
            "motivo_de_anulacion": interrupcion.motivo_de_anulacion,
        }

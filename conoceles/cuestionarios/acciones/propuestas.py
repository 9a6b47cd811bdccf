"""Los textos que un partido propone y que sólo la persona vuelve respuestas suyas (o descarta)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Acto, asentar, asentar_varios
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.cuestionarios.definiciones import Clase, Pregunta, Tipo
from conoceles.cuestionarios.models import Avance, Cuestionario, Respuesta, TextoPropuesto
from conoceles.registro.models import ActorPolitico, Candidatura
from conoceles.registro.representaciones import partido_de

from .borradores import guardar_seccion
from .comun import SeccionCerrada, exigir, objeto_de, tomar_candado

LOTE = 500
# El contacto, las redes y la fotografía los pone la persona: de ellos responde ella.
_TIPOS = (Tipo.TEXTO_LARGO, Tipo.OPCION, Tipo.LISTA)


class YaResuelta(Exception):
    """La persona ya usó o descartó ese texto, o su partido propuso otro en su lugar."""


class Efecto(Enum):
    """Qué haría proponer un texto, visto lo que ya hay."""

    NUEVO = "nuevo"
    CAMBIA = "cambia"  # sustituye a otro que la persona todavía no resuelve
    IGUAL = "igual"  # ya se propuso, o ya es su respuesta
    CERRADO = "cerrado"  # su sección no puede cambiarse ahora


@dataclass(frozen=True)
class Texto:
    """Un texto por proponer; `valor`, ya normalizado como se guarda una respuesta."""

    candidatura: Candidatura
    pregunta: str
    valor: Any


def se_propone(pregunta: Pregunta) -> bool:
    """¿Puede un partido proponer un texto para esa pregunta?"""
    return pregunta.clase is Clase.PUBLICA and pregunta.tipo in _TIPOS


def prever(textos: Sequence[Texto]) -> list[Efecto]:
    """Qué haría cada uno. Sólo lee, con un número fijo de consultas."""
    return _efectos(textos, _cuestionarios([texto.candidatura.pk for texto in textos]))


def _cuestionarios(candidaturas: Collection[int]) -> dict[int, Cuestionario]:
    suyos = Cuestionario.objects.curriculares().filter(candidatura__in=set(candidaturas))
    return {
        c.candidatura_id: c
        for c in suyos.prefetch_related("respuestas", "observaciones", "textos_propuestos")
    }


def _efectos(textos: Sequence[Texto], cuestionarios: Mapping[int, Cuestionario]) -> list[Efecto]:
    return [_efecto(texto, cuestionarios.get(texto.candidatura.pk)) for texto in textos]


def _efecto(texto: Texto, cuestionario: Cuestionario | None) -> Efecto:
    if cuestionario is None:
        return Efecto.NUEVO
    seccion = cuestionario.definicion.seccion_de(texto.pregunta)
    propuestos = [p for p in cuestionario.textos_propuestos.all() if p.pregunta == texto.pregunta]
    respuesta = cuestionario.respuestas_por_clave().get(texto.pregunta)
    if texto.valor in [respuesta, *(propuesto.valor for propuesto in propuestos)]:
        return Efecto.IGUAL
    if seccion.clave not in cuestionario.secciones_editables():
        return Efecto.CERRADO
    hay_pendiente = any(propuesto.resuelto_en is None for propuesto in propuestos)
    return Efecto.CAMBIA if hay_pendiente else Efecto.NUEVO


@transaction.atomic
def proponer(*, actor: ActorPolitico, textos: Sequence[Texto], por: Usuario) -> list[Texto]:
    """Propone todos o ninguno; devuelve los que dicen algo nuevo. Nunca toca una respuesta.

    Raises:
        PermissionDenied: si no representa al actor o alguna candidatura no es de las suyas.
        SeccionCerrada: si alguna sección ya no puede cambiarse.
        ValueError: si alguna pregunta no se propone.
    """
    if partido_de(por).pk != actor.pk:
        raise PermissionDenied
    cuestionarios = _tomar(actor, textos)
    _exigir_que_se_propongan(textos, cuestionarios)
    efectos = _efectos(textos, cuestionarios)
    if Efecto.CERRADO in efectos:
        raise SeccionCerrada("Alguna sección se envió mientras usted revisaba su archivo.")
    nuevos = [t for t, e in zip(textos, efectos, strict=True) if e in (Efecto.NUEVO, Efecto.CAMBIA)]
    _escribir(nuevos, cuestionarios, actor, por)
    return nuevos


def _tomar(actor: ActorPolitico, textos: Sequence[Texto]) -> dict[int, Cuestionario]:
    """Los cuestionarios en exclusiva (los que falten se abren vacíos): nadie envía ni resuelve mientras tanto."""
    candidaturas = {texto.candidatura.pk: texto.candidatura for texto in textos}
    propias = Candidatura.objects.vigentes().de_partido(actor).filter(pk__in=candidaturas)
    if propias.count() != len(candidaturas):
        raise PermissionDenied
    tipo = Cuestionario.Tipo.CURRICULAR
    Cuestionario.objects.bulk_create(
        [
            Cuestionario(
                candidatura=candidatura,
                tipo=tipo,
                definicion_clave=Cuestionario.definicion_que_rige(candidatura, tipo),
            )
            for candidatura in candidaturas.values()
        ],
        ignore_conflicts=True,
        batch_size=LOTE,
    )
    suyos = Cuestionario.objects.curriculares().filter(candidatura__in=candidaturas)
    list(suyos.select_for_update().order_by("pk").values_list("pk"))
    return _cuestionarios(candidaturas)


def _exigir_que_se_propongan(textos: Sequence[Texto], cuestionarios: Mapping[int, Cuestionario]) -> None:
    for texto in textos:
        definicion = cuestionarios[texto.candidatura.pk].definicion
        pregunta = next((p for p in definicion.preguntas if p.clave == texto.pregunta), None)
        if pregunta is None or not se_propone(pregunta):
            raise ValueError(f"«{texto.pregunta}» no se propone: la contesta la propia persona.")


def _escribir(
    nuevos: Sequence[Texto],
    cuestionarios: Mapping[int, Cuestionario],
    actor: ActorPolitico,
    por: Usuario,
) -> None:
    ahora, preguntas = timezone.now(), defaultdict[str, list[str]](list)
    sustituidos = [
        propuesto.pk
        for texto in nuevos
        for propuesto in cuestionarios[texto.candidatura.pk].textos_propuestos.all()
        if propuesto.pregunta == texto.pregunta and propuesto.resuelto_en is None
    ]
    for inicio in range(0, len(sustituidos), LOTE):
        TextoPropuesto.objects.filter(pk__in=sustituidos[inicio : inicio + LOTE]).delete()
    TextoPropuesto.objects.bulk_create(
        [
            TextoPropuesto(
                cuestionario=cuestionarios[texto.candidatura.pk],
                pregunta=texto.pregunta,
                valor=texto.valor,
                actor=actor,
                por=por.acceso,
                propuesto_en=ahora,
            )
            for texto in nuevos
        ],
        batch_size=LOTE,
    )
    for texto in nuevos:
        preguntas[texto.candidatura.clave].append(texto.pregunta)
    asentar_varios(
        por=por,
        actos=[
            Acto("propuesta:proponer", ("candidatura", clave), {"actor": actor.clave, "preguntas": suyas})
            for clave, suyas in preguntas.items()
        ],
    )


# --- Lo que decide la persona --------------------------------------------------------------------------
@transaction.atomic
def usar(*, propuesta: TextoPropuesto, por: Usuario, sesion: str = "") -> Avance:
    """Lo vuelve su respuesta, con su origen dicho. Lo que ella tenía guardado se aparta: nada se pierde.

    Raises:
        YaResuelta: si ese texto ya no espera decisión.
        SeccionCerrada: si su sección no puede cambiarse.
    """
    cuestionario, propuesta = _por_resolver(propuesta, por)
    avance = guardar_seccion(
        cuestionario=cuestionario,
        seccion=cuestionario.definicion.seccion_de(propuesta.pregunta).clave,
        valores={propuesta.pregunta: propuesta.valor},
        por=por,
        sesion=sesion,
        aparta_lo_anterior=True,
    )
    cuestionario.respuestas.filter(pregunta=propuesta.pregunta).update(origen=Respuesta.Origen.POSTULANTE)
    _resolver(propuesta, por, se_uso=True)
    return avance


@transaction.atomic
def descartar(*, propuesta: TextoPropuesto, por: Usuario) -> None:
    """La persona no lo quiere. Su partido ve que lo descartó; volver a proponer lo mismo no insiste.

    Raises:
        YaResuelta: si ese texto ya no espera decisión.
    """
    _, propuesta = _por_resolver(propuesta, por)
    _resolver(propuesta, por, se_uso=False)


def _por_resolver(propuesta: TextoPropuesto, por: Usuario) -> tuple[Cuestionario, TextoPropuesto]:
    """El cuestionario en exclusiva y el texto, si aún espera decisión."""
    cuestionario = tomar_candado(propuesta.cuestionario)
    exigir(por, Permiso.CAPTURAR, cuestionario)
    pendiente = cuestionario.textos_propuestos.filter(pk=propuesta.pk, resuelto_en=None).first()
    if pendiente is None:
        raise YaResuelta("Ese texto ya no espera su decisión.")
    pendiente.cuestionario = cuestionario
    return cuestionario, pendiente


def _resolver(propuesta: TextoPropuesto, por: Usuario, *, se_uso: bool) -> None:
    propuesta.resuelto_en, propuesta.se_uso = timezone.now(), se_uso
    propuesta.save(update_fields=["resuelto_en", "se_uso"])
    asentar(
        por=por,
        accion="propuesta:usar" if se_uso else "propuesta:descartar",
        objeto=objeto_de(propuesta.cuestionario),
        pregunta=propuesta.pregunta,
    )

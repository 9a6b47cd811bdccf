"""Suprimir: borrar para siempre el contenido de versiones publicadas. De ellas quedan la hoja, la huella y el folio.

Un solo mecanismo para dos cosas: retirar de la historia lo que ya se corrigió y no debe seguir leyéndose en versiones
anteriores, y borrar también lo que hoy se muestra, que antes deja de verse. Lo enviado no se toca: no es público.

Aquí sólo se hace. Si hacen falta dos personas lo decide `publicacion.vistos`, por donde entran las pantallas.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any

from django.db import transaction

from conoceles.bitacora.acciones import asentar
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuestionarios.models import Cuestionario
from conoceles.publicacion import constructor, ediciones, retratos
from conoceles.publicacion.evidencia.publicado import lo_publicado
from conoceles.publicacion.lectura import Alterado, documento_de, versiones_de
from conoceles.publicacion.memoria.cambios import definicion_de
from conoceles.publicacion.models import Ficha, Instantanea, Supresion
from conoceles.publicacion.pausas import por_revisar
from conoceles.registro.models import Candidatura

from .comun import ALTERADO, NoPublicable, con_motivo, ficha_en
from .documentos import al_corriente
from .retiros import anotar_pausa, anotar_retiro, exigir_seccion

Respuestas = Mapping[str, Any]

_NADA = (
    "No hay nada que borrar: ninguna versión anterior dice otra cosa que lo que hoy rige. Si lo que debe borrarse es "
    "eso, elija suprimir también lo que hoy se muestra."
)
_NADA_PUBLICADO = "No hay nada que borrar: ninguna versión lo muestra, o ya se suprimió."


@transaction.atomic
def suprimir(
    *,
    candidatura: Candidatura,
    motivo: str,
    por: Usuario | None,
    seccion: str = "",
    con_lo_actual: bool = False,
) -> Supresion:
    """Borra el contenido entero de cada versión de `versiones_por_borrar`, y las fotografías que ya nadie publica.

    `con_lo_actual`: lo que hoy se muestra de ese apartado (sin él, la ficha entera) deja antes de verse y no vuelve
    como estaba: sólo con una corrección. No se deshace.

    Raises:
        NoPublicable: si nunca se publicó, si no hay qué borrar, si algo se alteró por fuera o si falta que otra
            persona revise lo que se ocultó de urgencia.
        ValueError: si falta el motivo o el apartado no existe.
    """
    exigir(por, Permiso.PUBLICAR)
    motivo = con_motivo(motivo)
    ficha = ficha_en(candidatura, Ficha.Estado.PUBLICADA, Ficha.Estado.RETIRADA)
    cuestionario = Cuestionario.objects.curriculares().get(candidatura=candidatura)
    versiones = versiones_por_borrar(cuestionario, ficha, seccion=seccion, con_lo_actual=con_lo_actual)
    if con_lo_actual:
        _dejar_de_mostrar(cuestionario, ficha, seccion, motivo, por)
    if ficha.vigente.version in versiones:  # la página quedaría vacía y sin decir por qué
        raise NoPublicable("No se puede: la versión que rige todavía lo muestra.")
    _borrar(ficha, versiones)
    supresion = Supresion.objects.create(
        clave=ficha.clave,
        proceso=ficha.proceso,
        versiones=versiones,
        secciones=_secciones(cuestionario, seccion),
        con_lo_actual=con_lo_actual,
        motivo=motivo,
    )
    asentar(
        por=por,
        accion="ficha:suprimir",
        objeto=("candidatura", ficha.clave),
        versiones=versiones,
        supresion=supresion.pk,
        huella=supresion.huella_de_lo_ordenado,
    )
    ediciones.mover(ficha.proceso)  # lo guardado en memoria y en los navegadores ya no sirve
    return supresion


def versiones_por_borrar(
    cuestionario: Cuestionario, ficha: Ficha, *, seccion: str = "", con_lo_actual: bool = False
) -> list[int]:
    """Los números de las versiones que muestran en ese apartado (sin él, en cualquiera) lo que se pide suprimir.

    Sin `con_lo_actual`, las que dicen algo distinto de lo último que se publicó, se vea hoy o no.

    Raises:
        NoPublicable, ValueError: véase `suprimir`.
    """
    if seccion:
        exigir_seccion(cuestionario.candidatura, seccion)
    if con_lo_actual and {"", *_secciones(cuestionario, seccion)} & por_revisar(ficha.clave):
        raise NoPublicable("No se puede: se ocultó de urgencia y falta que otra persona lo revise.")
    actual = {} if con_lo_actual else _lo_actual(cuestionario, ficha)
    versiones = [
        fila.version
        for fila, dice in _lo_que_dicen(ficha.clave, seccion)
        if any(actual.get(clave) != valor for clave, valor in dice.items())
    ]
    if not versiones:
        raise NoPublicable(_NADA_PUBLICADO if con_lo_actual else _NADA)
    return versiones


def _secciones(cuestionario: Cuestionario, seccion: str) -> list[str]:
    """De qué apartados se trata; la clave vacía es la ficha entera."""
    return [seccion] if seccion else ["", *(suya.clave for suya in cuestionario.definicion)]


def _lo_actual(cuestionario: Cuestionario, ficha: Ficha) -> Respuestas:
    """Lo último que se publicó, aunque hoy esté oculto: puede volver."""
    respuestas = lo_publicado([ficha.clave])[ficha.clave]
    if respuestas is None:
        raise NoPublicable(f"{ficha.clave}: {ALTERADO}")
    return constructor.a_la_vista(cuestionario.definicion, respuestas, ())


def _lo_que_dicen(clave: str, seccion: str) -> Iterator[tuple[Instantanea, Respuestas]]:
    """Cada versión que conserva su contenido, con sus respuestas de ese apartado; sin él, todas."""
    try:
        for fila in versiones_de(clave):
            if fila.documento is not None:
                documento = documento_de(fila)
                suyas = {p.clave for s in definicion_de(documento) if s.clave == seccion for p in s.preguntas}
                dice = documento["respuestas"]
                yield fila, {c: v for c, v in dice.items() if not seccion or c in suyas}
    except Alterado as error:  # borrarla borraría la prueba de quién la cambió
        raise NoPublicable(f"{clave}: {ALTERADO}") from error


def _dejar_de_mostrar(
    cuestionario: Cuestionario, ficha: Ficha, seccion: str, motivo: str, por: Usuario | None
) -> None:
    """Lo que ya estaba oculto conserva su motivo. La ficha entera se retira: con ella, lo de identidad."""
    respondidas = {cuestionario.definicion.seccion_de(c).clave for c in _lo_actual(cuestionario, ficha)}
    for suya in _secciones(cuestionario, seccion):
        if suya in respondidas and suya not in ficha.pausas:
            anotar_pausa(ficha, suya, motivo, por)
    if not seccion and ficha.estado == Ficha.Estado.PUBLICADA:
        anotar_retiro(ficha, motivo)
        asentar(por=por, accion="ficha:retirar", objeto=("candidatura", ficha.clave))
    candidatura = cuestionario.candidatura
    al_corriente([candidatura], por=por, fichas={ficha.clave: ficha}, cambia_el_registro=False)


def _borrar(ficha: Ficha, versiones: Collection[int]) -> None:
    """El documento y su sal, juntos: la huella sola no deja adivinar qué decía."""
    filas = Instantanea.objects.filter(clave=ficha.clave, version__in=versiones)
    fotos = {documento_de(fila)["respuestas"].get("foto") for fila in filas} - {None, ""}
    filas.update(documento=None, sal=None)
    transaction.on_commit(partial(_borrar_fotos, fotos), robust=True)


@transaction.atomic
def _borrar_fotos(fotos: Collection[str]) -> None:
    """Con el turno tomado: quien publicara la misma fotografía entretanto la tendría nombrada."""
    ediciones.de_a_uno()
    for foto in fotos:
        if not Instantanea.objects.filter(documento__contains=foto).exists():
            retratos.borrar(foto)

"""Las marcas de un envío: lo que se ve en él, reducido a sí o no, para filtrar la cola sin leer ningún texto.

Las anota el reloj, a más tardar unos minutos después de recibirlo: comparar un texto con los de todo el proceso
tarda, y quien envía no espera por ello. Quien abre la revisión ve los hechos de ese momento, con sus fragmentos.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef

from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario, Envio

from .avisos import Aviso, del_cuestionario
from .models import Marcas
from .retratos import parecidos

# Cada una compara sus textos con los de todo el proceso: un décimo de segundo.
POR_VUELTA = 60


def marcar(envio: Envio) -> Marcas:
    """Anota las marcas de este envío en lugar de las del anterior, y la de copia en las que coinciden con él.

    Se mira antes de escribir: la base sólo se ocupa mientras se guardan.
    """
    candidatura = envio.cuestionario.candidatura
    definicion = envio.cuestionario.definicion
    por_pregunta = del_cuestionario(definicion, envio.contenido, candidatura=candidatura)
    avisos = [aviso for suyos in por_pregunta.values() for aviso in suyos]
    repetida = parecidos(envio.contenido.get("foto") or "", candidatura=candidatura)
    vistas = {aviso.marca for aviso in avisos} | ({"foto_repetida"} if repetida else set())
    with transaction.atomic():
        marcas, _ = Marcas.objects.update_or_create(
            candidatura=candidatura,
            defaults={"envio": envio, **{clave: clave in vistas for clave in Marcas.CLAVES}},
        )
        Marcas.objects.filter(candidatura__in=_copiadas(avisos)).update(copias=True)
        Marcas.objects.filter(candidatura__in=repetida).update(foto_repetida=True)
    return marcas


def _copiadas(avisos: list[Aviso]) -> set[int]:
    return {pk for aviso in avisos for pk in aviso.candidaturas}


def marcar_pendientes(*, cuantos: int = POR_VUELTA) -> int:
    """Marca lo que espera revisión y aún no se ha mirado, primero lo más antiguo; devuelve cuántos."""
    ultimo = ~Exists(
        Envio.objects.filter(cuestionario=OuterRef("cuestionario"), numero__gt=OuterRef("numero"))
    )
    pendientes = (
        Envio.objects.filter(
            ultimo,
            ~Exists(Marcas.objects.filter(envio=OuterRef("pk"))),
            cuestionario__tipo=Cuestionario.Tipo.CURRICULAR,
            cuestionario__estado__in=[Estado.ENVIADO, Estado.CORREGIDO, Estado.EN_VALIDACION],
            cuestionario__candidatura__posicion__contienda__cargo__proceso__es_historico=False,
        )
        .select_related("cuestionario__candidatura__posicion__contienda__cargo__proceso")
        .order_by("instante")
    )
    return len([marcar(envio) for envio in pendientes[:cuantos]])

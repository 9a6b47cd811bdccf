"""Hacer constar que el acceso llegó a manos de su titular, y decir a quién le falta (dominio D.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.bitacora.models import Asiento
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.mensajes.models import Carta

from .models import Candidatura, CandidaturaQuerySet, EntregaDeAcceso, Persona
from .representaciones import partido_de

Canal = EntregaDeAcceso.Canal

# Quien ya entró tiene su acceso, conste o no cómo le llegó. Sobre candidaturas de `con_entrega`.
ENTRO = Q(persona__cuenta__primera_entrada_en__isnull=False)
POR_ENTREGAR = ~ENTRO & Q(tiene_entrega=False, enviado_en=None)


class SinCuenta(Exception):
    """No hay acceso que entregar: la persona aún no tiene cuenta, o ya no tiene candidatura vigente."""


def con_entrega(candidaturas: CandidaturaQuerySet) -> Any:
    """Añade `tiene_entrega` (hay constancia) y `enviado_en` (cuándo salió una carta a su correo)."""
    cartas = Carta.objects.filter(sobre=OuterRef("persona__cuenta__acceso"), enviada_en__isnull=False)
    return candidaturas.annotate(
        tiene_entrega=Exists(EntregaDeAcceso.objects.filter(persona=OuterRef("persona"))),
        enviado_en=Subquery(cartas.order_by("-enviada_en").values("enviada_en")[:1]),
    )


@dataclass(frozen=True)
class Acceso:
    """`desde`: cuándo lo recibió. `cierres`: cada vez que el Instituto cerró (`True`) o reabrió su cuenta, en orden."""

    desde: datetime
    cierres: tuple[tuple[datetime, bool], ...] = ()

    def servia_al(self, limite: datetime) -> bool:
        """¿Lo tenía antes de ese instante, sin que el Instituto se lo hubiera quitado?"""
        cerrada = [se_cerro for instante, se_cerro in self.cierres if instante < limite][-1:]
        return self.desde < limite and cerrada != [True]


def recibieron_acceso(candidaturas: Sequence[Candidatura]) -> dict[int, Acceso]:
    """Persona → su acceso, desde lo primero que conste de una entrega, una carta o su entrada.

    Es la misma regla de `POR_ENTREGAR`, con su instante; quien no aparece aún no lo recibe.
    """
    entregas = EntregaDeAcceso.objects.filter(persona=OuterRef("pk")).order_by("entregado_en")
    cartas = Carta.objects.filter(sobre=OuterRef("cuenta__acceso"), enviada_en__isnull=False)
    constancias = Persona.objects.filter(pk__in=[c.persona_id for c in candidaturas]).values_list(
        "pk",
        "cuenta__acceso",
        "cuenta__primera_entrada_en",
        Subquery(entregas.values("entregado_en")[:1]),
        Subquery(cartas.order_by("enviada_en").values("enviada_en")[:1]),
    )
    recibidos = {
        pk: (cuenta, min(filter(None, instantes))) for pk, cuenta, *instantes in constancias if any(instantes)
    }
    cierres = _cierres([cuenta for cuenta, _ in recibidos.values() if cuenta])
    return {pk: Acceso(desde, tuple(cierres[cuenta])) for pk, (cuenta, desde) in recibidos.items()}


def _cierres(cuentas: Sequence[str]) -> dict[str, list[tuple[datetime, bool]]]:
    """De la bitácora: la cuenta sólo dice cómo está hoy, y lo que cuenta es cómo estaba al vencer el plazo."""
    actos = Asiento.objects.filter(
        objeto_tipo="cuenta", objeto_clave__in=cuentas, accion__in=["cuenta:desactivar", "cuenta:reactivar"]
    )
    cierres: dict[str, list[tuple[datetime, bool]]] = defaultdict(list)
    for acto in actos.order_by("secuencia"):
        cierres[acto.objeto_clave].append((acto.instante, acto.accion == "cuenta:desactivar"))
    return cierres


def tuvo_acceso(candidatura: Candidatura, recibieron: Mapping[int, Acceso]) -> bool:
    """¿Lo recibió antes de que venciera su plazo, y aún servía? Si no, no responder no es falta suya."""
    acceso = recibieron.get(candidatura.persona_id)
    return acceso is not None and acceso.servia_al(candidatura.plazo_de_captura)


@transaction.atomic
def registrar_entrega(
    *, persona: Persona, canal: str, recibio: str, entregado_en: datetime | None = None, por: Usuario
) -> EntregaDeAcceso:
    """Hace constar una entrega. Repetirla igual (un doble clic) no hace dos.

    El Instituto registra las de cualquiera, por cualquier medio; un partido, sólo las suyas y por su conducto.

    Raises:
        PermissionDenied: si no le toca.
        SinCuenta: si no hay acceso que entregar.
        ValidationError: por campo: falta quién recibió, o la fecha es futura.
    """
    candidatura = _candidatura_de(persona, por, canal)
    recibio, ahora = " ".join(recibio.split()), timezone.now()
    if not recibio:
        raise ValidationError({"recibio": "Escriba el nombre de quien recibió la hoja."})
    if entregado_en and entregado_en > ahora:
        raise ValidationError({"fecha": "La fecha de entrega no puede ser posterior a hoy."})
    entrega, es_nueva = EntregaDeAcceso.objects.get_or_create(
        persona=persona,
        canal=canal,
        recibio=recibio[:200],
        entregado_en=entregado_en or ahora,
        defaults={"por": por.acceso},
    )
    if es_nueva:
        asentar(
            por=por, accion="acceso:entregar", objeto=("candidatura", candidatura.clave), canal=str(canal)
        )
    return entrega


def _candidatura_de(persona: Persona, por: Usuario, canal: str) -> Candidatura:
    """La vigente de esa persona, si quien registra puede hacerlo."""
    vigentes = Candidatura.objects.vigentes().filter(persona=persona, persona__cuenta__isnull=False)
    if por.puede(Permiso.REPRESENTAR):
        vigentes = vigentes.de_partido(partido_de(por))
        if canal != Canal.PARTIDO or not vigentes.exists():
            raise PermissionDenied
    else:
        exigir(por, Permiso.ENTREGAR_ACCESO)
    candidatura = vigentes.first()
    if candidatura is None:
        raise SinCuenta("Todavía no tiene cuenta. Déle acceso antes de registrar que lo recibió.")
    # El candado hace que de dos registros iguales a la vez sólo quede uno.
    Persona.objects.select_for_update().get(pk=persona.pk)
    return candidatura

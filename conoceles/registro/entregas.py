"""Hacer constar que el acceso llegó a manos de su titular, y decir a quién le falta (dominio D.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from conoceles.bitacora.acciones import Acto, asentar, asentar_varios
from conoceles.bitacora.models import Asiento
from conoceles.comun.horas import dia
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.mensajes.models import Carta

from .lapsos import Acceso, Cierre, lapsos, plazo_con_acceso
from .models import AnulacionDeEntrega, Candidatura, CandidaturaQuerySet, EntregaDeAcceso, Persona
from .representaciones import partido_de

Canal = EntregaDeAcceso.Canal
MOTIVO_MAXIMO = AnulacionDeEntrega._meta.get_field("motivo").max_length or 300

# Sobre candidaturas de `con_entrega`. Quien ya entró tuvo su acceso, conste o no cómo le llegó.
ENTRO = Q(persona__cuenta__primera_entrada_en__isnull=False)
NUNCA_LO_RECIBIO = ~ENTRO & Q(tiene_entrega=False, enviado_en=None)
# Hoy; sobre las de `con_lo_que_falta`.
POR_ENTREGAR = NUNCA_LO_RECIBIO | Q(se_reabrio_sin_acceso=True)

CONGELACION, CORRECCION_DE_CORREO = "cuenta:congelar", "cuenta:cambiar_correo"


class SinCuenta(Exception):
    """No hay acceso que entregar: la persona aún no tiene cuenta, o ya no tiene candidatura vigente."""


def con_entrega(candidaturas: CandidaturaQuerySet) -> Any:
    """Añade `tiene_entrega` (hay constancia) y `enviado_en` (cuándo salió una carta a su correo)."""
    cartas = _que_llegaron().filter(sobre=OuterRef("persona__cuenta__acceso"))
    return candidaturas.annotate(
        tiene_entrega=Exists(EntregaDeAcceso.objects.filter(persona=OuterRef("persona"))),
        enviado_en=Subquery(cartas.order_by("-enviada_en").values("enviada_en")[:1]),
    )


def con_lo_que_falta(candidaturas: CandidaturaQuerySet) -> Any:
    """Lo mismo, y `se_reabrio_sin_acceso`: se cerró su cuenta y, desde que se reabrió, no consta cómo entrar."""
    falta = When(persona__cuenta__acceso__in=_reabiertas_sin_acceso(), then=Value(True))
    return con_entrega(candidaturas).annotate(se_reabrio_sin_acceso=Case(falta, default=Value(False)))


def _reabiertas_sin_acceso() -> list[str]:
    """Las cuentas abiertas cuyo último lapso terminó al cerrarlas: la regla de su página. Son pocas."""
    reaperturas = Asiento.objects.filter(objeto_tipo="cuenta", accion="cuenta:reactivar")
    abiertas = Usuario.objects.filter(is_active=True, acceso__in=reaperturas.values("objeto_clave"))
    cuentas = list(abiertas.values_list("acceso", flat=True))
    cierres, todas = _cierres(cuentas), _constancias(cuentas)
    return [
        cuenta
        for cuenta in cuentas
        if all(hasta for _, hasta in lapsos(todas.get(cuenta, ()), cierres.get(cuenta, ())))
    ]


def recibieron_acceso(candidaturas: Sequence[Candidatura]) -> dict[int, Acceso]:
    """Persona → cuándo pudo entrar. Quien no aparece aún no lo recibe: es la regla de `NUNCA_LO_RECIBIO`."""
    entregas = EntregaDeAcceso.objects.filter(persona=OuterRef("pk")).order_by("entregado_en")
    cartas = _que_llegaron().filter(sobre=OuterRef("cuenta__acceso"))
    constancias = Persona.objects.filter(pk__in=[c.persona_id for c in candidaturas]).values_list(
        "pk",
        "cuenta__acceso",
        "cuenta__primera_entrada_en",
        Subquery(entregas.values("entregado_en")[:1]),
        Subquery(cartas.order_by("enviada_en").values("enviada_en")[:1]),
    )
    primeras = {
        pk: (cuenta, min(filter(None, instantes))) for pk, cuenta, *instantes in constancias if any(instantes)
    }
    cierres = _cierres([cuenta for cuenta, _ in primeras.values() if cuenta])
    todas = _constancias(cierres)
    return {
        pk: Acceso(tuple(lapsos(todas.get(cuenta, [primera]), cierres.get(cuenta, ()))))
        for pk, (cuenta, primera) in primeras.items()
    }


def _que_llegaron() -> QuerySet[Carta]:
    """Las que salieron. No las que fueron a un correo que el Instituto corrigió antes de que la persona entrara: eran
    para otro buzón, y nada dice que las haya leído."""
    ya_habia_entrado = Usuario.objects.filter(
        acceso=OuterRef("objeto_clave"), primera_entrada_en__lt=OuterRef("instante")
    )
    corregido = Asiento.objects.filter(
        ~Exists(ya_habia_entrado),
        objeto_tipo="cuenta",
        accion=CORRECCION_DE_CORREO,
        objeto_clave=OuterRef("sobre"),
        instante__gt=OuterRef("enviada_en"),
    )
    return Carta.objects.filter(~Exists(corregido), enviada_en__isnull=False)


def cambian_sin_entrega() -> QuerySet[Asiento, Any]:
    """Las cuentas cuyo acceso cambió sin que nadie lo entregara: se congelaron, o se les corrigió el correo."""
    cambios = Asiento.objects.filter(objeto_tipo="cuenta", accion__in=(CONGELACION, CORRECCION_DE_CORREO))
    return cambios.values("objeto_clave")


def _cierres(cuentas: Sequence[str]) -> dict[str, list[Cierre]]:
    """De la bitácora: la cuenta sólo dice cómo está hoy, y lo que cuenta es cómo estaba al vencer el plazo.

    Congelarla también la cierra: la reabre sólo el Instituto.
    """
    cierres: dict[str, list[Cierre]] = defaultdict(list)
    for acto in _actos(cuentas, "cuenta:desactivar", CONGELACION, "cuenta:reactivar"):
        cierres[acto.objeto_clave].append((acto.instante, acto.accion != "cuenta:reactivar"))
    return dict(cierres)


def _constancias(cuentas: Collection[str]) -> dict[str, list[datetime]]:
    """De las que alguna vez se cerraron, que son pocas: cada vez que consta que recibieron cómo entrar o entraron."""
    if not cuentas:
        return {}
    entregas = EntregaDeAcceso.objects.filter(persona__cuenta__acceso__in=cuentas)
    cartas = _que_llegaron().filter(sobre__in=cuentas)
    primeras = Usuario.objects.filter(acceso__in=cuentas)
    constan: dict[str, list[datetime]] = defaultdict(list)
    for cuenta, instante in [
        *entregas.values_list("persona__cuenta__acceso", "entregado_en"),
        *cartas.values_list("sobre", "enviada_en"),
        *primeras.values_list("acceso", "primera_entrada_en"),
        *((acto.objeto_clave, acto.instante) for acto in _actos(cuentas, "sesion:abrir")),
    ]:
        if instante:
            constan[cuenta].append(instante)
    return constan


def _actos(cuentas: Collection[str], *acciones: str) -> QuerySet[Asiento]:
    suyos = Asiento.objects.filter(objeto_tipo="cuenta", objeto_clave__in=cuentas, accion__in=acciones)
    return suyos.order_by("secuencia")


def tuvo_acceso(candidatura: Candidatura, recibieron: Mapping[int, Acceso]) -> bool:
    """¿Lo tuvo al vencer su plazo, y con los días de quien entra? Si no, no responder no es falta suya.

    La misma pregunta deciden su página, el panel, la carta, si su envío llegó a tiempo y si le falta que se le dé plazo.
    """
    acceso, limite = recibieron.get(candidatura.persona_id, Acceso()), candidatura.plazo_de_captura
    return acceso.servia_al(limite) and plazo_con_acceso(candidatura, limite, acceso) <= limite


def asentar_entregas(entregas: Iterable[tuple[Candidatura, EntregaDeAcceso]], *, por: Usuario | None) -> None:
    """Un renglón por entrega, con la huella de lo que dice: una inventada o cambiada por fuera se nota."""
    actos = [
        Acto(
            "acceso:entregar",
            ("candidatura", candidatura.clave),
            {"canal": str(entrega.canal), "entrega": entrega.pk, "huella": entrega.huella_de_lo_entregado},
        )
        for candidatura, entrega in entregas
    ]
    asentar_varios(por=por, actos=actos)


@transaction.atomic
def registrar_entrega(
    *, persona: Persona, canal: str, recibio: str, entregado_en: datetime | None = None, por: Usuario
) -> EntregaDeAcceso:
    """Hace constar una entrega. Repetirla igual (un doble clic) no hace dos.

    El Instituto registra las de cualquiera, por cualquier medio; un partido, sólo las suyas y por su conducto.

    Raises:
        PermissionDenied: si no le toca.
        SinCuenta: si no hay acceso que entregar.
        ValidationError: por campo: falta quién recibió, o la fecha es futura o anterior a que hubiera qué entregar.
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
        entregado_en=_con_su_hora(candidatura, entregado_en) if entregado_en else ahora,
        defaults={"por": por.acceso},
    )
    if es_nueva:
        asentar_entregas([(candidatura, entrega)], por=por)
    return entrega


@transaction.atomic
def anular_entrega(*, entrega: EntregaDeAcceso, motivo: str, por: Usuario) -> AnulacionDeEntrega:
    """Hace constar que una entrega se registró por error: desde ahora no cuenta para nada. Sólo el Instituto.

    El plazo que ya se le había dado por ella no se le quita: para acortarlo hay que fijarle otro, que se le avisa.
    Anularla dos veces (un doble clic) no hace dos.

    Raises:
        ValidationError: si falta el motivo.
        SinCuenta: si ya no tiene candidatura vigente.
    """
    exigir(por, Permiso.ENTREGAR_ACCESO)
    candidatura = _candidatura_de(entrega.persona, por, entrega.canal)
    motivo, ya = " ".join(motivo.split()), AnulacionDeEntrega.objects.filter(entrega=entrega).first()
    if ya:
        return ya
    if not 0 < len(motivo) <= MOTIVO_MAXIMO:
        raise ValidationError({"motivo": f"Escriba por qué se anula, en {MOTIVO_MAXIMO} caracteres o menos."})
    anulacion = AnulacionDeEntrega.objects.create(entrega=entrega, motivo=motivo, por=por.acceso)
    asentar(
        por=por,
        accion="acceso:anular",
        objeto=("candidatura", candidatura.clave),
        entrega=entrega.pk,
        huella=anulacion.huella_de_lo_anulado,
    )
    return anulacion


def _con_su_hora(candidatura: Candidatura, entregado_en: datetime) -> datetime:
    """El acuse trae el día: lo entregado el día en que se le dio o se reabrió su acceso se entregó después.

    Raises:
        ValidationError: si ese día todavía no había nada que entregar.
    """
    cuenta, zona = cast(Usuario, candidatura.persona.cuenta), candidatura.proceso.zona
    desde, el_dia = _hay_que_entregar_desde(cuenta), entregado_en.astimezone(zona).date()
    if el_dia < desde.astimezone(zona).date():
        raise ValidationError(
            {
                "fecha": f"Su acceso se le dio el {dia(desde.astimezone(zona))}: no pudo entregarse antes. Revise la fecha."
            }
        )
    aperturas = [desde, *(acto.instante for acto in _actos([cuenta.acceso], "cuenta:reactivar"))]
    return max([entregado_en, *(una for una in aperturas if una.astimezone(zona).date() == el_dia)])


def _hay_que_entregar_desde(cuenta: Usuario) -> datetime:
    """Desde su primer enlace, que es lo que lleva la hoja; sin él, desde que existe la cuenta."""
    primero = _actos([cuenta.acceso], "enlace:emitir").first()
    return primero.instante if primero else cuenta.creada_en


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

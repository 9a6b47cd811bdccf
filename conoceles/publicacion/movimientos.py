"""Registrar una renuncia, una sustitución, una sentencia, una restitución…: una transacción que deja el registro,
lo público, lo que estaba abierto, las cartas y la bitácora; o nada.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Acto, asentar, asentar_varios
from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuestionarios.acciones.terminos import soltar as soltar_cuestionarios
from conoceles.cuestionarios.models import Cuestionario
from conoceles.mensajes.acciones import detener, escribir_varias
from conoceles.mensajes.models import Carta
from conoceles.registro.cartas import a_su_cuenta
from conoceles.registro.catalogos import ClaseDeMovimiento as Clase
from conoceles.registro.catalogos import SituacionRegistral
from conoceles.registro.importacion.recibo import NoAplicable
from conoceles.registro.models import Candidatura, Importacion, Movimiento
from conoceles.registro.movimientos import acciones, recibo
from conoceles.registro.movimientos.acciones import actos_de, por_lotes
from conoceles.registro.movimientos.pedidos import NoProcede, Pedido

from . import cartas, dicho, pausas
from .acciones import al_corriente
from .ediciones import de_a_uno
from .evidencia import cotejo_del_registro
from .models import Ficha, VistoBueno
from .regresos import lo_que_toca, poner_plazos

_NOTA = "La candidatura terminó antes de que se resolviera."


@transaction.atomic
def mover(
    *, pedidos: Sequence[Pedido], por: Usuario | None, importacion: Importacion | None = None
) -> list[Movimiento]:
    """Registra todos los movimientos o ninguno y pone al día las páginas de todas las que han tenido esos lugares.

    Raises:
        NoProcede: con el primero que no proceda tal como está hoy el registro.
    """
    exigir(por, Permiso.MOVER_REGISTRO)
    # En el mismo orden que una importación, que también toma el proceso: ninguna espera a la otra en círculo.
    procesos = {pedido.candidatura.proceso.pk for pedido in pedidos}
    list(Proceso.objects.select_for_update(no_key=True).filter(pk__in=procesos).only("pk"))
    _tomar_filas(pedidos)
    de_a_uno()
    _exigir_registro_firmado(pedidos)
    movimientos = acciones.aplicar(
        pedidos=pedidos, por=por.acceso if por else "", ahora=timezone.now(), importacion=importacion
    )
    cerrado = soltar(movimientos, por=por)
    poner_plazos(movimientos, por=por)
    al_corriente(de_los_mismos_lugares(m.candidatura_id for m in movimientos), por=por)
    avisar(movimientos)
    asentar_varios(por=por, actos=[*actos_de(movimientos), *cerrado])
    return movimientos


def _exigir_registro_firmado(pedidos: Sequence[Pedido]) -> None:
    if alterado := cotejo_del_registro.alterado(de_los_mismos_lugares(p.candidatura.pk for p in pedidos)):
        raise NoProcede(alterado)


def _tomar_filas(pedidos: Sequence[Pedido]) -> None:
    """Candidaturas y cuestionarios antes que el turno, como quien guarda o envía: si no, esperarían en círculo."""
    for lote in por_lotes(pedidos):
        tomadas = Candidatura.objects.filter(posicion__in={p.candidatura.posicion_id for p in lote})
        list(tomadas.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))
        cuestionarios = Cuestionario.objects.filter(candidatura__in=tomadas)
        list(cuestionarios.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))


@transaction.atomic
def aplicar_archivo(*, importacion: Importacion, por: Usuario | None) -> Importacion:
    """Registra lo que trae un archivo ya revisado, si haría lo mismo que se mostró; todo o nada.

    Raises:
        NoAplicable: si el registro cambió desde la revisión o el archivo ya no se conserva.
    """
    exigir(por, Permiso.MOVER_REGISTRO)
    tomadas = Importacion.objects.select_for_update(of=("self", "proceso"), no_key=True)
    importacion = tomadas.select_related("proceso").get(pk=importacion.pk)
    plan = recibo.planear(importacion)
    if importacion.estado != Importacion.Estado.APLICANDO or plan.huella() != importacion.informe.get(
        "huella_del_plan"
    ):
        raise NoAplicable(
            "El registro cambió desde que se revisó este archivo y el resultado sería otro. Revíselo de nuevo."
        )
    mover(pedidos=plan.pedidos, por=por, importacion=importacion)
    importacion.estado, importacion.aplicada_en = Importacion.Estado.APLICADA, timezone.now()
    importacion.save(update_fields=["estado", "aplicada_en"])
    detalle = {"huella": importacion.huella, "por_clase": importacion.informe["por_clase"]}
    asentar(por=por, accion="movimientos:aplicar", objeto=("importacion", importacion.folio), **detalle)
    return importacion


def soltar(movimientos: Sequence[Movimiento], *, por: Usuario | None) -> list[Acto]:
    """Lo que estaba abierto de quienes salieron: turnos, asignaciones, correcciones pedidas y vistos buenos; y las
    cartas que iban a salir a quien falleció.

    Lo que se ocultó de urgencia sigue esperando a su segunda persona: si la candidatura vuelve, importa. Devuelve lo
    que falta asentar.
    """
    actos: list[Acto] = []
    salieron = [m.candidatura for m in movimientos if m.antes == SituacionRegistral.APROBADA]
    for lote in por_lotes(salieron):
        actos += soltar_cuestionarios(candidaturas=[candidatura.pk for candidatura in lote], por=por)
        actos += _cerrar_vistos([candidatura.clave for candidatura in lote], por)
    for fallecidas in por_lotes(m.candidatura_id for m in movimientos if m.clase == Clase.FALLECIMIENTO):
        suyos = Candidatura.objects.filter(pk__in=fallecidas).values_list("clave", "persona__cuenta__acceso")
        detener({sobre for par in suyos for sobre in par if sobre})
    return actos


def _cerrar_vistos(claves: Sequence[str], por: Usuario | None) -> list[Acto]:
    """Quien registra el movimiento los cierra; si es quien propuso, nadie más los resolvió y no se dice quién."""
    vistos = VistoBueno.objects.filter(clave__in=claves, resuelto_en=None)
    cerrados = list(vistos.exclude(clase=VistoBueno.Clase.OCULTAR))
    quien, ahora = por.acceso if por else "", timezone.now()
    for visto in cerrados:
        visto.resuelto_en, visto.se_aprobo, visto.nota = ahora, False, _NOTA
        visto.resuelto_por = quien if quien != visto.propuesto_por else ""
    VistoBueno.objects.bulk_update(cerrados, ["resuelto_en", "se_aprobo", "nota", "resuelto_por"])
    return [
        Acto(
            "visto:cerrar",
            ("candidatura", visto.clave),
            {
                "clase": visto.clase,
                "propuso": visto.propuesto_por,
                "visto": visto.pk,
                "huella": visto.huella_de_lo_resuelto,
            },
        )
        for visto in cerrados
    ]


def avisar(movimientos: Sequence[Movimiento]) -> None:
    """Les escribe a quienes salen, entran y vuelven. Va después de `al_corriente`, en la misma transacción."""
    escribir_varias(_cartas(movimientos))


def de_los_mismos_lugares(candidaturas: Iterable[int]) -> list[Candidatura]:
    """Ellas y todas las que han tenido sus lugares: la página de cada una nombra a la anterior y enlaza a quien ocupa.

    `candidaturas`: sus llaves.
    """
    lugares: dict[int, Candidatura] = {}
    for lote in por_lotes(candidaturas):
        tocadas = Candidatura.objects.filter(pk__in=lote).values("posicion")
        lugares |= {
            c.pk: c for c in Candidatura.objects.filter(posicion__in=tocadas).only("pk").order_by("pk")
        }
    return list(lugares.values())


def _cartas(movimientos: Sequence[Movimiento]) -> Iterator[Carta]:
    """A quien sale, a quien vuelve y a quien entra, con lo que hoy dice el registro. A quien falleció no se le escribe."""
    claves = {pk for m in movimientos for pk in (m.candidatura_id, m.entra_id) if pk}
    actuales: dict[int, Candidatura] = {}
    for lote in por_lotes(claves):
        actuales |= (
            Candidatura.objects.con_todo()
            .select_related("persona__cuenta", "persona__reservados")
            .in_bulk(lote)
        )
    for m in movimientos:
        m.candidatura = actuales[m.candidatura_id]
    regresos = _de_regreso([m for m in movimientos if m.clase == Clase.RESTITUCION])
    for m in movimientos:
        if m.clase == Clase.RESTITUCION:
            yield _a(m.candidatura, regresos[m.pk])
        elif m.clase not in (Clase.FALLECIMIENTO, Clase.COBERTURA):
            yield _a(m.candidatura, cartas.salida(m))
        if m.entra_id and m.clase != Clase.DESPLAZAMIENTO:
            nueva = actuales[m.entra_id]
            yield _a(nueva, cartas.entrada(m, nueva))


def _de_regreso(restituciones: Sequence[Movimiento]) -> dict[int, cartas.Texto]:
    """Lo que se le escribe a cada quien que vuelve, por la llave de su movimiento."""
    ahora, vuelven = timezone.now(), [m.candidatura for m in restituciones]
    toca = lo_que_toca(vuelven, ahora)
    fichas = Ficha.objects.in_bulk([candidatura.clave for candidatura in vuelven])
    publicas = dicho.de_varias(fichas, ahora)
    return {
        m.pk: cartas.regreso(
            m,
            toca.get(m.candidatura_id),
            publicas[m.candidatura.clave],
            [pausada.titulo for pausada in pausas.pausadas(fichas[m.candidatura.clave])],
        )
        for m in restituciones
    }


def _a(candidatura: Candidatura, carta: cartas.Texto) -> Carta:
    """A su cuenta o, si aún no tiene, al correo del registro; sin ninguno, queda para entregarse impresa."""
    reservados = getattr(candidatura.persona, "reservados", None)
    escrita = a_su_cuenta(candidatura, carta)
    if not escrita.cuenta and reservados:
        escrita.para = reservados.correo
    return escrita

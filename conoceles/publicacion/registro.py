"""Los verbos del registro que además cambian lo público: cargar un proceso y aplicar una importación."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.mensajes.acciones import escribir_varias
from conoceles.registro import plantillas
from conoceles.registro.cartas import a_su_cuenta, ultimo_minuto
from conoceles.registro.entregas import NUNCA_LO_RECIBIO, con_entrega
from conoceles.registro.importacion import recibo
from conoceles.registro.importacion.acciones import aplicar_plan
from conoceles.registro.importacion.perfil import Perfil
from conoceles.registro.importacion.plan import Plan
from conoceles.registro.importacion.recibo import NoAplicable
from conoceles.registro.importacion.resumen import resumir
from conoceles.registro.models import Candidatura, Importacion
from conoceles.registro.revision import Revision
from conoceles.seguimiento.asegurados import asegurar
from conoceles.seguimiento.cartas import plazo_ampliado
from conoceles.seguimiento.lectura import en_captura

from . import cartas, dicho
from .acciones import al_corriente
from .acciones.retiros import dejar_de_esperar
from .evidencia import cotejo_del_registro
from .models import Ficha
from .movimientos import avisar, de_los_mismos_lugares, soltar
from .regresos import poner_plazos
from .situacion import POR_PUBLICAR, situacion


def _exigir(por: Usuario | None) -> None:
    if por is not None and not por.puede(Permiso.IMPORTAR):
        raise PermissionDenied


def leer_plantilla(plantilla: str | Path) -> plantillas.Plantilla:
    """Lee y revisa una plantilla con los cuestionarios que existen.

    Raises:
        ArchivoInvalido: con todos los problemas, cada uno con archivo, clave y motivo.
    """
    return plantillas.leer(plantilla, definiciones=frozenset(DEFINICIONES))


@transaction.atomic
def cargar_proceso(
    *, plantilla: plantillas.Plantilla, por: Usuario | None, vigente: bool = False
) -> plantillas.Carga:
    """Carga la plantilla y pone al día los documentos públicos, que llevan nombres, colores y fechas de ella.

    A quien con ella le cambia una fecha que ya se le había dicho se le escribe.

    Si dejó de pedir dos personas, lo ocultado de urgencia ya no espera a la segunda.

    Raises:
        ArchivoInvalido: si pospone la publicación de un cargo del que ya hay respuestas a la vista, o adelanta el
            plazo de quien ya sabe hasta cuándo puede responder; nada se carga.
    """
    _exigir(por)
    _exigir_registro_firmado(plantilla)
    plazos, fechas = _plazos_dichos(plantilla.clave), _por_mostrarse(plantilla.clave)
    carga = plantillas.aplicar(plantilla, por=por, vigente=vigente)
    if carga.hubo_cambios:
        _exigir_que_nada_desaparezca(carga.proceso, plantilla.archivo)
        _exigir_los_plazos_dichos(carga.proceso, plazos, plantilla.archivo)
        asegurados = asegurar(en_captura(carga.proceso).only("pk"), por=por)
        al_corriente(Candidatura.objects.del_proceso(carga.proceso).only("pk"), por=por)
        for uno in asegurados:
            if uno.acceso:  # ya se le escribió por qué y hasta cuándo
                plazos.pop(uno.candidatura.pk, None)
        _decir_el_otro_plazo(carga.proceso, plazos, por=por)
        _decir_la_otra_fecha(carga.proceso, fechas)
    dejar_de_esperar(proceso=carga.proceso, por=por)
    return carga


def _exigir_registro_firmado(plantilla: plantillas.Plantilla) -> None:
    """Sus páginas se firman otra vez con los nombres y fechas nuevos: lo demás debe ser lo que ya decían."""
    suyas = Candidatura.objects.filter(posicion__contienda__cargo__proceso__clave=plantilla.clave).only("pk")
    revision = Revision(plantilla.archivo)
    if alterado := cotejo_del_registro.alterado(suyas):
        revision.falla("registro", alterado)
    revision.exigir_limpia()


def _exigir_que_nada_desaparezca(proceso: Proceso, archivo: str) -> None:
    """Posponer lo visible sería retirarlo sin motivo público, sin segunda persona y sin avisarle a nadie."""
    ahora = timezone.now()
    publicadas = Ficha.objects.filter(proceso=proceso.clave, estado=Ficha.Estado.PUBLICADA)
    a_la_vista = Counter(
        tarjeta["cargo"]["clave"]
        for tarjeta in publicadas.values_list("tarjeta", flat=True).iterator()
        if situacion(tarjeta, ahora).es_publicada
    )
    revision = Revision(archivo)
    for cargo, cuantas in sorted(a_la_vista.items()):
        desde = proceso.instante("publicacion", cargo)
        if desde > ahora if desde else not proceso.es_historico:
            revision.falla(
                f"[fechas.publicacion].{cargo}",
                f"ocultaría respuestas que ya están a la vista (candidaturas: {cuantas}). Deje la fecha de este cargo "
                "como estaba: lo que falte por publicarse puede posponerse en el panel, y lo publicado se retira ahí, "
                "con su motivo",
            )
    revision.exigir_limpia()


def _plazos_dichos(proceso: str) -> dict[int, datetime]:
    """Hasta cuándo pueden o podían responder, por su llave, quienes ya recibieron su acceso."""
    actual = Proceso.objects.filter(clave=proceso, es_historico=False).first()
    if actual is None:
        return {}
    con_acceso = con_entrega(en_captura(actual)).exclude(NUNCA_LO_RECIBIO).con_lo_comun()
    return {candidatura.pk: candidatura.plazo_de_captura for candidatura in con_acceso}


def _exigir_los_plazos_dichos(proceso: Proceso, dichos: Mapping[int, datetime], archivo: str) -> None:
    """Su carta y su página ya les dijeron hasta cuándo: adelantarlo en silencio haría omisa a quien está a tiempo."""
    ahora, actuales = timezone.now(), en_captura(proceso).filter(pk__in=dichos).con_lo_comun()
    adelantadas = [c for c in actuales if dichos[c.pk] > max(ahora, c.plazo_de_captura)]
    revision = Revision(archivo)
    for cargo, cuantas in sorted(Counter(c.cargo.clave for c in adelantadas).items()):
        una = next(c for c in adelantadas if c.cargo.clave == cargo)
        revision.falla(
            f"[fechas.captura_limite].{cargo}",
            f"adelantaría el plazo de quienes ya saben hasta cuándo pueden responder (candidaturas: {cuantas}; por "
            f"ejemplo, del {ultimo_minuto(dichos[una.pk])} al {ultimo_minuto(una.plazo_de_captura)}). Deje la fecha y "
            "los días de captura como estaban; el plazo de una candidatura se cambia en el panel, con su motivo",
        )
    revision.exigir_limpia()


def _decir_el_otro_plazo(proceso: Proceso, dichos: Mapping[int, datetime], *, por: Usuario | None) -> None:
    """Una carta y un renglón por cada una que con el calendario nuevo puede responder hasta después."""
    suyas = en_captura(proceso).filter(pk__in=dichos).con_lo_comun().select_related("persona__cuenta")
    ahora = timezone.now()
    ampliadas = [c for c in suyas.order_by("pk") if c.plazo_de_captura > max(ahora, dichos[c.pk])]
    if not ampliadas:
        return
    escribir_varias(
        a_su_cuenta(una, plazo_ampliado(una, una.plazo_de_captura, antes=dichos[una.pk])) for una in ampliadas
    )
    actos = [
        Acto(
            "plazo:ampliar",
            ("candidatura", una.clave),
            {"antes": dichos[una.pk].isoformat(), "vence": una.plazo_de_captura.isoformat()},
        )
        for una in ampliadas
    ]
    asentar_varios(por=por, actos=actos)


def _por_mostrarse(proceso: str) -> dict[str, str | None]:
    """Lo publicado que todavía no se muestra: su clave y la fecha que se le dijo."""
    ahora = timezone.now()
    publicadas = Ficha.objects.filter(proceso=proceso, estado=Ficha.Estado.PUBLICADA)
    return {
        clave: tarjeta["cuestionario"]["visible_desde"]
        for clave, tarjeta in publicadas.values_list("clave", "tarjeta").iterator()
        if situacion(tarjeta, ahora).clave == POR_PUBLICAR
    }


def _decir_la_otra_fecha(proceso: Proceso, dichas: Mapping[str, str | None]) -> None:
    """Una carta a quien se le había dicho otra."""
    fichas = Ficha.objects.filter(clave__in=dichas).in_bulk()
    cambian = {
        clave: ficha
        for clave, ficha in fichas.items()
        if ficha.tarjeta["cuestionario"]["visible_desde"] != dichas[clave]
    }
    suyas = Candidatura.objects.vigentes().filter(clave__in=cambian).con_todo()
    ahora = timezone.now()
    escribir_varias(
        a_su_cuenta(una, cartas.otra_fecha(una, dicho.de(cambian[una.clave], ahora)))
        for una in suyas.select_related("persona__cuenta")
    )


@transaction.atomic
def aplicar_importacion(
    *,
    importacion: Importacion,
    plan: Plan,
    por: Usuario | None,
    confirmado: Collection[str] = (),
    avance: Callable[[int], None] = lambda hechas: None,
    se_avisa: bool = True,
) -> Importacion:
    """Aplica el plan, pone al día lo público, escribe a quien sale, entra o vuelve, y deja el recibo; todo o nada.
    Repetirla no cambia nada.

    `se_avisa`: la demostración, que llena su propio proceso, no le escribe a nadie; uno que ya concluyó, tampoco.

    Raises:
        NoAplicable: si el plan tiene rechazos, pide una confirmación que no está en `confirmado` o cambiaría lo que
            ya no es lo que se firmó.
    """
    _exigir(por)
    importacion = _tomada(importacion)
    if importacion.estado == Importacion.Estado.APLICADA:
        return importacion
    _exigir_aplicable(plan, confirmado)
    aplicado = aplicar_plan(proceso=importacion.proceso, plan=plan, importacion=importacion, avance=avance)
    cerrado = soltar(aplicado.movimientos, por=por)
    poner_plazos(aplicado.movimientos, altas=aplicado.candidaturas, por=por)
    al_corriente(de_los_mismos_lugares(tocada.pk for tocada in aplicado.candidaturas), por=por)
    if se_avisa and not importacion.proceso.es_historico:
        avisar(aplicado.movimientos)
    importacion.informe = resumir(plan)
    importacion.estado, importacion.aplicada_en = Importacion.Estado.APLICADA, timezone.now()
    importacion.save(update_fields=["informe", "estado", "aplicada_en"])
    recibida = Acto(
        "importacion:aplicar",
        ("importacion", importacion.folio),
        {
            "huella": importacion.huella,
            "cuentas": importacion.informe["cuentas"],
            "confirmado": sorted(plan.confirmaciones),
        },
    )
    asentar_varios(por=por, actos=[recibida, *aplicado.actos, *cerrado])
    return importacion


def _exigir_aplicable(plan: Plan, confirmado: Collection[str]) -> None:
    if not plan.es_aplicable:
        raise NoAplicable("El archivo tiene rechazos: corríjalo y súbalo otra vez.")
    if faltan := [dicho for clave, dicho in plan.confirmaciones.items() if clave not in confirmado]:
        raise NoAplicable(" ".join(faltan))
    if alterado := cotejo_del_registro.alterado(de_los_mismos_lugares(plan.ocupantes())):
        raise NoAplicable(alterado)


@transaction.atomic
def aplicar_revisada(
    *,
    importacion: Importacion,
    por: Usuario | None,
    confirmado: Collection[str] = (),
    perfil: Perfil | None = None,
    avance: Callable[[int], None] = lambda hechas: None,
) -> Importacion:
    """Aplica una importación ya revisada, si haría lo mismo que se mostró. `perfil`: si no es de los incluidos.

    Raises:
        NoAplicable: si el registro cambió desde la revisión, falta confirmar algo o el archivo ya no se conserva.
    """
    _exigir(por)
    # Con la fila tomada: si alguien la volvió a poner en revisión, este trabajo ya no vale.
    importacion = _tomada(importacion)
    if importacion.estado != Importacion.Estado.APLICANDO:
        raise NoAplicable("La importación cambió de estado mientras se aplicaba. Revísela de nuevo.")
    plan = recibo.planear(importacion, perfil=perfil)
    if plan.huella() != importacion.informe.get("huella_del_plan"):
        raise NoAplicable(
            "El registro cambió desde que se revisó este archivo y el resultado sería otro. Revíselo de nuevo."
        )
    return aplicar_importacion(
        importacion=importacion, plan=plan, por=por, confirmado=confirmado, avance=avance
    )


def _tomada(importacion: Importacion) -> Importacion:
    """La fila al día, en exclusiva hasta que acabe la transacción; y su proceso: se aplica una a la vez."""
    tomadas = Importacion.objects.select_for_update(of=("self", "proceso"), no_key=True)
    return tomadas.select_related("proceso").get(pk=importacion.pk)

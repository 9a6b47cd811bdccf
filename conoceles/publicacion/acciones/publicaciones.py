"""Publicar: ahora, o con el instante en que una o muchas fichas se mostrarán."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from conoceles.acuses.lectura import con_su_acuse, es_el_acusado, folios_asentados, van_en_orden
from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.comun.horas import con_zona, dia
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuestionarios.estados import ACTOS_DE_ENVIO, CON_ENVIO_VALIDADO
from conoceles.cuestionarios.models import Cuestionario, Envio, Observacion
from conoceles.cuestionarios.supuestos import Supuesto
from conoceles.publicacion import cuatro_ojos, retratos
from conoceles.publicacion.constructor import iso
from conoceles.publicacion.ediciones import de_a_uno
from conoceles.publicacion.models import Ficha, VistoBueno
from conoceles.publicacion.situacion import situacion
from conoceles.registro.models import Candidatura

from .comun import ALTERADO, POR_PRIVACIDAD, Avance, NoPublicable, leer_fichas, por_lotes, sin_avance
from .documentos import al_corriente
from .retiros import ocultas


@transaction.atomic
def publicar(
    *,
    candidaturas: Sequence[Candidatura],
    por: Usuario | None,
    desde: datetime | None = None,
    se_sabe: Collection[str] = (),
    avance: Avance = sin_avance,
) -> int:
    """Publica el último envío validado de cada una; todas o ninguna. Devuelve cuántas cambiaron.

    La fecha de publicación del proceso se aplica al leer: publicar antes deja todo listo para ese instante.
    `desde`: el instante propio de éstas, si se muestran después; sin él conservan el que tengan.
    Un apartado oculto sigue oculto mientras diga lo mismo; se muestra, y queda asentado, el que la versión nueva
    cambió. `se_sabe`: lo oculto que quien publica leyó que volvería (`volverian`); nada vuelve sin que lo sepa, salvo
    lo que se pidió corregir y se corrigió.

    Raises:
        NoPublicable: con todas las que no estén validadas, no estén vigentes, esperen que se revise lo que se ocultó
            de urgencia o mostrarían algo oculto sin saberse; si `desde` no cae entre lo que fija el calendario y la jornada; o si es
            futuro y ya están a la vista, porque la corrección de algo visible no lo oculta.
    """
    exigir(por, Permiso.PUBLICAR)
    de_a_uno()
    lotes = _releidas(candidaturas)
    _dejar_huecos(lotes, por)
    acto = _Publicacion(por, desde, se_sabe, _por_revisar())
    for lote in lotes:
        acto.preparar(lote)
    _exigir_ninguna(acto.fallas)
    fotos = {clave: envio.contenido.get("foto") for clave, envio in acto.envios.items()}
    huellas = {foto: retratos.publicar(foto) for foto in set(fotos.values())}
    for clave, foto in fotos.items():
        acto.fichas[clave].retratos = huellas[foto]
    asentar_varios(por=por, actos=acto.actos)  # antes: sólo se muestra el envío que la bitácora nombra
    return al_corriente(candidaturas, por=por, fichas=acto.fichas, avance=avance, cambia_el_registro=False)


def por_que_no(candidaturas: Sequence[Candidatura], *, por: Usuario) -> dict[str, str]:
    """Las que esta persona no podría publicar hoy, en bloque, y por qué. Nada cambia."""
    acto = _Publicacion(por, None, (), _por_revisar())
    for lote in _releidas(candidaturas):
        acto.preparar(lote)
    return acto.fallas


def _por_revisar() -> set[str]:
    """Las que se ocultaron de urgencia y nadie más ha revisado."""
    pendientes = VistoBueno.objects.filter(clase=VistoBueno.Clase.OCULTAR, resuelto_en=None)
    return set(pendientes.values_list("clave", flat=True))


def _releidas(candidaturas: Sequence[Candidatura]) -> list[list[Candidatura]]:
    """Se vuelven a leer: lo que trae quien llama puede ser de antes de su turno."""
    envios = Prefetch(
        "cuestionarios__envios", con_su_acuse(Envio.objects.all(), "cuestionario__candidatura__clave")
    )
    actuales = Candidatura.objects.con_lo_comun().prefetch_related(envios).order_by("pk")
    return [list(actuales.filter(pk__in=[c.pk for c in lote])) for lote in por_lotes(candidaturas)]


def _exigir_ninguna(fallas: dict[str, str]) -> None:
    if fallas:
        clave, motivo = next(iter(fallas.items()))
        mas = f" Y {len(fallas) - 1} más tampoco pueden." if len(fallas) > 1 else ""
        raise NoPublicable(f"{clave}: {motivo}{mas}", fallas)


@dataclass
class _Publicacion:
    """Lo que se publicaría, preparado sin escribir nada; en `fallas`, las que no pueden y por qué."""

    por: Usuario | None
    desde: datetime | None
    se_sabe: Collection[str]
    ocultas: set[str]
    fichas: dict[str, Ficha] = field(default_factory=dict)
    actos: list[Acto] = field(default_factory=list)
    envios: dict[str, Envio] = field(default_factory=dict)
    fallas: dict[str, str] = field(default_factory=dict)

    def preparar(self, lote: Sequence[Candidatura]) -> None:
        self.fichas |= leer_fichas(lote)
        folios = folios_asentados(ACTOS_DE_ENVIO, [candidatura.clave for candidatura in lote])
        for candidatura in lote:
            try:
                self._una(candidatura, folios[candidatura.clave])
            except NoPublicable as error:
                self.fallas[candidatura.clave] = str(error)

    def _una(self, candidatura: Candidatura, folios: Collection[str]) -> None:
        envio, ficha = _envio_publicable(candidatura, folios), self.fichas.get(candidatura.clave)
        if ficha is None:
            raise NoPublicable("la candidatura aún no está inscrita en lo público.")
        self._exigir_que_pueda(ficha, envio)
        if self.desde and ficha.visible_desde != self.desde:
            self.actos.append(_programar(candidatura, ficha, self.desde))
        if (ficha.estado, ficha.envio_publicado) == (Ficha.Estado.PUBLICADA, envio.numero):
            return
        self._levantar_pausas(ficha, envio)
        ficha.estado, ficha.envio_publicado = Ficha.Estado.PUBLICADA, envio.numero
        ficha.publicada_en, ficha.retirada_en, ficha.motivo_de_retiro = timezone.now(), None, ""
        self.envios[ficha.clave] = envio
        self.actos.append(Acto("ficha:publicar", ("candidatura", candidatura.clave), {"envio": envio.folio}))

    def _levantar_pausas(self, ficha: Ficha, envio: Envio) -> None:
        siguen = _pausas_que_siguen(ficha, envio)
        for seccion in sorted(ficha.pausas.keys() - siguen.keys()):
            self.actos.append(Acto("ficha:reanudar", ("candidatura", ficha.clave), {"seccion": seccion}))
        ficha.pausas = siguen

    def _exigir_que_pueda(self, ficha: Ficha, envio: Envio) -> None:
        es_otra_version = ficha.envio_publicado != envio.numero
        if ficha.clave in self.ocultas:
            raise NoPublicable("se ocultó de urgencia y falta que otra persona lo revise.")
        if ficha.estado == Ficha.Estado.RETIRADA and not es_otra_version:
            raise NoPublicable("se retiró de la vista; para volver a mostrarla, restablézcala.")
        if set(volverian(ficha, envio)) - set(self.se_sabe):
            raise NoPublicable(
                "mostraría algo que se ocultó; lea por qué en su revisión y publíquela desde ahí."
            )
        if es_otra_version and cuatro_ojos.corrige_lo_que_valido(envio.cuestionario, ficha, self.por):
            raise NoPublicable("usted validó esta corrección: la publica otra persona.")
        if es_otra_version and ficha.envio_publicado and cuatro_ojos.rechazo_de(envio.cuestionario):
            raise NoPublicable("otra persona no le dio el visto bueno: reábrala y revísela otra vez.")


def _envio_publicable(candidatura: Candidatura, folios: Collection[str]) -> Envio:
    """El último que envió, si es el que su acuse hizo constar. `folios`: los que ella envió, según la bitácora."""
    cuestionario = next(
        (c for c in candidatura.cuestionarios.all() if c.tipo == Cuestionario.Tipo.CURRICULAR),
        None,
    )
    if candidatura.hasta is not None:
        raise NoPublicable(f"la candidatura está {candidatura.get_situacion_display().lower()}.")
    if cuestionario is None or cuestionario.estado not in CON_ENVIO_VALIDADO:
        raise NoPublicable("su cuestionario no está validado.")
    envios = cuestionario.envios.all()
    envio = max(envios, key=lambda envio: envio.numero)
    if not van_en_orden(envios, folios) or not es_el_acusado(envio):
        raise NoPublicable(ALTERADO)
    return envio


def volverian(ficha: Ficha, envio: Envio) -> list[str]:
    """Lo oculto que se vería al publicar este envío, sin contar lo que se pidió corregir: los apartados que cambió y,
    con la clave vacía, la ficha retirada."""
    if not ocultas(ficha) or ficha.envio_publicado in (None, envio.numero):
        return []
    cuestionario = envio.cuestionario
    se_pidio = {
        *cuatro_ojos.observadas(cuestionario, ficha),
        *cuatro_ojos.por_privacidad(cuestionario, ficha),
    }
    no_sorprende = se_pidio | _pausas_que_siguen(ficha, envio).keys()
    return [oculta for oculta in ocultas(ficha) if oculta not in no_sorprende]


def _pausas_que_siguen(ficha: Ficha, envio: Envio) -> dict[str, Any]:
    """Las de los apartados que dirían lo mismo que cuando se ocultaron: publicar otra cosa no los vuelve a mostrar."""
    if not ficha.pausas:
        return {}
    iguales = cuatro_ojos.sin_cambio(_publicado(ficha, envio), envio)
    return {seccion: pausa for seccion, pausa in ficha.pausas.items() if seccion in iguales}


def _publicado(ficha: Ficha, ultimo: Envio) -> Envio:
    """El envío que hoy se muestra."""
    return next(e for e in ultimo.cuestionario.envios.all() if e.numero == ficha.envio_publicado)


# --- Lo que no debe quedar en la historia ------------------------------------------------------------------


def _dejar_huecos(lotes: Sequence[Sequence[Candidatura]], por: Usuario | None) -> None:
    """El apartado que se reemplaza porque traía un dato personal deja antes de verse.

    Así hay entre las dos versiones una que no lo muestra, y la historia (véase `memoria.historia`) no vuelve a decir
    qué decía: sólo que cambió. Si la publicación falla, esto tampoco queda.
    """
    fichas: dict[str, Ficha] = {}
    actos: list[Acto] = []
    for lote in lotes:
        observadas = _con_dato_personal(lote)
        suyas = {c.clave: c for c in lote if c.clave in observadas}
        for clave, ficha in leer_fichas(list(suyas.values())).items():
            for seccion in _se_van(suyas[clave], ficha):
                pausa = {"desde": iso(timezone.now()), "motivo": POR_PRIVACIDAD}
                ficha.pausas = {**ficha.pausas, seccion: pausa}
                actos.append(Acto("ficha:pausar", ("candidatura", clave), {"seccion": seccion}))
                fichas[clave] = ficha
    if fichas:
        asentar_varios(por=por, actos=actos)
        cambian = [c for lote in lotes for c in lote if c.clave in fichas]
        al_corriente(cambian, por=por, fichas=fichas, cambia_el_registro=False)


def _con_dato_personal(lote: Sequence[Candidatura]) -> set[str]:
    """Las claves de quienes alguna vez se les observó un dato personal: son pocas."""
    emitidas = Observacion.objects.filter(supuesto=Supuesto.DATO_PERSONAL, emitida_en__isnull=False)
    suyas = emitidas.filter(cuestionario__candidatura__in=[candidatura.pk for candidatura in lote])
    return set(suyas.values_list("cuestionario__candidatura__clave", flat=True))


def _se_van(candidatura: Candidatura, ficha: Ficha) -> list[str]:
    """Los apartados a la vista que la versión por publicar cambia por esa razón."""
    cuestionario = next(c for c in candidatura.cuestionarios.all() if c.tipo == Cuestionario.Tipo.CURRICULAR)
    if ficha.estado != Ficha.Estado.PUBLICADA:
        return []
    ultimo = max(cuestionario.envios.all(), key=lambda envio: envio.numero)
    iguales = cuatro_ojos.sin_cambio(_publicado(ficha, ultimo), ultimo)
    return sorted(cuatro_ojos.por_privacidad(cuestionario, ficha) - iguales - ficha.pausas.keys())


# --- El instante en que se muestran -----------------------------------------------------------------------


@transaction.atomic
def programar(*, candidaturas: Sequence[Candidatura], desde: datetime | None, por: Usuario | None) -> int:
    """Les da su propio instante de publicación, publicadas ya o todavía no; sin `desde`, el de su cargo.

    Devuelve cuántas páginas cambiaron.

    Raises:
        NoPublicable: si `desde` es antes de lo que el calendario fija para el cargo de alguna, o ya en la jornada;
            o si alguna ya está a la vista.
    """
    exigir(por, Permiso.PUBLICAR)
    de_a_uno()
    fichas: dict[str, Ficha] = {}
    actos: list[Acto] = []
    for lote in _releidas(candidaturas):
        suyas = leer_fichas(lote)
        for candidatura in lote:
            ficha = suyas.get(candidatura.clave)
            if ficha is None or ficha.visible_desde == desde:
                continue
            actos.append(_programar(candidatura, ficha, desde))
            fichas[ficha.clave] = ficha
    cambios = al_corriente(candidaturas, por=por, fichas=fichas, cambia_el_registro=False)
    asentar_varios(por=por, actos=actos)
    return cambios


def _programar(candidatura: Candidatura, ficha: Ficha, desde: datetime | None) -> Acto:
    """Le pone su instante, sin guardarlo; devuelve lo que se asienta."""
    if desde:
        _exigir_dentro_del_calendario(candidatura, desde)
    _exigir_que_no_desaparezca(ficha, desde)
    ficha.visible_desde = desde
    detalle = {"desde": desde.isoformat()} if desde else {}
    return Acto("ficha:programar", ("candidatura", ficha.clave), detalle)


def _exigir_dentro_del_calendario(candidatura: Candidatura, desde: datetime) -> None:
    """Antes de las campañas sería propaganda anticipada; el día de la votación, un retiro de una sola persona."""
    proceso = candidatura.proceso
    fijado = proceso.instante("publicacion", candidatura.cargo.clave)
    if fijado and desde < fijado:
        raise NoPublicable(f"el calendario no permite mostrarla antes del {con_zona(fijado)}.")
    if desde >= datetime.combine(proceso.jornada, time.min, tzinfo=proceso.zona):
        raise NoPublicable(
            f"debe mostrarse antes de la jornada, que es el {dia(proceso.jornada)}: elija otro instante; "
            "si no debe mostrarse, retírela y diga por qué."
        )


def _exigir_que_no_desaparezca(ficha: Ficha, desde: datetime | None) -> None:
    """Posponer lo visible sería retirarlo sin motivo público ni segunda persona."""
    ahora = timezone.now()
    if (desde is None or desde > ahora) and situacion(ficha.tarjeta, ahora).es_publicada:
        raise NoPublicable("ya está a la vista; para ocultarla, retírela.")

"""Todo verbo que cambia lo público. Cada uno es una transacción que deja: el cambio, la instantánea, la
edición y el renglón de bitácora; o nada.

Las caras llaman aquí: enviar, devolver, validar, publicar, retirar, restablecer y aplicar un registro.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.comun.canonico import huella_de_bytes, json_canonico
from conoceles.cotejo.acciones import anotar_envio
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario, Envio
from conoceles.registro.models import Candidatura

from . import constructor, ediciones, identidad
from .ediciones import tomar_turno
from .models import Edicion, Ficha, Instantanea

LOTE = 500
MOTIVO_MAXIMO = Ficha._meta.get_field("motivo_de_retiro").max_length or 300


class NoPublicable(Exception):
    """La candidatura no puede publicarse, retirarse o restablecerse como está; el mensaje dice por qué."""


def _exigir(por: Usuario | None, permiso: Permiso) -> None:
    if por is not None and not por.puede(permiso):
        raise PermissionDenied


@transaction.atomic
def al_corriente(
    candidaturas: Iterable[Candidatura],
    *,
    por: Usuario | None,
    fichas: dict[str, Ficha] | None = None,
) -> int:
    """Pone al día los documentos públicos de estas candidaturas; devuelve cuántos cambiaron.

    Compara el documento que corresponde con el vigente y, sólo si difiere, escribe otra instantánea.
    Todas las de una llamada son una misma edición por proceso. `fichas`: las ya leídas y modificadas.
    """
    candidaturas = list(candidaturas)
    tomar_turno()
    secuencia = Instantanea.objects.aggregate(ultima=Max("secuencia"))["ultima"] or 0
    ahora = timezone.now()
    cambios = 0
    abiertas: dict[str, Edicion] = {}
    for lote in _en_lotes(candidaturas):
        existentes = {**_leer_fichas(lote), **(fichas or {})}
        nuevas, cambiadas = [], []
        for candidatura, cuestionario, respuestas in _con_respuestas(lote, existentes):
            ficha = existentes.get(candidatura.clave)
            armado = constructor.documento(candidatura, cuestionario, respuestas, ficha)
            texto = json_canonico(armado).decode()
            if ficha and ficha.vigente.documento == texto:
                continue
            secuencia += 1
            instantanea = _instantanea(secuencia, armado, texto, ficha, por, ahora)
            edicion = _edicion(abiertas, armado["proceso"], ahora)
            edicion.secuencia = secuencia
            nuevas.append(instantanea)
            ficha = ficha or Ficha(clave=candidatura.clave, proceso=armado["proceso"])
            cambiadas.append(ficha)
            ficha.vigente, ficha.tarjeta, ficha.edicion = (
                instantanea,
                constructor.tarjeta(armado),
                edicion.numero,
            )
        Instantanea.objects.bulk_create(nuevas)
        # Alta o cambio en una sola orden: bulk_update tarda cinco veces más con miles de fichas.
        Ficha.objects.bulk_create(
            cambiadas, update_conflicts=True, unique_fields=["clave"], update_fields=_CAMPOS_DE_FICHA
        )
        cambios += len(nuevas)
        # La identidad va aparte y no deja instantánea: sólo mueve la edición.
        for proceso in identidad.poner_al_dia(lote, existentes):
            _edicion(abiertas, proceso, ahora).secuencia = secuencia
    Edicion.objects.bulk_create(abiertas.values())
    return cambios


_CAMPOS_DE_FICHA = [
    "vigente", "tarjeta", "edicion", "estado", "envio_publicado", "publicada_en", "retirada_en", "motivo_de_retiro",
]  # fmt: skip


def _en_lotes(candidaturas: list[Candidatura]) -> Iterable[list[Candidatura]]:
    for inicio in range(0, len(candidaturas), LOTE):
        lote = candidaturas[inicio : inicio + LOTE]
        yield list(
            Candidatura.objects.con_todo()
            .select_related("sustituida_por")
            .prefetch_related("posicion__actor__miembros")
            .filter(pk__in=[candidatura.pk for candidatura in lote])
            .order_by("pk")
        )


def _leer_fichas(lote: Sequence[Candidatura]) -> dict[str, Ficha]:
    return Ficha.objects.select_related("vigente").in_bulk([candidatura.clave for candidatura in lote])


def _con_respuestas(
    lote: Sequence[Candidatura], fichas: dict[str, Ficha]
) -> Iterable[tuple[Candidatura, Cuestionario | None, dict[str, Any]]]:
    """Cada candidatura con su cuestionario curricular y las respuestas del envío publicado."""
    cuestionarios = {
        c.candidatura_id: c for c in Cuestionario.objects.curriculares().filter(candidatura__in=lote)
    }
    publicados = {
        (envio.cuestionario_id, envio.numero): envio.contenido
        for envio in Envio.objects.filter(cuestionario__in=[c.pk for c in cuestionarios.values()])
    }
    for candidatura in lote:
        cuestionario = cuestionarios.get(candidatura.pk)
        ficha = fichas.get(candidatura.clave)
        numero = ficha.envio_publicado if ficha else None
        respuestas = publicados.get((cuestionario.pk, numero), {}) if cuestionario and numero else {}
        yield candidatura, cuestionario, respuestas


def _instantanea(
    secuencia: int,
    armado: dict[str, Any],
    texto: str,
    ficha: Ficha | None,
    por: Usuario | None,
    ahora: datetime,
) -> Instantanea:
    sal = secrets.token_hex(16)
    return Instantanea(
        secuencia=secuencia,
        proceso=armado["proceso"],
        clave=armado["clave"],
        version=ficha.vigente.version + 1 if ficha else 1,
        instante=ahora,
        autoria=por.rol if por else "",
        documento=texto,
        sal=sal,
        huella=huella_de_bytes(texto.encode(), sal=bytes.fromhex(sal)),
    )


def _edicion(abiertas: dict[str, Edicion], proceso: str, ahora: datetime) -> Edicion:
    """La de este acto en ese proceso: una sola, aunque cambien muchas fichas."""
    if proceso not in abiertas:
        abiertas[proceso] = ediciones.siguiente(proceso, ahora)
    return abiertas[proceso]


# --- Actos del cuestionario que cambian lo público -----------------------------------------------------


@transaction.atomic
def enviar(*, cuestionario: Cuestionario, por: Usuario, recibido_en: datetime | None = None) -> Envio:
    """Envía el cuestionario: su ficha deja de decir «en plazo» y dice «en revisión por el Instituto»."""
    envio = cuestionario_acciones.enviar(cuestionario=cuestionario, por=por, recibido_en=recibido_en)
    anotar_envio(envio=envio)
    al_corriente([cuestionario.candidatura], por=por)
    return envio


@transaction.atomic
def publicar(*, candidaturas: Sequence[Candidatura], por: Usuario | None) -> int:
    """Publica el último envío validado de cada una; todas o ninguna. Devuelve cuántas cambiaron.

    La fecha de publicación del proceso se aplica al leer: publicar antes deja todo listo para ese instante.

    Raises:
        NoPublicable: con la primera que no esté validada, no esté vigente o se haya retirado de la vista
            sin que haya después una versión nueva.
    """
    _exigir(por, Permiso.PUBLICAR)
    tomar_turno()
    # Se vuelven a leer: lo que trae quien llama puede ser de antes de su turno.
    candidaturas = list(
        Candidatura.objects.filter(pk__in=[candidatura.pk for candidatura in candidaturas])
        .prefetch_related("cuestionarios__envios")
        .order_by("pk")
    )
    fichas = _leer_fichas(candidaturas)
    ahora = timezone.now()
    actos = []
    for candidatura in candidaturas:
        envio = _envio_publicable(candidatura)
        ficha = fichas.get(candidatura.clave)
        if ficha is None:
            raise NoPublicable(f"{candidatura.clave}: la candidatura aún no está inscrita en lo público.")
        if (ficha.estado, ficha.envio_publicado) == (
            Ficha.Estado.PUBLICADA,
            envio.numero,
        ):
            continue
        if ficha.estado == Ficha.Estado.RETIRADA and ficha.envio_publicado == envio.numero:
            raise NoPublicable(
                f"{candidatura.clave}: se retiró de la vista; para volver a mostrarla, restablézcala."
            )
        ficha.estado, ficha.envio_publicado = Ficha.Estado.PUBLICADA, envio.numero
        ficha.publicada_en, ficha.retirada_en, ficha.motivo_de_retiro = ahora, None, ""
        _poner_foto(envio)
        actos.append(
            Acto(
                "ficha:publicar",
                ("candidatura", candidatura.clave),
                {"envio": envio.folio},
            )
        )
    cambios = al_corriente(candidaturas, por=por, fichas=fichas)
    asentar_varios(por=por, actos=actos)
    return cambios


def _envio_publicable(candidatura: Candidatura) -> Envio:
    cuestionario = next(
        (c for c in candidatura.cuestionarios.all() if c.tipo == Cuestionario.Tipo.CURRICULAR),
        None,
    )
    if candidatura.hasta is not None:
        raise NoPublicable(
            f"{candidatura.clave}: la candidatura está {candidatura.get_situacion_display().lower()}."
        )
    if cuestionario is None or cuestionario.estado != Estado.VALIDADO:
        raise NoPublicable(f"{candidatura.clave}: su cuestionario no está validado.")
    return max(cuestionario.envios.all(), key=lambda envio: envio.numero)


def _poner_foto(envio: Envio) -> None:
    """Copia los tamaños del retrato al almacén público. Repetirlo no cambia nada."""
    huella_de_foto = envio.contenido.get("foto")
    if not huella_de_foto:
        return
    privado, publico = storages["privado"], storages["publico"]
    carpeta = f"retratos/{huella_de_foto}"
    for nombre in privado.listdir(carpeta)[1] if privado.exists(carpeta) else []:
        ruta = f"{carpeta}/{nombre}"
        if not publico.exists(ruta):
            with privado.open(ruta) as archivo:
                publico.save(ruta, archivo)


@transaction.atomic
def retirar(*, candidatura: Candidatura, motivo: str, por: Usuario) -> None:
    """Oculta de inmediato las respuestas publicadas; la ficha dice que el Instituto las retiró, cuándo y por qué.

    Raises:
        NoPublicable: si no está publicada.
        ValueError: si falta el motivo.
    """
    _exigir(por, Permiso.PUBLICAR)
    motivo = motivo.strip()
    if not 0 < len(motivo) <= MOTIVO_MAXIMO:
        raise ValueError(f"Escriba el motivo del retiro, de hasta {MOTIVO_MAXIMO} caracteres: es público")
    ficha = _ficha_en(candidatura, Ficha.Estado.PUBLICADA)
    ficha.estado, ficha.retirada_en, ficha.motivo_de_retiro = (
        Ficha.Estado.RETIRADA,
        timezone.now(),
        motivo,
    )
    al_corriente([candidatura], por=por, fichas={ficha.clave: ficha})
    asentar_varios(por=por, actos=[Acto("ficha:retirar", ("candidatura", candidatura.clave))])


@transaction.atomic
def restablecer(*, candidatura: Candidatura, por: Usuario) -> None:
    """Vuelve a mostrar lo que se retiró, tal como estaba.

    Raises:
        NoPublicable: si no está retirada, o si ya se validó una versión corregida de lo que se retiró.
    """
    _exigir(por, Permiso.PUBLICAR)
    ficha = _ficha_en(candidatura, Ficha.Estado.RETIRADA)
    cuestionario = Cuestionario.objects.curriculares().filter(candidatura=candidatura).first()
    if cuestionario and hay_version_por_publicar(cuestionario, ficha):
        raise NoPublicable("Hay una versión corregida y validada: publíquela.")
    ficha.estado, ficha.retirada_en, ficha.motivo_de_retiro = (
        Ficha.Estado.PUBLICADA,
        None,
        "",
    )
    al_corriente([candidatura], por=por, fichas={ficha.clave: ficha})
    asentar_varios(por=por, actos=[Acto("ficha:restablecer", ("candidatura", candidatura.clave))])


def hay_version_por_publicar(cuestionario: Cuestionario, ficha: Ficha) -> bool:
    """¿Lo último que se validó es otra cosa que lo que la ficha muestra (o mostraba antes de retirarse)?"""
    if cuestionario.estado != Estado.VALIDADO:
        return False
    return cuestionario.envios.latest("numero").numero != ficha.envio_publicado


def _ficha_en(candidatura: Candidatura, estado: Ficha.Estado) -> Ficha:
    """La ficha, en exclusiva y en el estado que el acto exige."""
    tomar_turno()
    ficha = (
        Ficha.objects.select_for_update(of=("self",))
        .select_related("vigente")
        .filter(pk=candidatura.clave)
        .first()
    )
    if ficha is None or ficha.estado != estado:
        actual = ficha.get_estado_display() if ficha else "sin ficha"
        raise NoPublicable(f"No se puede: la ficha está «{actual}» y debe estar «{estado.label}».")
    return ficha

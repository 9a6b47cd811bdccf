"""Monta la demostración entera con los verbos de verdad, en su forma de bloque.

El registro ficticio entra por la misma puerta que uno real: una lista en el formato propio, revisada y
aplicada; otra lista posterior trae sustituciones y renuncias. Nadie tiene contraseña salvo el elenco.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.captura.contactos import ContactoInvalido
from conoceles.captura.enlaces import enlace
from conoceles.comun import fotos
from conoceles.cuentas.acciones import crear_cuenta
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.roles import PERSONA_CANDIDATA
from conoceles.cuestionarios import en_bloque
from conoceles.cuestionarios.definiciones import DEFINICIONES, Tipo
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Retrato
from conoceles.estadistica.acciones import cortar
from conoceles.publicacion import acciones as publicacion
from conoceles.publicacion.registro import cargar_proceso, leer_plantilla
from conoceles.registro.accesos import abrir_cuentas, ligar
from conoceles.registro.models import Candidatura

from . import identidad, interrupciones, partido, publicaciones, retratos, secciones, textos
from .composicion import FilaDemo, componer, contexto, leer
from .cuentas import poner_contrasena
from .elenco import CANDIDATAS, PERSONAL, PREGUNTAS_PROPUESTAS, PROPONE_A, SE_PUBLICA
from .recordados import dar_por_recordadas
from .registro import importar, lista_de, novedades
from .suertes import Destino, destino

Decir = Callable[[str], None]


def cargar(*, decir: Decir = lambda _: None) -> Proceso:
    """Carga el proceso ficticio y todo lo que ocurre en él. La base debe estar migrada y vacía de él."""
    plantilla = leer()
    semilla = plantilla["demo"]["semilla"]
    azar = Random(f"demo:{semilla}")
    decir("Cargando el territorio, los partidos y las fechas…")
    proceso = cargar_proceso(plantilla=leer_plantilla("demostracion"), por=None, vigente=True).proceso
    personal = _crear_personal()
    secciones.importar(proceso, plantilla, por=personal)
    filas = list(componer(plantilla))
    decir(f"Importando el registro de {len(filas):,} personas…")
    importar(proceso, lista_de(filas), "registro-aprobado.csv", por=personal)
    candidaturas = _por_folio(proceso)
    decir("Escribiendo sus cuestionarios…")
    destinos = _repartir(filas, candidaturas, azar)
    respuestas = _redactar(filas, destinos, plantilla, proceso, _guardar_retratos(semilla), azar)
    _dar_cuentas(filas, candidaturas, destinos, personal, azar)
    _registrar(candidaturas, destinos, respuestas, azar)
    decir("Publicando las fichas validadas…")
    publicadas = [candidaturas[folio] for folio, suerte in destinos.items() if suerte.se_publica]
    elenco = _folios_del_elenco(filas)
    identidad.montar(
        publicadas,
        candidaturas[elenco[SE_PUBLICA]],
        revisa=Usuario.objects.get(rol="transparencia"),
        azar=Random(f"identidad:{semilla}"),
    )
    otras = [c for c in publicadas if c.folio_registro not in elenco.values()]
    publicaciones.publicar(publicadas, muestra=otras, por=personal, azar=azar)
    importar(proceso, novedades(filas, set(elenco.values()), azar), "sustituciones.csv", por=personal)
    dar_por_recordadas(proceso)
    cortar(proceso=proceso, por=personal)
    interrupciones.montar(por=Usuario.objects.get(rol="informatica"))
    a_medias = next(fila for fila in filas if fila.folio == elenco[PROPONE_A])
    otros_textos = textos.curricular(contexto(a_medias, plantilla, proceso.jornada.year), semilla + 1)
    partido.montar(
        candidaturas[a_medias.folio],
        {pregunta: otros_textos[pregunta] for pregunta in PREGUNTAS_PROPUESTAS},
        por=personal,
        azar=azar,
    )
    return proceso


def _crear_personal() -> Usuario:
    """Una cuenta por rol; devuelve la de la instancia interna, autora de lo que sigue."""
    for acceso, nombre, rol in PERSONAL:
        poner_contrasena(crear_cuenta(acceso=acceso, nombre=nombre, rol=rol, por=None))
    return Usuario.objects.get(acceso=PERSONAL[0][0])


def _por_folio(proceso: Proceso) -> dict[str, Candidatura]:
    candidaturas = Candidatura.objects.del_proceso(proceso).con_lo_comun()
    return {candidatura.folio_registro: candidatura for candidatura in candidaturas}


def _folios_del_elenco(filas: list[FilaDemo]) -> dict[str, str]:
    """Nombre de acceso → folio de la primera fila que sirve para ese papel, sin repetir."""
    folios: dict[str, str] = {}
    for papel in CANDIDATAS:
        folios[papel.acceso] = next(
            fila.folio
            for fila in filas
            if fila.cargo == papel.cargo
            and fila.calidad == "propietaria"
            and fila.persona.sexo == "mujer"
            and fila.folio not in folios.values()
        )
    return folios


def _repartir(
    filas: list[FilaDemo], candidaturas: dict[str, Candidatura], azar: Random
) -> dict[str, Destino]:
    ahora = timezone.now()
    destinos = {
        fila.folio: destino(azar, en_plazo=candidaturas[fila.folio].plazo_de_captura > ahora)
        for fila in filas
    }
    folios = _folios_del_elenco(filas)
    destinos |= {folios[papel.acceso]: papel.destino for papel in CANDIDATAS}
    return destinos


def _guardar_retratos(semilla: int) -> list[str]:
    """Limpia y guarda el pequeño acervo de retratos; devuelve sus huellas."""
    almacen = storages["privado"]
    huellas = []
    for contenido in retratos.pool(semilla):
        retrato = fotos.procesar(contenido)
        huellas.append(retrato.huella)
        for nombre, archivo in retrato.archivos.items():
            ruta = f"retratos/{retrato.huella}/{nombre}"
            if not almacen.exists(ruta):
                almacen.save(ruta, ContentFile(archivo))
    return huellas


def _redactar(
    filas: Iterable[FilaDemo],
    destinos: dict[str, Destino],
    plantilla: dict[str, Any],
    proceso: Proceso,
    huellas: list[str],
    azar: Random,
) -> dict[str, dict[str, Any]]:
    """Las respuestas de quien entró, completas o a medias según su suerte."""
    semilla = plantilla["demo"]["semilla"]
    por_folio = {}
    for fila in filas:
        suerte = destinos[fila.folio]
        if suerte.estado is None:
            continue
        respuestas = _con_enlaces(textos.curricular(contexto(fila, plantilla, proceso.jornada.year), semilla))
        adecuadas = retratos.adecuados(semilla, fila.persona.sexo, fila.persona.edad)
        respuestas["foto"] = huellas[azar.choice(adecuadas)]
        if suerte.estado == Estado.EN_CAPTURA:
            respuestas = textos.borrador(respuestas, azar)
        por_folio[fila.folio] = respuestas
    return por_folio


_REDES = {p.clave: p.red for p in DEFINICIONES["curricular-2022"].preguntas if p.tipo is Tipo.ENLACE}


def _con_enlaces(respuestas: dict[str, Any]) -> dict[str, Any]:
    """Las direcciones como las deja la captura: «@usuaria» se guarda ya completa."""
    for clave in _REDES.keys() & respuestas.keys():
        try:
            respuestas[clave] = enlace(respuestas[clave], _REDES[clave])
        except ContactoInvalido:
            del respuestas[clave]
    return respuestas


def _dar_cuentas(
    filas: list[FilaDemo],
    candidaturas: dict[str, Candidatura],
    destinos: dict[str, Destino],
    por: Usuario,
    azar: Random,
) -> None:
    """Cuenta para quien capturó algo. Sólo el elenco tiene contraseña: las demás nunca se calculan."""
    elenco = _folios_del_elenco(filas)
    entraron = {folio for folio, suerte in destinos.items() if suerte.estado is not None}
    con_cuenta = [candidaturas[folio] for folio in sorted(entraron | set(elenco.values()))]
    _abrir_las_del_elenco(elenco, candidaturas, por)
    usuarios = abrir_cuentas(personas=[candidatura.persona for candidatura in con_cuenta], por=por)
    cuentas = {usuario.persona.pk: usuario for usuario in usuarios}
    for candidatura in con_cuenta:
        candidatura.persona.cuenta = cuentas[candidatura.persona_id]
    partido.anotar_entradas(con_cuenta, azar)
    a_medias = candidaturas[elenco[PROPONE_A]]
    sin_entrar = [c for folio, c in candidaturas.items() if folio not in entraron | set(elenco.values())]
    partido.entregar_hojas(sin_entrar, menos=partido.de_quien_es(a_medias), por=por, azar=azar)


def _abrir_las_del_elenco(elenco: dict[str, str], candidaturas: dict[str, Candidatura], por: Usuario) -> None:
    """Con un nombre de acceso que se recuerda y contraseña; las demás llevan uno al azar y ninguna."""
    personas = [candidaturas[folio].persona for folio in elenco.values()]
    usuarios = [
        crear_cuenta(acceso=acceso, nombre=persona.nombre_completo, rol=PERSONA_CANDIDATA.clave, por=por)
        for acceso, persona in zip(elenco, personas, strict=True)
    ]
    ligar(personas=personas, usuarios=usuarios, por=por)
    for usuario in usuarios:
        poner_contrasena(usuario)


@transaction.atomic
def _registrar(
    candidaturas: dict[str, Candidatura],
    destinos: dict[str, Destino],
    respuestas: dict[str, dict[str, Any]],
    azar: Random,
) -> None:
    entregas = []
    for folio, contestado in respuestas.items():
        candidatura, suerte = candidaturas[folio], destinos[folio]
        assert suerte.estado is not None  # noqa: S101 (sólo tiene respuestas quien entró)
        entregas.append(
            en_bloque.Entrega(
                candidatura,
                contestado,
                suerte.estado,
                _cuando(candidatura, suerte.estado, azar),
                observacion=suerte.observacion,
                anteriores=_antes_de_corregir(contestado, suerte),
            )
        )
    en_bloque.registrar(entregas, por=None)
    Retrato.objects.bulk_create(
        [
            Retrato(candidatura=e.candidatura, huella=e.respuestas["foto"], creado_en=e.instante)
            for e in entregas
            if "foto" in e.respuestas
        ],
        batch_size=500,
    )
    # Las que se publican enseguida se ponen al corriente entonces: una instantánea menos por ficha.
    por_publicar = {folio for folio, suerte in destinos.items() if suerte.se_publica}
    publicacion.al_corriente([candidaturas[folio] for folio in candidaturas.keys() - por_publicar], por=None)


def _antes_de_corregir(respuestas: dict[str, Any], suerte: Destino) -> dict[str, Any] | None:
    """Lo que decía el texto observado: una versión más corta, para que el antes y después se vea."""
    if suerte.estado != Estado.CORREGIDO or suerte.observacion is None:
        return None
    seccion = DEFINICIONES["curricular-2022"].seccion(suerte.observacion[0])
    recortadas = {
        p.clave: respuestas[p.clave][:300].rstrip() for p in seccion.preguntas if p.tipo is Tipo.TEXTO_LARGO
    }
    return respuestas | recortadas


def _cuando(candidatura: Candidatura, estado: Estado, azar: Random) -> datetime:
    """Un instante creíble de envío; lo que aún no se valida llegó en los últimos días."""
    ahora = timezone.now()
    tope = min(candidatura.plazo_de_captura, ahora - timedelta(hours=30))
    desde = candidatura.aprobada_en
    if estado == Estado.OBSERVADO:  # con el plazo para corregir aún abierto
        return ahora - timedelta(hours=azar.randint(20, 60))
    if estado != Estado.VALIDADO:
        desde = max(desde, tope - timedelta(days=5))
    return desde + max(tope - desde, timedelta(hours=1)) * (1 - azar.random() ** 2)

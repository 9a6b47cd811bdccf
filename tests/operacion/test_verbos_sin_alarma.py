"""Todo lo que la casa puede hacer, por sus verbos y desde la plantilla: `verificar` no nombra nada en ningún momento."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.utils import timezone

from conoceles.comun.claves import folio
from conoceles.cuentas import acciones as cuentas
from conoceles.cuentas.models import Enlace, Usuario
from conoceles.cuentas.seguridad import acciones as seguridad
from conoceles.cuentas.seguridad import factores
from conoceles.cuestionarios import acciones as cuestionarios
from conoceles.cuestionarios.acciones.propuestas import Texto, proponer, usar
from conoceles.cuestionarios.models import Cuestionario, TextoPropuesto
from conoceles.estadistica.acciones import cortar
from conoceles.interrupciones import acciones as interrupciones
from conoceles.mensajes.acciones import despachar
from conoceles.operacion import revisiones, tareas
from conoceles.partido.acciones import recordar
from conoceles.privacidad.acciones import estudiar
from conoceles.publicacion import accesos, identidad, movimientos, plazos
from conoceles.publicacion import acciones as publicacion
from conoceles.publicacion.memoria import constancia
from conoceles.publicacion.models import VistoBueno
from conoceles.publicacion.registro import cargar_proceso, leer_plantilla
from conoceles.registro.accesos import dar_accesos
from conoceles.registro.catalogos import ClaseDeMovimiento
from conoceles.registro.models import ActorPolitico, Candidatura, Importacion, Persona
from conoceles.registro.movimientos import recibo
from conoceles.registro.movimientos.archivo import COLUMNAS
from conoceles.registro.movimientos.historia import con_historia
from conoceles.registro.movimientos.pedidos import Entrante, Pedido
from conoceles.registro.representaciones import acreditar
from conoceles.reportes import acciones as reportes
from conoceles.seguimiento import circulares
from conoceles.seguimiento.acciones import confirmar_recepcion
from conoceles.seguimiento.lectura import Filtros, por_requerir
from conoceles.validacion import acciones as validacion
from tests.privacidad.identidades import contestar, formato, manifestar
from tests.registro import minima
from tests.registro.test_importacion import importar
from tests.respuestas import COMPLETAS

pytestmark = pytest.mark.django_db

FRASE = "una frase larga para entrar"
PERSONAL = {
    "carmen": "instancia_interna", "dora": "instancia_interna", "vera": "validacion", "diego": "transparencia",
    "gema": "igualdad", "irma": "informatica",
}  # fmt: skip
DIA, HORA = timedelta(days=1), timedelta(hours=1)
CORREGIDA = {"propuesta_1": "Otra propuesta, más clara. " + COMPLETAS["propuesta_1"]}


@pytest.fixture
def reloj():
    """El día en que se aprueba el registro; el tiempo corre y sólo se adelanta."""
    with time_machine.travel(datetime.fromisoformat("2026-04-14T18:00:00+00:00")) as viaje:
        yield viaje


def sin_alarmas() -> None:
    hallado = {h.nombre: h.defectos for h in revisiones.revisar() if h.defectos}
    assert hallado == {}


@pytest.fixture
def casa(db, reloj, tmp_path, mailoutbox):
    """El proceso cargado, el personal con su contraseña y cuatro candidaturas inscritas, con su acceso."""
    proceso = minima.cargar(tmp_path)
    gente = {acceso: entrar(acceso, rol) for acceso, rol in PERSONAL.items()}
    correos = {f"_{n}": {"correo": f"persona{n}@ejemplo.mx", "edad": "25"} for n in range(4)}
    importar(proceso, minima.filas(**correos))
    sin_alarmas()
    for persona in Persona.objects.order_by("pk"):
        (entrega,) = dar_accesos(personas=[persona], por=gente["carmen"])
        if persona.nombres != "Dora":
            activar(entrega.usuario, entrega.enlace)
    sin_alarmas()
    return gente


def entrar(acceso: str, rol: str) -> Usuario:
    cuenta = cuentas.crear_cuenta(
        acceso=acceso, nombre=f"{acceso.title()} de Prueba", rol=rol, correo=f"{acceso}@ejemplo.mx", por=None
    )
    return activar(cuenta, cuentas.emitir_enlace(usuario=cuenta, motivo=Enlace.Motivo.ACTIVAR, por=None))


def activar(cuenta: Usuario, enlace: str) -> Usuario:
    cuentas.usar_enlace(token=enlace.strip("/").rpartition("/")[2], contrasena=FRASE)
    cuentas.asentar_entrada(usuario=cuenta, medio="enlace")
    return Usuario.objects.get(pk=cuenta.pk)


def de(nombres: str) -> Candidatura:
    suyas = Candidatura.objects.con_todo().select_related("persona__cuenta")
    return suyas.get(persona__nombres=nombres)


def responder(candidatura: Candidatura, retrato) -> Cuestionario:
    por = candidatura.persona.cuenta
    cuestionario = cuestionarios.abrir(candidatura=candidatura)
    for seccion in cuestionario.definicion:
        if seccion.clave == "foto":
            cuestionarios.guardar_foto(cuestionario=cuestionario, retrato=retrato, por=por)
            continue
        valores = {p.clave: COMPLETAS[p.clave] for p in seccion.preguntas if p.clave in COMPLETAS}
        cuestionarios.guardar_seccion(
            cuestionario=cuestionario, seccion=seccion.clave, valores=valores, por=por
        )
    publicacion.enviar(cuestionario=cuestionario, por=por)
    return Cuestionario.objects.get(pk=cuestionario.pk)


def corregir(cuestionario: Cuestionario, valores: dict, por: Usuario) -> None:
    cuestionarios.guardar_seccion(cuestionario=cuestionario, seccion="propuesta-1", valores=valores, por=por)
    publicacion.enviar(cuestionario=cuestionario, por=por)


def validar(cuestionario: Cuestionario, por: Usuario) -> Cuestionario:
    cuestionario = Cuestionario.objects.get(pk=cuestionario.pk)
    cuestionarios.tomar(cuestionario=cuestionario, por=por)
    return validacion.validar(cuestionario=cuestionario, envio=cuestionario.envios.count(), por=por)


def mover(nombres: str, clase: str, por: Usuario, entra: str = "") -> None:
    leida = con_historia(Candidatura.objects.filter(pk=de(nombres).pk)).get()
    entrante = Entrante({"nombre_completo": f"{entra} Ruiz", "nombres": entra}) if entra else None
    pedido = Pedido(
        leida, ClaseDeMovimiento(clase), "IEP-CG-7/2027", timezone.now(), entra=entrante, motivo="Prueba."
    )
    movimientos.mover(pedidos=[pedido], por=por)


def aprobar(por: Usuario) -> None:
    validacion.aprobar(visto=VistoBueno.objects.latest("pk"), por=por)


# --- De cada verbo, al menos una vez ----------------------------------------------------------------------------


def test_ningun_verbo_da_una_falsa_alarma(casa, reloj, retrato, tmp_path):
    ana = de("Ana Lucía")
    _entregas_y_partido(casa)
    sin_alarmas()
    cuestionario = responder(ana, retrato)
    _identidad(ana, casa)
    sin_alarmas()
    _revision(cuestionario, casa)
    sin_alarmas()
    reloj.shift(DIA)
    _publicacion(ana, cuestionario, casa)
    sin_alarmas()
    _cuentas(casa)
    sin_alarmas()
    reloj.shift(40 * DIA)
    _plazos(casa, reloj)
    sin_alarmas()
    _movimientos(casa)
    sin_alarmas()
    _listas_y_plantilla(casa, tmp_path)
    sin_alarmas()
    _lo_demas(ana, casa)
    sin_alarmas()
    reloj.shift(120 * DIA)
    assert None not in tareas.correr().values()
    sin_alarmas()


def _entregas_y_partido(casa):
    carmen, sol = casa["carmen"], ActorPolitico.objects.get(clave="sol")
    entrega = accesos.registrar_entrega(
        persona=de("Dora").persona, canal="impresa", recibio="Otra persona", por=carmen
    )
    accesos.anular_entrega(entrega=entrega, motivo="La recibió otra persona.", por=carmen)
    accesos.registrar_entrega(persona=de("Dora").persona, canal="en_persona", recibio="Ella", por=carmen)
    pepa = acreditar(actor=sol, acceso="pepa", nombre="Pepa de Prueba", correo="pepa@ejemplo.mx", por=carmen)
    activar(pepa, cuentas.emitir_enlace(usuario=pepa, motivo=Enlace.Motivo.ACTIVAR, por=carmen))
    accesos.registrar_entrega(persona=de("Berta").persona, canal="partido", recibio="Ella", por=pepa)
    ana, berta = de("Ana Lucía"), de("Berta")
    for hasta in (timezone.now() + 60 * DIA, None):
        plazos.fijar_plazo(candidatura=de("Berta"), hasta=hasta, motivo="Prueba.", por=carmen)
    proponer(actor=sol, textos=[Texto(ana, "motivo_cargo", COMPLETAS["motivo_cargo"])], por=pepa)
    usar(propuesta=TextoPropuesto.objects.get(), por=ana.persona.cuenta)
    recordar(actor=sol, candidaturas=[berta.clave], por=pepa)
    destino = circulares.Destino()
    circulares.enviar(
        proceso=ana.proceso, destino=destino, asunto="Aviso", texto="A todas.", folio=folio("AV"),
        marca=circulares.repartir(ana.proceso, destino).marca, por=carmen,
    )  # fmt: skip
    while despachar()[0]:
        pass


def _identidad(ana, casa):
    suya = ana.persona.cuenta
    manifestar(ana, suya)
    contestar(ana, suya)
    identidad.enviar(candidatura=ana, por=suya)
    formato(ana, suya, casa["diego"])
    estudiar(candidatura=ana, por=casa["gema"], proposito="Estudio de prueba.")


def _revision(cuestionario, casa):
    vera, ana = casa["vera"], cuestionario.candidatura.persona.cuenta
    cuestionarios.tomar(cuestionario=cuestionario, por=vera)
    for seccion in ("propuesta-1", "propuesta-2"):
        validacion.observar(
            cuestionario=cuestionario, seccion=seccion, supuestos=["copia"], texto="Igual.", por=vera
        )
    validacion.quitar_observacion(observacion=cuestionario.observaciones.latest("pk"), por=vera)
    validacion.devolver(cuestionario=cuestionario, envio=1, por=vera)
    corregir(Cuestionario.objects.get(pk=cuestionario.pk), CORREGIDA, ana)
    validar(cuestionario, vera)
    validacion.reabrir(cuestionario=Cuestionario.objects.get(pk=cuestionario.pk), por=vera)
    validacion.validar(cuestionario=Cuestionario.objects.get(pk=cuestionario.pk), envio=2, por=vera)


def _publicacion(ana, cuestionario, casa):
    carmen, dora, vera, suya = casa["carmen"], casa["dora"], casa["vera"], ana.persona.cuenta
    validacion.publicar(candidaturas=[ana], por=carmen)
    fijado = ana.proceso.instante("publicacion", ana.cargo.clave)
    validacion.programar(candidatura=ana, desde=fijado + DIA, por=carmen)
    validacion.programar(candidatura=ana, desde=None, por=carmen)
    sin_alarmas()
    validacion.ocultar(candidatura=ana, seccion="contacto", motivo="Prueba.", por=carmen)
    aprobar(dora)
    validacion.mostrar(candidatura=ana, seccion="contacto", por=carmen)
    aprobar(dora)
    validacion.ocultar(candidatura=ana, seccion="contacto", motivo="Prueba.", por=carmen)
    validacion.rechazar(visto=VistoBueno.objects.latest("pk"), nota="No hace falta.", por=dora)
    validacion.retirar(candidatura=ana, motivo="Prueba.", por=carmen)
    aprobar(dora)
    validacion.mostrar(candidatura=ana, por=carmen)
    aprobar(dora)
    sin_alarmas()
    solicitud = cuestionarios.pedir(
        cuestionario=Cuestionario.objects.get(pk=cuestionario.pk), secciones=["propuesta-1"], motivo="Una errata.",
        por=suya,
    )  # fmt: skip
    validacion.resolver_correccion(solicitud=solicitud, concedidas=["propuesta-1"], nota="", por=vera)
    corregir(Cuestionario.objects.get(pk=cuestionario.pk), {"propuesta_1": COMPLETAS["propuesta_1"]}, suya)
    validar(cuestionario, carmen)
    validacion.publicar_una(cuestionario=Cuestionario.objects.get(pk=cuestionario.pk), por=carmen)
    aprobar(dora)
    sin_alarmas()
    validacion.suprimir(candidatura=ana, motivo="Prueba.", seccion="propuesta-1", por=carmen)
    aprobar(dora)
    sin_alarmas()
    constancia.expedir(candidatura=ana, desde=ana.aprobada_en, hasta=timezone.now(), por=carmen)
    manifestar(ana, suya, publicacion=False)
    sin_alarmas()
    manifestar(ana, suya, tratamiento=False, publicacion=False, estadistica=False)


def _cuentas(casa):
    carmen, irma, berta = casa["carmen"], casa["irma"], de("Berta").persona.cuenta
    factores.poner_totp(usuario=berta, secreto=generate_totp_secret(), por=berta)
    factores.renovar_codigos(usuario=berta, por=berta)
    cuentas.cambiar_contrasena(usuario=berta, contrasena=FRASE + " dos", por=berta)
    seguridad.pedir_cambio_de_correo(usuario=berta, nuevo="nuevo@ejemplo.mx", por=berta)
    seguridad.detener_cambio_de_correo(usuario=berta, por=berta)
    seguridad.pedir_cambio_de_correo(usuario=berta, nuevo="nuevo@ejemplo.mx", por=berta)
    cuentas.cambiar_correo(usuario=casa["vera"], correo="vera2@ejemplo.mx", por=irma)
    cuentas.desactivar_cuenta(usuario=casa["vera"], por=irma)
    ciro = de("Ciro").persona.cuenta
    seguridad.congelar(usuario=ciro, por=ciro)
    accesos.poner_al_dia()
    sin_alarmas()
    accesos.reabrir_cuenta(usuario=ciro, por=carmen)
    accesos.cerrar_cuenta(usuario=Usuario.objects.get(pk=ciro.pk), por=carmen)
    accesos.reabrir_cuenta(usuario=Usuario.objects.get(pk=ciro.pk), por=carmen)
    cuentas.pedir_recuperacion(acceso=ciro.acceso)
    tareas.correr()


def _plazos(casa, reloj):
    carmen, berta = casa["carmen"], de("Berta")
    plazos.fijar_plazo(candidatura=berta, hasta=timezone.now() + 9 * DIA, motivo="Prueba.", por=carmen)
    caida = interrupciones.anotar(
        desde=timezone.now() - 3 * HORA, hasta=timezone.now() - 2 * HORA, descripcion="Luz.", por=casa["irma"]
    )
    plazos.devolver_lo_perdido()
    interrupciones.anular(interrupcion=caida, motivo="Era otro sistema.", por=casa["irma"])
    interrupciones.latir()
    reloj.shift(2 * HORA)
    notada = interrupciones.latir()
    interrupciones.explicar(interrupcion=notada, descripcion="Se fue la luz.", por=casa["irma"])
    plazos.devolver_lo_perdido()
    sin_alarmas()
    omisas = por_requerir(berta.proceso, timezone.now(), Filtros(), repetir=False)
    emitidos = plazos.requerir(proceso=berta.proceso, filtros=Filtros(), cuantas=omisas.count(), por=carmen)
    confirmar_recepcion(
        requerimiento=emitidos[0], por=Candidatura.objects.get(pk=emitidos[0].candidatura_id).persona.cuenta
    )


def _por_archivo(clave: str, por: Usuario) -> None:
    """Un movimiento que llega en una hoja, revisado y aplicado."""
    proceso = Candidatura.objects.get(clave=clave).proceso
    renglon = dict.fromkeys(COLUMNAS, "")
    renglon |= {"clave": clave, "movimiento": "cancelacion", "acuerdo": "IEP-CG-8/2027"}
    renglon["surte_efectos"] = f"{timezone.localtime():%Y-%m-%d %H:%M}"
    lote = recibo.recibir(proceso=proceso, nombre="lote.csv", contenido=minima.csv_de([renglon]), por=por)
    assert recibo.simular(lote).es_aplicable
    Importacion.objects.filter(pk=lote.pk).update(estado=Importacion.Estado.APLICANDO)
    movimientos.aplicar_archivo(importacion=lote, por=por)


def _movimientos(casa):
    carmen = casa["carmen"]
    mover("Ana Lucía", "sentencia", carmen, entra="Zoila")
    mover("Ana Lucía", "restitucion", carmen)
    sin_alarmas()
    mover("Ana Lucía", "renuncia", carmen)
    mover("Ana Lucía", "cobertura", carmen, entra="Olga")
    mover("Berta", "sustitucion", carmen, entra="Rita")
    _por_archivo(de("Ciro").clave, carmen)
    mover("Dora", "fallecimiento", carmen)


def _listas_y_plantilla(casa, tmp_path):
    proceso = de("Olga").proceso
    filas = minima.filas()
    filas[0] |= {"nombres": "Olga María", "primer_apellido": "Ruiz", "segundo_apellido": "Sosa"}
    importar(proceso, filas[:1], confirmado=())
    sin_alarmas()
    texto = minima.PLANTILLA.replace("dias_correccion = 3", "dias_correccion = 4").replace(
        'nombre = "Partido Sol"', 'nombre = "Partido del Sol"'
    )
    cargar_proceso(plantilla=leer_plantilla(minima.escribir(tmp_path, texto)), por=casa["carmen"])


def _lo_demas(ana, casa):
    reporte = reportes.recibir(
        formulario="f1",
        proceso=ana.proceso.clave,
        candidatura=ana.clave,
        version=1,
        apartado="contacto",
        texto="Mal.",
    )
    reportes.atender(reporte=reporte, respuesta="Gracias.", por=casa["carmen"])
    cortar(proceso=ana.proceso, por=casa["carmen"])

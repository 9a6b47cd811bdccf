"""El camino entero: de la lista que aprobó el Consejo a la página que lee la ciudadanía.

Cada quien en su navegador y por las pantallas. Toda pantalla por la que se pasa se revisa (axe, ancho,
títulos, consola y peticiones).
"""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from conoceles.mensajes.acciones import despachar
from conoceles.registro.models import Candidatura
from tests import fabricas
from tests.fabricas import CONTRASENA
from tests.registro.minima import csv_de
from tests.respuestas import TEXTO

from .conftest import ESCRITORIO, TELEFONO
from .navegador import Visita

pytestmark = pytest.mark.navegador

ROSA = "Rosa Elvira Campos Luna"
_LUGAR = {"cargo": "diputacion-mr", "demarcacion": "10", "actor": "PEJ", "numero": "1", "sexo": "mujer"}
LISTA = csv_de(
    [
        {**_LUGAR, "calidad": "propietaria", "nombres": "Rosa Elvira", "primer_apellido": "Campos",
         "segundo_apellido": "Luna", "edad": "41", "correo": "rosa@ejemplo.mx"},
        {**_LUGAR, "calidad": "suplente", "nombres": "Nayeli", "primer_apellido": "Soto",
         "segundo_apellido": "Rivas", "edad": "35", "correo": ""},
    ]
)  # fmt: skip
MOTIVO = "Se parece demasiado a otra propuesta. Cuente la suya con sus palabras."
# Lo que se puede pedir a quien llena un cuestionario completo, además de escribir: de la carta al acuse.
MAXIMO_DE_GESTOS = 26
CORREGIDA = TEXTO.replace("doce años", "quince años")


@pytest.fixture
def instituto(db, proceso):
    """Un proceso con una contienda posible y nadie registrado todavía; y quienes trabajan en él."""
    fabricas.ContiendaFactory(cargo__proceso=proceso, demarcacion__proceso=proceso)
    fabricas.ActorFactory(proceso=proceso)
    return {
        "carmen": fabricas.UsuarioFactory(acceso="carmen", nombre="Carmen Ríos", rol="instancia_interna"),
        "dora": fabricas.UsuarioFactory(acceso="dora", nombre="Dora Paz", rol="instancia_interna"),
        "vera": fabricas.UsuarioFactory(acceso="vera", nombre="Vera Núñez", rol="validacion"),
    }


@pytest.mark.lenta  # más de un minuto cada uno; cada tramo tiene su prueba corta en este cuarto
@pytest.mark.parametrize(
    ("ancho", "js"), [(TELEFONO, True), (ESCRITORIO, False)], ids=["teléfono", "escritorio sin JavaScript"]
)
def test_de_la_lista_aprobada_a_la_pagina_publica(abrir, instituto, foto_jpeg, ancho, js):
    def navegador():
        return abrir(ancho=ancho, js=js)

    carmen, dora, vera, rosa, ciudadania = (navegador() for _ in range(5))
    contar_gestos(rosa)

    # El Instituto recibe la lista, mira qué cambiaría y la aplica; luego da acceso a Rosa.
    entrar(carmen, "carmen")
    importar(carmen)
    dar_acceso(carmen)

    # Rosa abre la carta, elige su contraseña y llena todo. Antes de enviar mira cómo quedará.
    activar(rosa)
    llenar_todo(rosa, foto_jpeg)
    enviar(rosa, "Enviar al Instituto")
    assert not js or 15 < gestos(rosa) <= MAXIMO_DE_GESTOS
    clave = Candidatura.objects.get(persona__nombre_completo=ROSA).clave

    # La ciudadanía sabe que está en revisión, y nada más.
    ciudadania.ir(f"/candidaturas/{clave}/").lee(ROSA, "En revisión por el Instituto")
    ciudadania.no_lee("cooperativa")

    # Vera encuentra un problema en una propuesta y devuelve; Rosa corrige sólo eso.
    entrar(vera, "vera")
    observar_y_devolver(vera)
    corregir(rosa)
    enviar(rosa, "Enviar la corrección")

    # Vera ve lo que cambió y valida. La instancia interna publica.
    validar(vera)
    publicar(carmen)
    ciudadania.recargar().lee("Publicada", "quince años", "Licenciatura")
    ciudadania.no_lee("rosa@ejemplo.mx", "privado@ejemplo.mx")
    assert ciudadania.pagina.get_by_role("img", name=re.compile("Rosa")).is_visible()

    # Y si hay que retirarlo, una persona lo propone, otra da el visto bueno y la página lo dice.
    proponer_el_retiro(carmen)
    ciudadania.recargar().lee("quince años")
    dar_visto_bueno(dora)
    ciudadania.recargar().lee("Retirado temporalmente", "Una sentencia lo ordena.")
    ciudadania.no_lee("quince años")
    assert ciudadania.pagina.context.cookies() == []


# --- Gestos ----------------------------------------------------------------------------------------------
def contar_gestos(visita: Visita) -> None:
    """Cada clic y cada opción o archivo que se elige, también los que sirvieron para corregir un error."""
    visita.pagina.add_init_script("""
        const uno = () => sessionStorage.setItem("gestos", 1 + Number(sessionStorage.getItem("gestos")));
        addEventListener("click", e => e.isTrusted && uno(), true);
        addEventListener("change", e => e.target.matches("select, [type=file]") && uno(), true);
    """)


def gestos(visita: Visita) -> int:
    return visita.pagina.evaluate('Number(sessionStorage.getItem("gestos"))')


# --- Cuentas ---------------------------------------------------------------------------------------------
def entrar(visita: Visita, acceso: str) -> None:
    visita.ir("/entrar/")
    visita.escribir("Nombre de acceso", acceso, exacto=True)
    visita.escribir("Contraseña", CONTRASENA, exacto=True)
    visita.pulsar("Entrar")


def activar(rosa: Visita) -> None:
    """El enlace llega por correo y sirve una vez."""
    despachar()
    enlace = re.search(r"http\S+/acceso/\S+", mail.outbox[-1].body).group()
    rosa.ir(enlace).lee(f"Es la cuenta de {ROSA}")
    rosa.escribir("Contraseña nueva", CONTRASENA, exacto=True)
    rosa.pulsar("Guardar y entrar")
    assert rosa.titulo == ROSA


# --- El Instituto importa y da acceso --------------------------------------------------------------------
def importar(carmen: Visita) -> None:
    carmen.ir(reverse("operacion:importaciones")).lee("Todavía no se recibe ninguna lista")
    archivo = {"name": "lista.csv", "mimeType": "text/csv", "buffer": LISTA}
    carmen.pagina.get_by_label("Archivo del registro").set_input_files(archivo)
    carmen.pulsar("Revisar el archivo").lee("Todavía no se aplica nada", ROSA)
    assert not Candidatura.objects.exists()
    carmen.pulsar("Aplicar al registro").lee("La lista quedó aplicada")


def dar_acceso(carmen: Visita) -> None:
    carmen.del_menu("Accesos")
    carmen.pulsar(f"Dar acceso a {ROSA}")
    carmen.lee("Enlaces enviados a la bandeja de salida: 1.", "Enlace vigente")
    carmen.del_menu("Cartas")
    carmen.seguir("Active su cuenta de Conóceles").lee("enlace oculto")


# --- Rosa captura ----------------------------------------------------------------------------------------
def llenar_todo(rosa: Visita, foto: bytes) -> None:
    subir_foto(rosa, foto)
    llenar_contacto(rosa)
    llenar_estudios(rosa)
    for rotulo in (
        "Historia profesional y laboral",
        "Trayectoria política o participación social",
        "¿Por qué quiere ocupar un cargo público?",
        "Su primera propuesta",
        "Su segunda propuesta",
        "Propuesta en materia de género",
    ):
        rosa.escribir(rotulo, TEXTO)
        rosa.pulsar("Guardar y continuar")


def subir_foto(rosa: Visita, foto: bytes) -> None:
    """Primero lo que no es una foto: se explica y se puede volver a intentar."""
    rosa.seguir("Fotografía")
    control = rosa.pagina.get_by_label("Elija su fotografía")
    control.set_input_files({"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": b"no es una foto"})
    rosa.pulsar("Subir fotografía").lee("Hay un problema")
    control.set_input_files({"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": foto})
    rosa.pulsar("Subir fotografía").lee("Así se publicará")
    rosa.pulsar("Guardar y continuar")


def llenar_contacto(rosa: Visita) -> None:
    """Un dato mal escrito no borra los demás."""
    rosa.escribir("Instagram", "@rosaejemplo")
    rosa.escribir("Correo para aclaraciones", "privado@ejemplo.mx")
    rosa.escribir("Página web", "esto no es una dirección")
    rosa.pulsar("Guardar y continuar").lee("Hay un problema", "Todavía no se guarda")
    assert rosa.pagina.title().startswith("Error: ")
    assert rosa.pagina.get_by_label("Instagram").input_value() == "@rosaejemplo"
    rosa.escribir("Página web", "https://ejemplo.mx")
    rosa.pulsar("Guardar y continuar")


def llenar_estudios(rosa: Visita) -> None:
    rosa.pagina.get_by_label("Grado máximo de estudios").select_option("Licenciatura")
    rosa.pagina.get_by_label("Título").check()
    rosa.escribir("Renglón 1", "Diplomado en presupuesto público", exacto=True)
    rosa.pulsar("Agregar otro renglón")
    rosa.escribir("Renglón 2", "Seminario de agua", exacto=True)
    rosa.pulsar("Guardar y continuar")


def enviar(rosa: Visita, boton: str) -> None:
    """Revisa, mira cómo quedará y envía; el acuse trae folio y huella."""
    rosa.ir("/mi-candidatura/")
    rosa.seguir("Vista previa").lee("VISTA PREVIA — no publicado", "Diplomado en presupuesto público")
    rosa.seguir("Volver a la lista")
    rosa.seguir("Revise sus respuestas y envíe")
    rosa.pulsar(boton)
    rosa.lee(
        f"Recibimos su {'corrección' if 'corrección' in boton else 'información'}",
        "Acuse de recibo",
        "Huella completa (SHA-256)",
    )
    rosa.seguir("Volver a Mi candidatura").lee("Sus acuses")


def corregir(rosa: Visita) -> None:
    rosa.ir("/mi-candidatura/").lee("El Instituto pide corregir 1 sección", MOTIVO)
    # Lo que no se observó está cerrado.
    rosa.seguir("Segunda propuesta").lee("Por ahora no puede cambiar esta sección")
    rosa.seguir("Volver a la lista")
    rosa.seguir("Primera propuesta", dentro=rosa.pagina.locator(".observacion"))
    rosa.lee(MOTIVO)
    rosa.escribir("Su primera propuesta", CORREGIDA)
    rosa.pulsar("Guardar y volver")


# --- El Instituto revisa y publica -----------------------------------------------------------------------
def abrir_la_revision(visita: Visita, boton: str) -> None:
    visita.ir("/panel/")
    visita.seguir(ROSA)
    visita.pulsar(boton)


def observar_y_devolver(vera: Visita) -> None:
    abrir_la_revision(vera, "Tomar para revisar")
    apartado = vera.pagina.get_by_role("region", name="Primera propuesta", exact=True)
    apartado.get_by_text("Observar este apartado").click()
    # Sin motivo no se anota, y lo escrito no se pierde.
    vera.escribir("Qué debe corregirse", MOTIVO, dentro=apartado)
    vera.pulsar("Anotar observación", dentro=apartado).lee("Elija al menos un motivo del catálogo")
    assert apartado.get_by_label("Qué debe corregirse").input_value() == MOTIVO
    apartado.get_by_label("Propuestas copiadas de otra candidatura").check()
    vera.pulsar("Anotar observación", dentro=apartado).lee("Observación por enviar")
    vera.pulsar("Devolver con 1 observación").lee(f"Devolvió el cuestionario de {ROSA}")


def validar(vera: Visita) -> None:
    abrir_la_revision(vera, "Tomar para revisar")
    apartado = vera.pagina.get_by_role("region", name="Primera propuesta", exact=True)
    assert "doce" in apartado.locator("del").inner_text()
    assert "quince" in apartado.locator("ins").inner_text()
    vera.pulsar("Validar").lee(f"Validó el cuestionario de {ROSA}")
    assert vera.pagina.get_by_role("button", name="Publicar").count() == 0


def publicar(carmen: Visita) -> None:
    carmen.ir(reverse("validacion:publicacion"))
    carmen.pagina.get_by_label(f"Elegir a {ROSA}").check()
    carmen.pulsar("Publicar seleccionadas").lee("Se publicó una candidatura")


def proponer_el_retiro(carmen: Visita) -> None:
    carmen.ir("/panel/?estado=publicada")
    carmen.seguir(ROSA)
    carmen.seguir("Proponer su retiro de la vista…")
    carmen.pulsar("Proponer el retiro").lee("Escriba el motivo del retiro")
    carmen.escribir("Motivo del retiro", "Una sentencia lo ordena.")
    carmen.pulsar("Proponer el retiro").lee("falta el visto bueno de otra persona")


def dar_visto_bueno(dora: Visita) -> None:
    entrar(dora, "dora")
    dora.del_menu("Vistos buenos").lee(ROSA, "carmen")
    dora.seguir(re.compile("^Retirar de la vista")).lee("Una sentencia lo ordena.")
    dora.pulsar("Dar el visto bueno").lee("Dio el visto bueno: quedó hecho.")

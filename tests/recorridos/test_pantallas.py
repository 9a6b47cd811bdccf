"""Toda pantalla en sus estados: vacía, típica, extrema, con errores; nada se desborda ni a 320 px.

Cada prueba prepara unos datos, pasa por muchas pantallas y al final dice todo lo que encontró.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError
from django.urls import reverse

from conoceles.calendario.models import Proceso
from conoceles.cuentas.acciones import emitir_enlace
from conoceles.cuentas.models import Enlace
from conoceles.cuestionarios import acciones as verbos
from conoceles.mensajes.models import Carta
from conoceles.publicacion import acciones as publicacion
from conoceles.validacion import acciones as validacion
from tests import fabricas, respuestas
from tests.registro.minima import csv_de

from . import publicas
from .conftest import ESCRITORIO, TELEFONO
from .navegador import Visita

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]
CELULAR_CHICO = 320  # 1280 px con la letra al 400 %
CURRICULAR = ("contacto", "estudios", "historia", "trayectoria", "motivo", "propuesta-1", "propuesta-genero")


class Barrido:
    """Va de pantalla en pantalla y junta los problemas de todas."""

    def __init__(self, visita: Visita) -> None:
        self.visita, self.encontrado = visita, list[str]()

    def ver(self, *direcciones: str, lee: str = "") -> None:
        for direccion in direcciones:
            self.visita.pagina.goto(direccion)
            self.mirar()
        if lee:
            self.visita.lee(lee)

    def mirar(self) -> None:
        """La pantalla abierta: axe al ancho del teléfono, y que quepa en los demás."""
        problemas = self.visita.problemas()
        for ancho in (CELULAR_CHICO, ESCRITORIO, TELEFONO):
            self.visita.pagina.set_viewport_size({"width": ancho, "height": 800})
            problemas += self.visita.de_estructura()
        ruta = self.visita.pagina.url
        self.encontrado += [f"{ruta}: {problema}" for problema in dict.fromkeys(problemas)]

    def pulsar(self, nombre: str) -> None:
        with self.visita.pagina.expect_navigation():
            self.visita.pagina.get_by_role("button", name=nombre, exact=True).click()
        self.mirar()


@pytest.fixture
def barrer(abrir):
    """`with barrer(como=…) as barrido:`; al salir, ninguna pantalla debe tener problemas."""

    @contextmanager
    def barrer(**opciones) -> Iterator[Barrido]:
        barrido = Barrido(abrir(**opciones))
        yield barrido
        assert not barrido.encontrado, "\n".join(barrido.encontrado)

    return barrer


@pytest.fixture
def extrema(gente, candidatura, foto_jpeg):
    """La candidatura de Ana con los nombres y las respuestas más largos que caben."""
    persona, posicion = candidatura.persona, candidatura.posicion
    persona.nombre_completo = f"{publicas.NOMBRES}{publicas.APELLIDO}"[:200]
    persona.save()
    posicion.actor.nombre = f"Coalición {publicas.PALABRA} por {publicas.PALABRA * 2}"
    posicion.actor.save()
    gente["ana"].nombre = persona.nombre_completo
    gente["ana"].save()
    return llenar(candidatura, gente["ana"], {**respuestas.COMPLETAS, **publicas.EXTREMAS}, foto_jpeg)


def llenar(candidatura, ana, valores, foto):
    from conoceles.comun import fotos

    cuestionario = verbos.abrir(candidatura=candidatura)
    verbos.guardar_foto(cuestionario=cuestionario, retrato=fotos.procesar(foto), por=ana)
    for clave in CURRICULAR + ("propuesta-2",):
        verbos.guardar_seccion(cuestionario=cuestionario, seccion=clave, valores=valores, por=ana)
    return cuestionario


# --- Lo público ------------------------------------------------------------------------------------------
def test_lo_publico_vacio(barrer):
    with barrer() as barrido:
        barrido.ver("/", "/candidaturas/", lee="Aún no hay una elección que mostrar")
        fabricas.ProcesoFactory()
        barrido.ver("/", "/candidaturas/", lee="Aún no hay candidaturas")
        barrido.ver("/mapa/", lee="Aún no hay municipios que mostrar")


@pytest.mark.parametrize("esquema", ["light", "dark"])
def test_lo_publico_en_cada_situacion(proceso, barrer, esquema):
    claves = publicas.inscribir(proceso)
    with barrer(esquema=esquema) as barrido:
        barrido.ver("/", "/candidaturas/", "/candidaturas/?pagina=2&orden=apellido")
        barrido.ver("/mapa/", "/como-usar/", "/preguntas/", "/accesibilidad/", "/estado/")
        barrido.ver("/candidaturas/?sexo=mujer&cargo=regiduria&respondio=si")
        barrido.ver("/candidaturas/?q=nadie+se+llama+así", lee="Ninguna candidatura cumple todo eso")
        barrido.ver(*(f"/candidaturas/{clave}/" for clave in claves))
        barrido.ver("/candidaturas/no-existe/", "/no/existe", lee="No encontramos esta página")
    assert barrido.visita.pagina.context.cookies() == []


def test_los_filtros_abiertos_caben(proceso, barrer):
    publicas.inscribir(proceso)
    with barrer() as barrido:
        barrido.ver("/candidaturas/?q=a")
        for plegado in barrido.visita.pagina.locator("summary").all():
            plegado.click()
        barrido.mirar()


# --- Cuentas ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("esquema", ["light", "dark"])
def test_las_pantallas_de_la_cuenta(gente, barrer, esquema):
    enlace = emitir_enlace(usuario=gente["beto"], motivo=Enlace.Motivo.ACTIVAR, por=gente["carmen"])
    with barrer(esquema=esquema) as barrido:
        barrido.ver("/entrar/")
        barrido.pulsar("Entrar")
        barrido.visita.lee("Hay un problema")
        barrido.visita.escribir("Nombre de acceso", "ana", exacto=True)
        barrido.visita.escribir("Contraseña", "ésta no es", exacto=True)
        barrido.pulsar("Entrar")
        barrido.visita.lee("no coinciden")
        barrido.ver("/recuperar/")
        barrido.visita.escribir("Nombre de acceso", "ana", exacto=True)
        barrido.pulsar("Enviar un enlace nuevo")
        barrido.ver(enlace)
        barrido.visita.escribir("Contraseña nueva", "corta", exacto=True)
        barrido.pulsar("Guardar y entrar")
        barrido.visita.lee("Hay un problema")
        barrido.ver("/acceso/inventado/", lee="Este enlace ya no sirve")


def test_la_contrasena_y_lo_que_no_es_para_su_cuenta(gente, barrer):
    with barrer(como=gente["ana"]) as barrido:
        barrido.ver("/contrasena/")
        barrido.pulsar("Guardar la contraseña nueva")
        barrido.ver("/panel/", lee="Esta página no es para su cuenta")
        barrido.ver("/mi-candidatura/", lee="Su cuenta no tiene una candidatura")


def test_demasiados_intentos(gente, client, barrer):
    datos = {"acceso": "ana", "contrasena": "ésta no es"}
    for _ in range(10):
        client.post("/entrar/", datos)
    with barrer() as barrido:
        barrido.ver("/entrar/")
        barrido.visita.escribir("Nombre de acceso", "ana", exacto=True)
        barrido.visita.escribir("Contraseña", "ésta no es", exacto=True)
        barrido.pulsar("Entrar")
        barrido.visita.lee("minuto")


def test_el_error_interno_se_explica(proceso, barrer, monkeypatch):
    def fallar(*args):
        raise RuntimeError("La base no contesta")

    monkeypatch.setattr("conoceles.consulta.respuestas.abrir", fallar)
    with barrer() as barrido:
        barrido.ver("/", lee="Algo falló de nuestro lado")


def test_con_la_base_tomada_se_puede_reintentar_sin_volver_a_escribir(
    gente, candidatura, barrer, monkeypatch
):
    def tomada(**kwargs):
        raise OperationalError("database is locked")

    (ruta,) = secciones(candidatura, ("motivo",))
    with barrer(como=gente["ana"]) as barrido:
        barrido.ver(ruta)
        barrido.visita.pagina.locator("textarea").first.fill(
            "Quiero que el agua alcance para todo mi pueblo."
        )
        with monkeypatch.context() as parche:
            parche.setattr(verbos, "guardar_seccion", tomada)
            barrido.pulsar("Guardar y continuar")
        barrido.visita.lee("lo que escribió sigue aquí")
        barrido.pulsar("Regresar al formulario")
        assert "el agua alcance" in barrido.visita.pagina.locator("textarea").first.input_value()


# --- Mi candidatura --------------------------------------------------------------------------------------
def de_captura(candidatura) -> list[str]:
    nombres = ("una", "foto", "revisar", "vista_previa")
    return [reverse(f"captura:{nombre}", args=[candidatura.clave]) for nombre in nombres]


def secciones(candidatura, claves=CURRICULAR) -> list[str]:
    return [reverse("captura:seccion", args=[candidatura.clave, clave]) for clave in claves]


def test_mi_candidatura_vacia_y_con_errores(gente, candidatura, barrer):
    with barrer(como=gente["ana"]) as barrido:
        barrido.ver(*de_captura(candidatura), *secciones(candidatura, ("contacto", "estudios", "historia")))
        barrido.ver(reverse("captura:foto", args=[candidatura.clave]))
        barrido.pulsar("Subir fotografía")
        barrido.ver(*secciones(candidatura, ("contacto",)))
        barrido.visita.escribir("Página web", "javascript:alert(1)")
        barrido.visita.escribir("Correo electrónico público", "sin arroba")
        barrido.pulsar("Guardar y continuar")
        barrido.visita.lee("Todavía no se guarda")


@pytest.mark.parametrize("esquema", ["light", "dark"])
def test_mi_candidatura_extrema(gente, extrema, barrer, esquema):
    candidatura = extrema.candidatura
    with barrer(como=gente["ana"], esquema=esquema) as barrido:
        barrido.ver(*de_captura(candidatura), *secciones(candidatura, ("contacto", "estudios", "motivo")))


def test_los_avisos_de_texto(gente, candidatura, barrer, foto_jpeg):
    """Ninguno, y todos a la vez con fragmentos que no se pueden partir: junto al texto, en la lista y al revisar."""
    largo = (
        f"{respuestas.TEXTO} {'x' * 60}.{'y' * 60}@{'z' * 60}.mx, calle {'Palabra' * 4} #12 y 443 123 4567. "
    )
    valores = dict.fromkeys(("historia_profesional", "propuesta_1", "propuesta_2"), largo.upper() + "." * 90)
    with barrer(como=gente["ana"]) as barrido:
        cuestionario = llenar(candidatura, gente["ana"], {**respuestas.COMPLETAS, **valores}, foto_jpeg)
        barrido.ver(*secciones(candidatura, ("historia", "propuesta-1")), lee="Está todo en mayúsculas")
        barrido.ver(
            reverse("captura:revisar", args=[candidatura.clave]), lee="Antes de enviar, conviene revisar"
        )
    publicacion.enviar(cuestionario=cuestionario, por=gente["ana"])
    with barrer(como=gente["vera"], esquema="dark") as barrido:
        barrido.ver(reverse("validacion:revision", args=[candidatura.clave]), lee="Parece haber")


def test_mi_candidatura_enviada_observada_publicada_y_terminada(
    gente, candidatura, capturar_todo, barrer, proceso
):
    cuestionario = capturar_todo()
    with barrer(como=gente["ana"]) as barrido:
        envio = publicacion.enviar(cuestionario=cuestionario, por=gente["ana"])
        barrido.ver(reverse("captura:acuse", args=[candidatura.clave, envio.folio]))
        barrido.ver(*de_captura(candidatura), *secciones(candidatura, ("historia",)))
        observar(cuestionario, gente)
        barrido.ver(*de_captura(candidatura), *secciones(candidatura, ("propuesta-1", "propuesta-2")))
        publicacion.enviar(cuestionario=cuestionario, por=gente["ana"])
        verbos.validar(
            cuestionario=verbos.tomar(cuestionario=cuestionario, por=gente["vera"]), por=gente["vera"]
        )
        publicacion.publicar(candidaturas=[candidatura], por=gente["carmen"])
        barrido.ver(*de_captura(candidatura)[:1])


def observar(cuestionario, gente, texto="Cuéntela con sus palabras."):
    verbos.tomar(cuestionario=cuestionario, por=gente["vera"])
    verbos.observar(
        cuestionario=cuestionario, seccion="propuesta-1", supuesto="copia", texto=texto, por=gente["vera"]
    )
    return verbos.devolver(cuestionario=cuestionario, por=gente["vera"])


# --- Panel -----------------------------------------------------------------------------------------------
def test_el_panel_vacio(gente, barrer):
    with barrer(como=gente["carmen"]) as barrido:
        barrido.ver(reverse("validacion:vistos"), lee="No hay nada por aprobar")
        barrido.ver(reverse("validacion:correcciones"), lee="No hay solicitudes por resolver")
        barrido.ver("/panel/", lee="No hay nada por atender")
        barrido.ver("/panel/?q=nadie&estado=todas", lee="Ninguna candidatura coincide")
        barrido.ver("/panel/publicacion/", "/panel/accesos/", "/panel/cartas/", "/panel/registro/")
        barrido.pulsar("Revisar el archivo")
        barrido.visita.lee("Elija el archivo del registro")
    with barrer(como=gente["irma"]) as barrido:
        barrido.ver("/panel/", "/panel/bitacora/?actor=nadie", lee="Ningún renglón coincide")


@pytest.mark.parametrize("esquema", ["light", "dark"])
def test_la_revision_con_lo_mas_largo(gente, extrema, barrer, esquema):
    """Antes y después de una corrección enorme, con las observaciones a la vista."""
    revision = reverse("validacion:revision", args=[extrema.candidatura.clave])
    publicacion.enviar(cuestionario=extrema, por=gente["ana"])
    observar(extrema, gente, texto="y" * 2000)
    nuevo = {"propuesta_1": publicas.LARGO[:1500].replace("Palabra", "Otra")}
    verbos.guardar_seccion(cuestionario=extrema, seccion="propuesta-1", valores=nuevo, por=gente["ana"])
    publicacion.enviar(cuestionario=extrema, por=gente["ana"])
    with barrer(como=gente["vera"], esquema=esquema) as barrido:
        barrido.ver("/panel/", revision)
        verbos.tomar(cuestionario=extrema, por=gente["vera"])
        barrido.ver(revision)
        for plegado in barrido.visita.pagina.locator("summary").all():
            plegado.click()
        barrido.mirar()


def test_publicar_y_retirar(gente, extrema, barrer):
    publicacion.enviar(cuestionario=extrema, por=gente["ana"])
    verbos.validar(cuestionario=verbos.tomar(cuestionario=extrema, por=gente["vera"]), por=gente["vera"])
    candidatura = extrema.candidatura
    with barrer(como=gente["carmen"]) as barrido:
        barrido.ver("/panel/publicacion/", reverse("validacion:revision", args=[candidatura.clave]))
        publicacion.publicar(candidaturas=[candidatura], por=gente["carmen"])
        barrido.ver(reverse("validacion:retirar", args=[candidatura.clave]))
        barrido.pulsar("Proponer el retiro")
        barrido.visita.lee("Escriba el motivo del retiro")
        barrido.ver(reverse("validacion:suprimir", args=[candidatura.clave]))
        barrido.pulsar("Ver qué se borraría")
        barrido.visita.lee("Elija qué se borra")
        barrido.ver(reverse("consulta:ficha", args=[candidatura.clave]))
    with barrer(como=gente["irma"]) as barrido:
        barrido.ver("/panel/bitacora/", lee="La cadena aún no se ha comprobado")
        barrido.pulsar("Comprobar la cadena ahora")
        barrido.ver("/panel/bitacora/", lee="La cadena está entera")


def test_correcciones_y_vistos_buenos(gente, extrema, barrer):
    """Pedir y conceder una corrección de lo publicado; y proponer, quien la validó, que se publique."""
    candidatura, dora = extrema.candidatura, fabricas.UsuarioFactory(rol="instancia_interna")
    publicacion.enviar(cuestionario=extrema, por=gente["ana"])
    verbos.validar(cuestionario=verbos.tomar(cuestionario=extrema, por=gente["vera"]), por=gente["vera"])
    publicacion.publicar(candidaturas=[candidatura], por=gente["carmen"])
    with barrer(como=gente["ana"]) as barrido:
        barrido.ver(reverse("captura:correccion", args=[candidatura.clave]))
        barrido.pulsar("Pedir la corrección")
        barrido.visita.lee("Elija al menos una sección")
        solicitud = verbos.pedir(
            cuestionario=extrema, secciones=["historia", "propuesta-1"], motivo="x" * 500, por=gente["ana"]
        )
        barrido.ver(*de_captura(candidatura)[:1])
    with barrer(como=gente["carmen"]) as barrido:
        barrido.ver(reverse("validacion:correcciones"), reverse("validacion:correccion", args=[solicitud.pk]))
        verbos.resolver(solicitud=solicitud, concedidas=["propuesta-1"], nota="y" * 500, por=gente["carmen"])
        barrido.ver(reverse("validacion:correcciones"))
    with barrer(como=gente["ana"]) as barrido:
        barrido.ver(
            *de_captura(candidatura)[:1], reverse("captura:correccion_dejar", args=[candidatura.clave])
        )
    valores = {"propuesta_1": publicas.LARGO[:1500].replace("Palabra", "Otra")}
    verbos.guardar_seccion(cuestionario=extrema, seccion="propuesta-1", valores=valores, por=gente["ana"])
    publicacion.enviar(cuestionario=extrema, por=gente["ana"])
    verbos.tomar(cuestionario=extrema, por=gente["carmen"])
    propuesto = validacion.validar_y_publicar(cuestionario=extrema, envio=2, por=gente["carmen"])
    with barrer(como=gente["carmen"]) as barrido:
        barrido.ver(reverse("validacion:revision", args=[candidatura.clave]), reverse("validacion:vistos"))
    with barrer(como=dora) as barrido:
        barrido.ver(reverse("validacion:vistos"), reverse("validacion:visto", args=[propuesto.pk]))
        barrido.visita.pagina.get_by_text("No dar el visto bueno").click()
        barrido.pulsar("Rechazar")
        barrido.visita.lee("Explique por qué no da el visto bueno")


def test_accesos_cartas_y_cuentas(gente, extrema, barrer):
    fabricas.CandidaturaFactory(persona__cuenta=None)
    with barrer(como=gente["carmen"]) as barrido:
        barrido.ver("/panel/accesos/")
        barrido.pulsar("Dar acceso a las marcadas")
        barrido.visita.lee("No eligió a ninguna persona")
        for casilla in barrido.visita.pagina.get_by_role("checkbox").all():
            casilla.check()
        barrido.pulsar("Dar acceso a las marcadas")
        for casilla in barrido.visita.pagina.get_by_role("checkbox").all():
            casilla.check()
        barrido.pulsar("Imprimir sus hojas")
        barrido.visita.lee("Imprima ahora")
        barrido.ver("/panel/cartas/", reverse("operacion:carta", args=[Carta.objects.first().pk]))
    with barrer(como=gente["irma"]) as barrido:
        barrido.ver("/panel/cuentas/", "/panel/cuentas/nueva/")
        barrido.pulsar("Abrir la cuenta")
        barrido.visita.lee("Hay un problema")


def test_importar_con_rechazos_y_con_avisos(gente, barrer):
    fabricas.ContiendaFactory(
        cargo__proceso=Proceso.objects.get(), demarcacion__proceso=Proceso.objects.get()
    )
    fabricas.ActorFactory(proceso=Proceso.objects.get())
    fila = {"cargo": "diputacion-mr", "demarcacion": "10", "actor": "PEJ", "numero": "1", "calidad": "propietaria",
            "nombres": publicas.PALABRA * 3, "primer_apellido": publicas.APELLIDO, "sexo": "mujer"}  # fmt: skip
    with barrer(como=gente["carmen"]) as barrido:
        for nombre, filas in {
            "mala.csv": [fila, {**fila, "cargo": publicas.PALABRA * 6}, {**fila, "sexo": "<b>x</b>"}],
            f"{'muy-larga-' * 15}.csv": [fila],
        }.items():
            barrido.ver("/panel/registro/")
            archivo = {"name": nombre, "mimeType": "text/csv", "buffer": csv_de(filas)}
            barrido.visita.pagina.get_by_label("Archivo del registro").set_input_files(archivo)
            barrido.pulsar("Revisar el archivo")
        barrido.pulsar("Aplicar al registro")
        barrido.visita.lee("La lista quedó aplicada")
        barrido.ver("/panel/registro/")

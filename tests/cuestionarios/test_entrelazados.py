"""Dos o tres escriben la misma sección a la vez, en cualquier orden: nadie pisa en silencio a nadie.

Cada quien es una ventana: abre, escribe, guarda, pierde respuestas, compara y elige. Lo que va por la red
puede llegar tarde o después de algo más nuevo. El juez no mira revisiones: sólo qué había leído o escrito
cada ventana cuando mandó su texto.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.acciones import SeccionCambiada, borradores, sobrantes
from conoceles.cuestionarios.models import Avance, Respuesta, Sobrante

pytestmark = pytest.mark.django_db
SEMILLA, PASOS = 20270606, 4
SECCION, PREGUNTA = "motivo", "motivo_cargo"


class Servidor:
    """Los verbos de verdad, y la cuenta de lo que aceptaron."""

    def __init__(self, cuestionario, por) -> None:
        self.cuestionario, self.por = cuestionario, por
        self.choques = self.desplazados = 0
        self.vaciar()

    def vaciar(self) -> None:
        for tabla in (Avance, Respuesta, Sobrante):
            tabla.objects.all().delete()
        self.revision, self.texto = 0, ""

    def recibir(self, mensaje: Mensaje) -> bool:
        """¿Quedó guardado, o chocó? En ambos casos comprueba que nada se perdió."""
        habia = self.texto
        try:
            avance = acciones.guardar_seccion(
                cuestionario=self.cuestionario, seccion=SECCION, valores={PREGUNTA: mensaje.texto},
                por=self.por, revision=mensaje.revision, intento=mensaje.intento, previos=mensaje.previos,
                aparta_lo_anterior=mensaje.comparado,
            )  # fmt: skip
        except SeccionCambiada as choque:
            acciones.apartar(
                cuestionario=self.cuestionario,
                seccion=SECCION,
                valores={PREGUNTA: mensaje.texto},
                por=self.por,
            )
            self.choques += 1
            self.leer(choque.avance)
            assert self.texto == habia
            self.exigir_a_salvo(mensaje.texto)
            return False
        self.leer(avance)
        assert self.texto == mensaje.texto
        if habia != mensaje.texto:
            self.desplazados += bool(habia)
            if habia not in mensaje.conocidos or mensaje.comparado:
                self.exigir_a_salvo(habia)
        return True

    def leer(self, avance: Avance) -> None:
        self.revision = avance.revision
        guardadas = Respuesta.objects.filter(cuestionario=self.cuestionario, pregunta=PREGUNTA)
        self.texto = next(iter(guardadas.values_list("valor", flat=True)), "")

    def exigir_a_salvo(self, texto: str) -> None:
        """Está guardado, o apartado."""
        apartados = Sobrante.objects.filter(cuestionario=self.cuestionario).values_list("valores", flat=True)
        assert texto in self.texto or {PREGUNTA: texto} in list(apartados), f"se perdió «{texto}»"


@dataclass(frozen=True)
class Mensaje:
    """Un guardado en camino. `conocidos`: los textos que su ventana había leído o escrito al mandarlo."""

    texto: str
    revision: int
    intento: str
    previos: tuple[str, ...]
    conocidos: frozenset[str]
    comparado: bool = False


@dataclass
class Ventana:
    """Lo que hace `autoguardado.js` y, en un choque, la persona."""

    nombre: str
    servidor: Servidor
    azar: random.Random
    revision: int = 0
    texto: str = ""
    previos: tuple[str, ...] = ()
    conocidos: set[str] = field(default_factory=lambda: {""})
    intentos: int = 0

    def abrir(self) -> None:
        self.revision, self.texto = self.servidor.revision, self.servidor.texto
        self.previos = ()
        self.conocidos.add(self.texto)

    def escribir(self) -> None:
        palabra = f"{self.nombre}{self.azar.randrange(10**9)}"
        self.texto = f"{self.texto} {palabra}".strip() if self.azar.random() < 0.6 else palabra

    def mandar(self, *, comparado: bool = False) -> Mensaje:
        self.intentos += 1
        self.conocidos.add(self.texto)
        mensaje = Mensaje(
            self.texto, self.revision, f"{self.nombre}-{self.intentos}", self.previos,
            frozenset(self.conocidos), comparado,
        )  # fmt: skip
        self.previos = (*self.previos, mensaje.intento)
        return mensaje

    def guardar(self) -> None:
        if self.servidor.recibir(self.mandar()):
            self.revision, self.previos = self.servidor.revision, ()
        else:
            self.comparar()

    def enviar(self, como: str, en_camino: list[Mensaje]) -> None:
        """`guardar` oye la respuesta; `sordo` la pierde; `tarde` deja el mensaje en la red."""
        if como == "guardar":
            self.guardar()
        elif como == "sordo":
            self.servidor.recibir(self.mandar())
        else:
            en_camino.append(self.mandar())

    def comparar(self) -> None:
        """La pantalla del choque enseña lo guardado: se queda con lo suyo, con lo otro o con una mezcla."""
        suyo = self.texto
        self.abrir()
        eleccion = self.azar.choice(("suyo", "otro", "mezcla"))
        if eleccion == "otro":
            return
        self.texto = suyo if eleccion == "suyo" else f"{self.texto} {suyo}"
        assert self.servidor.recibir(self.mandar(comparado=True)), "nadie más guardó desde que se comparó"
        self.revision, self.previos = self.servidor.revision, ()


@pytest.fixture
def servidor(candidatura, gente, monkeypatch):
    """Sin el candado de la base (aquí nada corre a la vez) ni la bitácora: sólo la regla que se juzga."""
    for modulo in (borradores, sobrantes):
        monkeypatch.setattr(modulo, "tomar_candado", lambda cuestionario, **_: cuestionario)
        monkeypatch.setattr(modulo, "asentar", lambda **acto: None)
    return Servidor(acciones.abrir(candidatura=candidatura), gente["ana"])


def una_historia(servidor: Servidor, semilla: int) -> None:
    """Unas cuantas ventanas, unos cuantos pasos y la red que entrega cuando quiere."""
    servidor.vaciar()
    azar = random.Random(semilla)
    ventanas = [Ventana(nombre, servidor, azar) for nombre in "abc"[: azar.choice((2, 2, 3))]]
    en_camino: list[Mensaje] = []
    for ventana in ventanas:
        ventana.abrir()
    for _ in range(PASOS):
        ventana = azar.choice(ventanas)
        paso = azar.choice(("abrir", "guardar", "guardar", "guardar", "sordo", "tarde", "llega"))
        if paso == "abrir":
            ventana.abrir()
        elif paso == "llega":
            if en_camino:
                servidor.recibir(en_camino.pop(azar.randrange(len(en_camino))))
        else:
            ventana.escribir()
            ventana.enviar(paso, en_camino)


@pytest.mark.parametrize("historias", [200, pytest.param(1_000, marks=pytest.mark.lenta)])
def test_historias_entrelazadas_sin_que_nadie_pise_a_nadie(servidor, historias):
    for numero in range(historias):
        try:
            una_historia(servidor, SEMILLA + numero)
        except AssertionError as error:
            pytest.fail(f"Con la semilla {SEMILLA + numero}: {error}")
    # Que la prueba haya probado algo: ventanas que chocan y textos que se reemplazan.
    assert servidor.choques > historias / 3
    assert servidor.desplazados > historias / 4


def test_una_sola_ventana_nunca_choca_consigo_misma_aunque_pierda_respuestas(servidor):
    azar = random.Random(SEMILLA)
    for _ in range(60):
        servidor.vaciar()
        ventana = Ventana("a", servidor, azar)
        ventana.abrir()
        for _ in range(6):
            ventana.escribir()
            ventana.enviar(azar.choice(("guardar", "sordo")), [])
    assert servidor.choques == 0


def test_el_juez_nota_un_candado_descompuesto(servidor, monkeypatch):
    monkeypatch.setattr(Avance, "lo_conoce", lambda *args: True)
    with pytest.raises(AssertionError, match="se perdió"):  # noqa: PT012
        for numero in range(100):
            una_historia(servidor, SEMILLA + numero)

"""El encuadre en el navegador: con el teclado, con el ratón y con dos dedos; y también sin JavaScript."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image, ImageChops, ImageDraw, ImageStat

pytestmark = pytest.mark.navegador
VECTORES = json.loads((Path(__file__).parent.parent / "vectores" / "encuadres.json").read_text("utf-8"))
LOS_QUE_DIFIEREN = """async (casos) => {
    const { caja, girada, acercamientoMaximo } = await import("/static/js/encuadre.js");
    return casos.filter(({ encuadre, medida, pixeles, maximo }) => {
        const [ancho, alto] = girada(encuadre.giro, medida);
        const suya = caja(encuadre, medida).map((parte, i) => parte * (i % 2 ? alto : ancho));
        return acercamientoMaximo(encuadre.giro, medida) !== maximo
            || suya.some((valor, i) => Math.abs(valor - pixeles[i]) > 0.01);
    }).map((caso) => caso.nombre);
}"""


def tablero() -> bytes:
    """Cuadros de colores distintos: se nota todo giro y toda corrida."""
    imagen = Image.new("RGB", (1600, 1200))
    dibujo = ImageDraw.Draw(imagen)
    for x in range(0, 1600, 200):
        for y in range(0, 1200, 200):
            dibujo.rectangle((x, y, x + 199, y + 199), fill=(x // 7, y // 5, (x + y) // 12))
    salida = io.BytesIO()
    imagen.save(salida, "JPEG", quality=95)
    return salida.getvalue()


def subir(visita) -> None:
    archivo = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": tablero()}
    visita.pagina.set_input_files("#id_foto", archivo)
    visita.pulsar("Subir fotografía")


def numeros(pagina) -> list[float]:
    ids = ("id_giro", "id_acercamiento", "id_horizontal", "id_vertical")
    return [float(pagina.locator(f"#{uno}").input_value()) for uno in ids]


def diferencia(pagina) -> float:
    """Cuánto difiere, de 0 a 255, lo que se ve en el marco de lo que el servidor dibujó."""
    pagina.wait_for_function("document.querySelector('[data-original]').complete")
    visto = Image.open(io.BytesIO(pagina.locator("[data-marco]").screenshot())).convert("RGB")
    direccion = pagina.locator("img.carga-foto__vista").get_attribute("src")
    hecho = Image.open(io.BytesIO(pagina.request.get(direccion).body())).convert("RGB").resize(visto.size)
    return sum(ImageStat.Stat(ImageChops.difference(visto, hecho)).mean) / 3


@pytest.fixture
def foto(candidatura):
    return reverse("captura:foto", args=[candidatura.clave])


@pytest.mark.lenta
def test_lo_que_se_ve_en_el_marco_es_lo_que_se_publica(abrir, gente, foto):
    ana = abrir(como=gente["ana"]).ir(foto)
    subir(ana)
    pagina = ana.pagina
    assert pagina.evaluate(LOS_QUE_DIFIEREN, VECTORES["casos"]) == []
    assert diferencia(pagina) < 6
    pagina.locator("[data-marco]").focus()
    for tecla in ("+", "+", "+", "ArrowLeft", "Shift+ArrowUp", "-"):
        pagina.keyboard.press(tecla)
    assert numeros(pagina) == [0, 120, 52, 60]
    pagina.get_by_role("button", name="Girar a la derecha").press("Enter")
    assert numeros(pagina)[0] == 90
    ana.lee("Todavía no se guarda este encuadre")
    assert diferencia(pagina) > 12
    pagina.get_by_role("button", name="Usar este encuadre").press("Enter")
    ana.lee("Guardado")
    ana.revisar()
    assert numeros(pagina) == [90, 120, 52, 60]
    assert diferencia(pagina) < 6
    arrastrar_y_pellizcar(pagina)
    ana.pulsar("Usar este encuadre")
    assert diferencia(pagina) < 6


def arrastrar_y_pellizcar(pagina) -> None:
    caja = pagina.locator("[data-mesa]").bounding_box()
    x, y = caja["x"] + caja["width"] / 2, caja["y"] + caja["height"] / 2
    pagina.mouse.move(x, y)
    pagina.mouse.down()
    pagina.mouse.move(x - 500, y)
    pagina.mouse.up()
    assert numeros(pagina)[2] == 100  # hasta la orilla y no más
    dedos = pagina.context.new_cdp_session(pagina)
    for tipo, lejos in (("touchStart", 30), ("touchMove", 45), ("touchEnd", None)):
        puntos = [] if lejos is None else [{"x": x - lejos, "y": y}, {"x": x + lejos, "y": y}]
        dedos.send("Input.dispatchTouchEvent", {"type": tipo, "touchPoints": puntos})
    assert numeros(pagina)[1] == pytest.approx(180, abs=5)


@pytest.mark.lenta
def test_sin_javascript_cada_boton_guarda(abrir, gente, foto):
    ana = abrir(como=gente["ana"], js=False).ir(foto)
    subir(ana)
    ana.pulsar("Girar a la izquierda")
    assert numeros(ana.pagina) == [270, 100, 50, 50]
    ana.pagina.get_by_text("Con números").click()
    ana.escribir("Posición vertical", "101")
    with ana.pagina.expect_navigation():
        ana.pagina.keyboard.press("Enter")
    ana.lee("La posición vertical va de 0 a 100")
    ana.revisar()

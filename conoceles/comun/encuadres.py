"""El encuadre de una fotografía: qué parte se publica y hacia qué lado. Aritmética pura, sin imágenes.

Todo valor dentro de sus límites cae dentro de la foto; sólo acercarla de más puede no valer. Su gemelo
en el navegador es `static/js/encuadre.js`; ambos se prueban con `tests/vectores/encuadres.json`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from math import floor
from typing import Any

PROPORCION = 4 / 5  # ancho entre alto
ANCHO_MINIMO, ALTO_MINIMO = 400, 500

Medida = tuple[int, int]  # ancho y alto en pixeles
Caja = tuple[float, float, float, float]  # izquierda, arriba, derecha, abajo, de 0 a 1


class EncuadreInvalido(ValueError):
    """El encuadre no vale para esa foto; `campo` dice cuál de sus valores y el mensaje, qué hacer."""

    def __init__(self, campo: str, mensaje: str) -> None:
        super().__init__(mensaje)
        self.campo = campo


@dataclass(frozen=True)
class Encuadre:
    """Un rectángulo de 4:5 sobre la foto ya derecha.

    `giro`: grados en el sentido del reloj. `acercamiento`: por ciento; 100 es el mayor 4:5 que cabe.
    `horizontal` y `vertical`: de 0 (toca la orilla izquierda, o la de arriba) a 100 (la contraria).
    """

    giro: int = 0
    acercamiento: float = 100
    horizontal: float = 50
    vertical: float = 50

    def girada(self, medida: Medida) -> Medida:
        """Lo que mide la foto después del giro."""
        return medida if self.giro % 180 == 0 else (medida[1], medida[0])

    def acercamiento_maximo(self, medida: Medida) -> float:
        """Hasta dónde puede acercarse esa foto sin bajar de 400 × 500 pixeles; con un decimal."""
        return max(100, floor(_mayor(self.girada(medida)) / ANCHO_MINIMO * 1000) / 10)

    def caja(self, medida: Medida) -> Caja:
        """El rectángulo en fracciones de la foto ya girada. `medida` es la de la foto derecha, sin girar.

        Raises:
            EncuadreInvalido: si se sale de sus límites o quedaría demasiado pequeño.
        """
        self._comprobar(medida)
        ancho, alto = self.girada(medida)
        recorte = _mayor((ancho, alto)) * 100 / self.acercamiento
        izquierda = (ancho - recorte) * self.horizontal / 100
        arriba = (alto - recorte / PROPORCION) * self.vertical / 100
        derecha, abajo = izquierda + recorte, arriba + recorte / PROPORCION
        fracciones = izquierda / ancho, arriba / alto, derecha / ancho, abajo / alto
        # Un redondeo de coma flotante puede salirse de la foto por menos de un pixel.
        x, y, x2, y2 = (min(1.0, max(0.0, fraccion)) for fraccion in fracciones)
        return x, y, x2, y2

    def _comprobar(self, medida: Medida) -> None:
        if self.giro not in (0, 90, 180, 270):
            raise EncuadreInvalido("giro", "El giro es de 0, 90, 180 o 270 grados.")
        if _mayor(self.girada(medida)) < ANCHO_MINIMO:
            raise EncuadreInvalido(
                "giro",
                f"Girada así, la foto no alcanza {ANCHO_MINIMO} × {ALTO_MINIMO} pixeles. Déjela como estaba o "
                "suba una más grande.",
            )
        for campo in ("horizontal", "vertical"):
            if not 0 <= getattr(self, campo) <= 100:
                raise EncuadreInvalido(campo, f"La posición {campo} va de 0 a 100.")
        maximo = self.acercamiento_maximo(medida)
        if not 100 <= self.acercamiento <= maximo:
            raise EncuadreInvalido(
                "acercamiento",
                f"El acercamiento de esta foto va de 100 a {maximo:g}: más cerca, lo que queda mediría menos "
                f"de {ANCHO_MINIMO} × {ALTO_MINIMO} pixeles.",
            )

    def con_paso(self, paso: str, medida: Medida) -> Encuadre:
        """El que resulta de un botón: «giro:-90», «acercamiento:10», «restablecer»… Se detiene en el límite.

        Un paso que no existe no cambia nada.
        """
        if paso == "restablecer":
            return Encuadre()
        campo, _, cuanto = paso.partition(":")
        if campo not in asdict(self) or not cuanto.removeprefix("-").isdecimal() or len(cuanto) > 5:
            return self
        if campo == "giro":
            girado = replace(self, giro=(self.giro + int(cuanto)) % 360)
            maximo = girado.acercamiento_maximo(medida)
            return replace(girado, acercamiento=min(girado.acercamiento, maximo))
        desde, hasta = (100, self.acercamiento_maximo(medida)) if campo == "acercamiento" else (0, 100)
        cambios: dict[str, Any] = {campo: min(hasta, max(desde, getattr(self, campo) + int(cuanto)))}
        return replace(self, **cambios)


CENTRADO = Encuadre()


def _mayor(medida: Medida) -> float:
    """El ancho del mayor 4:5 que cabe."""
    return min(medida[0], medida[1] * PROPORCION)

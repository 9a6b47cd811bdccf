"""Quién sabe, sin preguntar en cada petición, si lo público sigue siendo el mismo.

Un hilo por proceso lo pregunta cada `CADA` segundos. Lo que no consta desde hace más de `VIGENCIA` no se da por cierto.
Quien pide algo guardado no espera a la base: si no contesta en `PACIENCIA` segundos, lo último que dijo sigue a la
vista, con la hora en que lo dijo.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import connection

registro = logging.getLogger(__name__)

CADA = 0.25
VIGENCIA = 0.9
PACIENCIA = 0.5  # con `CADA`, menos que `VIGENCIA`: cuando deja de constar ya se sabe si la base calla


class Vigia:
    """`numero`: crece cada vez que lo público cambia. `preguntar`: lo que hoy es; `al_cambiar`: qué hacer."""

    def __init__(self, preguntar: Callable[[], object], al_cambiar: Callable[[], None]) -> None:
        self._preguntar, self._al_cambiar = preguntar, al_cambiar
        self.numero = 0
        self.confirmada_en = 0.0  # segundos de época
        self._lo_ultimo: object = None
        self._confirmada = self._pregunta = float("-inf")  # segundos de un reloj que nadie ajusta
        self._fallo = False
        self._contesto = threading.Condition()
        self._hilo: threading.Thread | None = None

    def consta(self) -> bool:
        """¿`numero` es el de ahora mismo, a lo más `VIGENCIA` segundos atrás?"""
        return time.monotonic() - self._confirmada < VIGENCIA

    def confirmar(self) -> bool:
        """`consta`; si no, lo que el hilo tarde en averiguarlo, a lo más `PACIENCIA` segundos desde que pregunta."""
        if self.consta():
            return True
        ahora = time.monotonic()
        falta = (self._pregunta if self._esta_preguntando else ahora) + PACIENCIA - ahora
        if self._fallo or falta <= 0:
            return False
        self.asegurar()
        with self._contesto:
            return self._contesto.wait_for(self.consta, falta)

    def no_contesta(self) -> bool:
        """¿La base dejó de responder? Sólo se sabe después de `confirmar`, que le da tiempo."""
        return self.numero > 0 and (self._fallo or self._esta_preguntando)

    @property
    def _esta_preguntando(self) -> bool:
        return self._pregunta > self._confirmada

    def mirar(self) -> None:
        """Pregunta una vez. Lo leído vale desde antes de preguntarlo."""
        self._pregunta, en = time.monotonic(), time.time()
        try:
            lo_de_ahora = self._preguntar()
        except Exception as error:  # sea lo que sea se vuelve a preguntar: un vigía callado apaga la vitrina
            if not self._fallo:
                registro.warning("No se pudo leer la versión de lo público: %s", type(error).__name__)
            self._fallo = True
            connection.close()
            return
        if lo_de_ahora != self._lo_ultimo:
            self.numero += 1
            self._lo_ultimo = lo_de_ahora
            self._al_cambiar()
        self._confirmada, self.confirmada_en, self._fallo = self._pregunta, en, False
        with self._contesto:
            self._contesto.notify_all()

    def asegurar(self) -> None:
        """Que haya quien pregunte: el hilo no sobrevive en un servidor que bifurca después de importar."""
        if self._hilo is None or not self._hilo.is_alive():
            self._hilo = threading.Thread(target=self._mirar_siempre, name="vigia", daemon=True)
            self._hilo.start()

    def _mirar_siempre(self) -> None:
        while True:
            self.mirar()
            time.sleep(CADA)

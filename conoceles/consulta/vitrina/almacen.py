"""Dónde se guardan las páginas: un tope en bytes, y sólo entra lo que se pide por segunda vez.

Quien inventa direcciones las pide una vez cada una: no entran. Si las repite, entran y salen sin desplazar lo que se
usa: al faltar lugar sale la primera que nadie ha pedido desde la vuelta anterior («segunda oportunidad»).
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from .pagina import Pagina

MAX_RECORDADAS = 20_000


class Almacen:
    """`capacidad` en bytes. Leer no espera a nadie; escribir, de a uno."""

    def __init__(self, capacidad: int, *, recordadas: int = MAX_RECORDADAS) -> None:
        self.capacidad, self.peso = capacidad, 0
        self._paginas: OrderedDict[str, Pagina] = OrderedDict()
        self.leer = self._paginas.get
        # Las direcciones pedidas una vez (su `hash`), en dos tandas: al llenarse la nueva se olvida la vieja.
        self._recordadas, self._nuevas, self._viejas = recordadas, set[int](), set[int]()
        self._candado = Lock()

    def __len__(self) -> int:
        return len(self._paginas)

    def ya_se_pidio(self, direccion: str) -> bool:
        """¿Se había pedido antes? Desde ahora, sí."""
        una = hash(direccion)
        with self._candado:
            if una in self._nuevas or una in self._viejas:
                return True
            if len(self._nuevas) >= self._recordadas:
                self._nuevas, self._viejas = set(), self._nuevas
            self._nuevas.add(una)
            return False

    def guardar(self, direccion: str, pagina: Pagina) -> None:
        """Una que ocuparía más de la octava parte del lugar no se guarda."""
        if pagina.peso > self.capacidad // 8:
            return
        with self._candado:
            self._sacar(direccion)
            while self.peso + pagina.peso > self.capacidad:
                self._hacer_lugar()
            self._paginas[direccion] = pagina
            self.peso += pagina.peso

    def vaciar(self) -> None:
        """Cambió lo público. Lo que estaba guardado vuelve a entrar a la primera."""
        with self._candado:
            self._viejas = set(map(hash, self._paginas))
            self._paginas.clear()
            self.peso = 0

    def _hacer_lugar(self) -> None:
        direccion, pagina = next(iter(self._paginas.items()))
        if pagina.usada:
            pagina.usada = False
            self._paginas.move_to_end(direccion)
        else:
            self._sacar(direccion)

    def _sacar(self, direccion: str) -> None:
        if anterior := self._paginas.pop(direccion, None):
            self.peso -= anterior.peso

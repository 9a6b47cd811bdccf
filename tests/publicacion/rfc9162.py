"""La comprobación de la RFC 9162, tal cual: las pruebas que arma el programa no se miran con él mismo."""

from __future__ import annotations

from collections.abc import Sequence

from conoceles.publicacion.evidencia.arbol import de_nodos


def continua(viejo: int, raiz_vieja: bytes, nuevo: int, raiz_nueva: bytes, prueba: Sequence[bytes]) -> bool:
    """¿El árbol nuevo empieza con todas las hojas del viejo? (RFC 9162, §2.1.4.2)"""
    if viejo == nuevo:
        return not prueba and raiz_vieja == raiz_nueva
    if not 0 < viejo < nuevo:
        return False
    nodos = [raiz_vieja, *prueba] if viejo & (viejo - 1) == 0 else list(prueba)
    lugar, ultimo = viejo - 1, nuevo - 1
    while lugar % 2:
        lugar, ultimo = lugar // 2, ultimo // 2
    if not nodos:
        return False
    de_la_vieja = de_la_nueva = nodos[0]
    for nodo in nodos[1:]:
        if ultimo == 0:
            return False
        if lugar % 2 or lugar == ultimo:
            de_la_vieja, de_la_nueva = de_nodos(nodo, de_la_vieja), de_nodos(nodo, de_la_nueva)
            while lugar % 2 == 0 and lugar:
                lugar, ultimo = lugar // 2, ultimo // 2
        else:
            de_la_nueva = de_nodos(de_la_nueva, nodo)
        lugar, ultimo = lugar // 2, ultimo // 2
    return ultimo == 0 and (de_la_vieja, de_la_nueva) == (raiz_vieja, raiz_nueva)

"""La matriz: cada ruta, visitada como cada persona, contesta lo que su permiso declara.

Una ruta sin declarar, o con un parámetro que esta prueba no sabe llenar, rompe la suite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.utils.translation import override

from conoceles.comun.puertas import PUBLICA
from conoceles.cuentas.permisos import Permiso
from conoceles.cuentas.roles import ROLES

from .personas import ROLES_POR_PERSONA

# Valor de muestra por nombre de parámetro. Una ruta nueva con otro nombre se añade aquí: cualquier
# valor con la forma correcta sirve (un 404 cuenta como «pasó la puerta»).
MUESTRAS: dict[str, object] = {
    "acceso": "vera",
    "clave": "bcdfghjkmn",
    "campo": "nombre",
    "contienda": "diputacion-mr-10",
    "cuestionario": 1,
    "factor": 1,
    "fin": 1,
    "firma": "firma-inventada",
    "folio": "A-7KQ2-M9XD-4TRWC",
    "formulario": "historia",
    "huella": "0" * 64,
    "id": 1,
    "indice": 1,
    "inicio": 1,
    "municipio": "066",
    "nombre": "foto.jpg",
    "archivo": "foto.jpg",
    "nuevo": 1,
    "numero": 1,
    "observacion": 1,
    "pk": 1,
    "proceso": "proceso-de-prueba",
    "ruta": "foto.jpg",
    "seccion": "historia",
    "secuencia": 1,
    "tamano": "ficha",
    "tipo": "curricular",
    "token": "enlace-inventado",
    "valor": "diputacion-mr",
    "version": 1,
    "viejo": 1,
}
# Para una ruta que pide otra forma: por su nombre completo, los parámetros que cambian.
POR_RUTA: dict[str, dict[str, object]] = {
    "consulta:boleta_de_seccion": {"seccion": 1},
    "consulta:boleta_hoja": {"seccion": 1},
    "consulta:boleta_hoja_grande": {"seccion": 1},
    "consulta:boleta_para_guardar": {"seccion": 1},
    "consulta:boleta_sin_fotos": {"seccion": 1},
    "consulta:foto": {"nombre": "640.webp"},
    "consulta:punto": {"tamano": 1},
}
NADIE = "nadie"


class Ruta(NamedTuple):
    nombre: str
    vista: Callable[..., object]
    parametros: frozenset[str]


def rutas(
    patrones=None, espacios: tuple[str, ...] = (), arriba: frozenset[str] = frozenset()
) -> Iterator[Ruta]:
    """Cada ruta final, con los parámetros suyos y los de sus prefijos; una sin nombre rompe la suite."""
    for patron in get_resolver().url_patterns if patrones is None else patrones:
        parametros = arriba | set(patron.pattern.regex.groupindex)
        if isinstance(patron, URLResolver):
            espacio = (patron.namespace,) if patron.namespace else ()
            yield from rutas(patron.url_patterns, espacios + espacio, parametros)
        else:
            assert patron.name, f"La ruta {patron.pattern} no tiene nombre: póngaselo."
            yield Ruta(":".join((*espacios, patron.name)), patron.callback, parametros)


def direccion(ruta: Ruta) -> str:
    """Una dirección concreta de la ruta, con parámetros de muestra."""
    faltan = sorted(ruta.parametros - set(MUESTRAS))
    assert not faltan, (
        f"La ruta {ruta.nombre} usa {faltan}, que la matriz no sabe llenar: añada una muestra de cada uno "
        "al diccionario MUESTRAS de tests/test_permisos.py."
    )
    valores = {p: MUESTRAS[p] for p in ruta.parametros} | POR_RUTA.get(ruta.nombre, {})
    try:
        return reverse(ruta.nombre, kwargs=valores)
    except NoReverseMatch:
        pytest.fail(
            f"Los valores de muestra {valores} no tienen la forma que pide la ruta {ruta.nombre}: ponga los "
            "suyos en POR_RUTA de tests/test_permisos.py."
        )


TODAS = sorted(rutas(), key=lambda ruta: ruta.nombre)


def test_las_personas_cubren_todos_los_roles():
    assert set(ROLES_POR_PERSONA.values()) == set(ROLES)


@pytest.mark.parametrize("ruta", TODAS, ids=lambda ruta: ruta.nombre)
def test_toda_ruta_declara_quien_entra(ruta):
    acceso = getattr(ruta.vista, "acceso", None)
    assert acceso == PUBLICA or isinstance(acceso, Permiso), (
        f"La ruta {ruta.nombre} no declara quién puede entrar: decore su vista con @publica o "
        "@requiere(Permiso.…), por fuera de los demás decoradores."
    )


@pytest.mark.sin_base  # quién entra a dónde no depende del motor
@pytest.mark.parametrize("persona", [*ROLES_POR_PERSONA, NADIE])
@pytest.mark.parametrize("metodo", ["get", "post"])
def test_cada_ruta_como_cada_persona(client, gente, persona, metodo):
    """Se recorren todas en una prueba por persona: la base se prepara una vez y no una por ruta."""
    malas = []
    if persona != NADIE:
        client.force_login(gente[persona])
    entrada = client.cookies.output(header="", sep=";")
    for ruta in TODAS:
        client.cookies.load(entrada)  # salir borró la galleta; la sesión vuelve con la transacción
        with transaction.atomic():
            respuesta = getattr(client, metodo)(direccion(ruta))
            transaction.set_rollback(True)  # congelar la cuenta no debe cerrar las rutas que siguen
        if problema := _problema(ruta.vista.acceso, persona, gente, respuesta, metodo):
            malas.append(f"{ruta.nombre}: {problema} (contestó {respuesta.status_code})")
    assert not malas, f"Como {persona}, por {metodo.upper()}:\n" + "\n".join(malas)


@pytest.mark.sin_base
def test_lo_publico_contesta_lo_mismo_en_cada_lengua(client, gente):
    malas = []
    for ruta in TODAS:
        url = direccion(ruta)
        with override("en"):
            en_ingles = direccion(ruta)
        if ruta.nombre.startswith("consulta:"):
            estados = [client.get(una).status_code for una in (url, en_ingles)]
            if en_ingles != f"/en{url}" or estados[0] != estados[1]:
                malas.append(f"{ruta.nombre}: {url} {estados[0]}, {en_ingles} {estados[1]}")
        elif en_ingles != url:
            malas.append(f"{ruta.nombre}: lo privado no cambia de dirección con la lengua")
    assert not malas, "\n".join(malas)


def _problema(acceso, persona, gente, respuesta, metodo) -> str:
    """Qué no cuadra con lo declarado; vacío si todo está bien."""
    manda_a_entrar = respuesta.headers.get("Location", "").startswith("/entrar/?next=")
    pide_entrar = manda_a_entrar if metodo == "get" else respuesta.status_code == 401
    if respuesta.status_code >= 500:
        return "error interno"
    if acceso == PUBLICA:
        return "una ruta pública pide entrar o prohíbe" if pide_entrar or respuesta.status_code == 403 else ""
    if persona == NADIE:
        return "" if pide_entrar else "debió pedir entrar"
    if not gente[persona].puede(acceso):
        return "" if respuesta.status_code == 403 else "debió prohibir"
    return "debió dejar pasar" if pide_entrar or respuesta.status_code == 403 else ""


def test_una_ruta_sin_declarar_se_rechaza_aunque_se_haya_entrado(rf, gente):
    """El olvido cierra: la puerta niega lo que nadie declaró."""
    from django.core.exceptions import PermissionDenied
    from django.http import HttpResponse

    from conoceles.cuentas.middleware import PuertaMiddleware

    peticion = rf.get("/olvidada/")
    peticion.user = gente["carmen"]
    with pytest.raises(PermissionDenied, match="no declara"):
        PuertaMiddleware(HttpResponse).process_view(peticion, lambda request: None, [], {})

"""Una candidatura pública en cada situación, y una con todo lo más largo que cabe."""

from __future__ import annotations

from typing import Any

from tests.publicacion import sinteticas
from tests.respuestas import COMPLETAS

RESPUESTAS = {clave: valor for clave, valor in COMPLETAS.items() if clave != "correo_aclaraciones"}
ANTES, DESPUES = "2020-01-10T06:00:00+00:00", "2099-01-10T06:00:00+00:00"
PUBLICADA = {
    "situacion": "publicada", "definicion": "curricular-2022", "captura_hasta": ANTES, "visible_desde": ANTES,
    "publicado_en": ANTES, "retirado_en": None, "motivo": "",
}  # fmt: skip
SIN_ENVIAR = {**PUBLICADA, "situacion": "sin_enviar", "publicado_en": None}
RETIRADA = {
    **PUBLICADA, "situacion": "retirada", "retirado_en": ANTES, "motivo": "Una sentencia lo ordena.",
}  # fmt: skip
CUESTIONARIOS = {
    "publicada": PUBLICADA,
    "enplazo": {**SIN_ENVIAR, "captura_hasta": DESPUES},
    "norespondio": SIN_ENVIAR,
    "enrevision": {**SIN_ENVIAR, "situacion": "en_revision"},
    "proxima": {**PUBLICADA, "visible_desde": DESPUES},
    "sinfecha": {**PUBLICADA, "visible_desde": None},
    "retirada": RETIRADA,
    "sustituida": SIN_ENVIAR,
    "extrema": PUBLICADA,
}

# Lo más largo que acepta cada campo; una palabra sin espacios y un texto de un solo párrafo.
PALABRA = "Desproporcionadamentelarguísimo"
NOMBRES, APELLIDO = f"María {PALABRA} de los Ángeles " * 2, f"{PALABRA * 2}-y-Gómez"
LARGO = ("Palabra tras palabra hasta el límite. " * 140)[:5000]
EXTREMAS: dict[str, Any] = {
    **{clave: LARGO for clave in ("historia_profesional", "trayectoria_politica")},
    "motivo_cargo": "x" * 5000,
    **{clave: LARGO[:1600] for clave in ("propuesta_1", "propuesta_2", "propuesta_genero")},
    "pagina_web": f"https://ejemplo.mx/{'ruta' * 70}",
    "otra_red": f"https://{'red' * 60}.example/",
    "correo_publico": f"{'correo' * 10}@{'dominio.' * 20}mx",
    "casa_campana": "Calle " + "N" * 290,
    "grado_max": "licenciatura",
    "grado_estatus": "titulo",
    "cursos": [f"{PALABRA * 8}"[:250]] * 12,
}


def inscribir(proceso: Any) -> list[str]:
    """Escribe una ficha por situación; devuelve sus claves. `clavemas…`: otras 40 para que haya páginas."""
    base = iter(sinteticas.tarjetas(len(CUESTIONARIOS) + 40).values())
    tarjetas = {
        clave: {**next(base), "cuestionario": cuestionario, "foto": None}
        for clave, cuestionario in CUESTIONARIOS.items()
    }
    tarjetas["extrema"].update(
        nombre=f"{NOMBRES}{APELLIDO} {APELLIDO}", nombres=NOMBRES, apellidos=[APELLIDO, APELLIDO], mote=PALABRA * 3,
        demarcacion={"tipo": "municipio", "clave": "099", "nombre": PALABRA * 3, "entidad": ""},
        actor={"clave": "larga", "orden": 50, "siglas": PALABRA[:20], "nombre": f"Coalición {PALABRA} por {PALABRA * 2}",
               "color": "#ffff00", "tipo": "coalicion", "miembros": sinteticas.PARTIDOS[:6]},
    )  # fmt: skip
    tarjetas["sustituida"]["registro"] = {
        "situacion": "sustituida", "aprobada_en": None, "hasta": ANTES, "sustituida_por": "enplazo",
    }  # fmt: skip
    claves = list(tarjetas)
    tarjetas |= {f"clavemas{i:03}": tarjeta for i, tarjeta in enumerate(base)}
    sinteticas.inscribir(proceso, {c: t for c, t in tarjetas.items() if c != "extrema"}, RESPUESTAS)
    sinteticas.inscribir(proceso, {"extrema": tarjetas["extrema"]}, EXTREMAS)
    return claves

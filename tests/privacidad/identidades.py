"""Un cuestionario de identidad completo, inventado, y cómo se contesta por los verbos de verdad."""

from types import SimpleNamespace

from conoceles.cuestionarios.definiciones.identidad import IDENTIDAD_2022
from conoceles.privacidad import acciones
from conoceles.privacidad.formatos import Leido
from conoceles.publicacion import identidad

TODO_SI = SimpleNamespace(tratamiento=True, publicacion=True, estadistica=True)
AVISO = "2026-11-01-abcdef"
# Un PDF entero: `comun.escaneos` mira que no esté cortado.
PAPEL = b"%PDF-1.7\nCANARIO-PAPEL\nstartxref\n0\n%%EOF\n"

RESPUESTAS = {
    "indigena": "si",
    "lengua": "no",
    "pueblo": "otro",
    "pueblo_texto": "CANARIO-PUEBLO",
    "discapacidad": "si",
    "discapacidad_duracion": "permanente",
    "discapacidad_tipo": ["fisica", "sensorial_vision", "otra"],
    "discapacidad_tipo_texto": "CANARIO-TIPO",
    "discapacidad_dificultad": ["ver", "otra"],
    "discapacidad_dificultad_texto": "CANARIO-DIFICULTAD",
    "afromexicana": "prefiero_no_contestar",
    "diversidad": "si",
    "diversidad_cual": "otra",
    "diversidad_cual_texto": "CANARIO-DIVERSIDAD",
    "migrante": "si",
    "pais": "us",
    "migrante_tiempo": "hasta_5",
    "migrante_motivo": "otro",
    "migrante_motivo_texto": "CANARIO-MOTIVO",
    "migrante_situacion": "no",
    "joven": "si",
    "ingresos": "menos_de_11000",
    "fuente_de_ingresos": "negocio_chico",
    "entidad_nacimiento": "zacatecas",
}
CANARIOS = [valor for valor in RESPUESTAS.values() if isinstance(valor, str) and valor.startswith("CANARIO")]
TODAS = frozenset(pregunta.clave for pregunta in IDENTIDAD_2022.preguntas)


def manifestar(candidatura, por, tratamiento=True, publicacion=True, estadistica=True, aviso=AVISO):
    return identidad.manifestar(
        candidatura=candidatura,
        tratamiento=tratamiento,
        publicacion=publicacion,
        estadistica=estadistica,
        aviso=aviso,
        por=por,
    )


def contestar(candidatura, por, respuestas=RESPUESTAS, publicar=TODAS):
    for seccion in IDENTIDAD_2022:
        acciones.guardar_grupo(
            candidatura=candidatura,
            seccion=seccion.clave,
            respuestas=respuestas,
            publicar=publicar,
            por=por,
        )


def formato(
    candidatura, persona, revisa, *, es_valido=True, tratamiento=True, publicacion=True, estadistica=True
):
    """El papel, subido por la persona y ya revisado."""
    recibido = identidad.recibir_formato(
        candidatura=candidatura,
        contenido=PAPEL,
        via="persona",
        por=persona,
    )
    return revisar(recibido, revisa, es_valido, tratamiento, publicacion, estadistica)


def revisar(recibido, revisa, es_valido=True, tratamiento=True, publicacion=True, estadistica=True):
    leido = (
        Leido(True, tratamiento, publicacion, estadistica)
        if es_valido
        else Leido(False, nota="No se lee la firma.")
    )
    return identidad.revisar_formato(formato=recibido, leido=leido, por=revisa)

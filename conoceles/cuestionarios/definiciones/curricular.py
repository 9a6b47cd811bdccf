"""Cuestionario curricular, con los campos y límites del Conóceles del INE (exportación 2022)."""

from .base import Clase, Definicion, Opcion, Pregunta, Seccion, Tipo

GRADOS = (
    Opcion("sin_estudios", "Sin estudios"),
    Opcion("primaria", "Primaria"),
    Opcion("secundaria", "Secundaria"),
    Opcion("tecnica", "Técnica"),
    Opcion("preparatoria", "Preparatoria"),
    Opcion("licenciatura", "Licenciatura"),
    Opcion("especialidad", "Especialidad"),
    Opcion("maestria", "Maestría"),
    Opcion("doctorado", "Doctorado"),
    Opcion("posdoctorado", "Posdoctorado"),
)

ESTATUS = (
    Opcion("cursando", "Cursando"),
    Opcion("trunco", "Trunco"),
    Opcion("certificado", "Certificado"),
    Opcion("constancia", "Constancia"),
    Opcion("carta_pasante", "Carta de pasante"),
    Opcion("titulo", "Título"),
    Opcion("cedula", "Cédula profesional"),
)

# Lista propia y cerrada: el INE no pregunta el tema. Lo elige la persona; nunca se deduce del texto.
TEMAS = (
    Opcion("seguridad", "Seguridad y justicia"),
    Opcion("economia", "Economía y empleo"),
    Opcion("salud", "Salud"),
    Opcion("educacion", "Educación"),
    Opcion("ambiente", "Agua y medio ambiente"),
    Opcion("campo", "Campo y desarrollo rural"),
    Opcion("obras", "Obras y servicios públicos"),
    Opcion("movilidad", "Movilidad y transporte"),
    Opcion("igualdad", "Igualdad y derechos"),
    Opcion("pueblos", "Pueblos y comunidades indígenas"),
    Opcion("cultura", "Cultura y deporte"),
    Opcion("gobierno", "Gobierno abierto y combate a la corrupción"),
    Opcion("otro", "Otro"),
)

_BASICO = frozenset({"cursando", "trunco", "certificado", "constancia"})
_SUPERIOR = frozenset({"cursando", "trunco", "constancia", "carta_pasante", "titulo", "cedula"})
_POSGRADO = frozenset({"cursando", "trunco", "constancia", "titulo", "cedula"})

COMBINACIONES = {
    "sin_estudios": frozenset[str](),
    "primaria": _BASICO,
    "secundaria": _BASICO,
    "preparatoria": _BASICO,
    "tecnica": _SUPERIOR | {"certificado"},
    "licenciatura": _SUPERIOR,
    "especialidad": _POSGRADO,
    "maestria": _POSGRADO,
    "doctorado": _POSGRADO,
    "posdoctorado": frozenset({"cursando", "trunco", "constancia"}),
}


def _red(clave: str, nombre: str, ejemplo: str) -> Pregunta:
    return Pregunta(
        clave=clave,
        etiqueta=nombre,
        tipo=Tipo.ENLACE,
        ayuda=f"Su usuario o la dirección completa. Por ejemplo: {ejemplo}",
        maximo=300,
        red=clave,
        columna="REDES",
    )


def _narrativa(clave: str, etiqueta: str, columna: str, ayuda: str, guia: tuple[str, ...]) -> Pregunta:
    return Pregunta(
        clave=clave,
        etiqueta=etiqueta,
        tipo=Tipo.TEXTO_LARGO,
        ayuda=ayuda,
        requerida=True,
        minimo=280,
        maximo=5000,
        columna=columna,
        guia=guia,
    )


def _propuesta(clave: str, etiqueta: str, columna: str, ayuda: str) -> Pregunta:
    return Pregunta(
        clave=clave,
        etiqueta=etiqueta,
        tipo=Tipo.TEXTO_LARGO,
        ayuda=ayuda,
        requerida=True,
        minimo=280,
        maximo=1600,
        columna=columna,
        guia=(
            "¿Qué problema atiende y a quiénes beneficia?",
            "¿Qué se propone lograr y en cuánto tiempo?",
            "¿Cómo: con una ley, un programa, una obra u otra política pública?",
        ),
    )


def _tema(propuesta: str) -> Pregunta:
    return Pregunta(
        clave=f"{propuesta}_tema",
        etiqueta="Tema de esta propuesta",
        tipo=Tipo.OPCION,
        ayuda="Aparece junto a su propuesta y ayuda a encontrarla.",
        opciones=TEMAS,
        tema_de=propuesta,
    )


FOTO = Seccion(
    clave="foto",
    titulo="Fotografía",
    ayuda="De frente, reciente (no más de tres meses) y sólo de usted.",
    minutos=2,
    preguntas=(
        Pregunta(clave="foto", etiqueta="Fotografía", tipo=Tipo.FOTO, requerida=True),
    ),
)  # fmt: skip

CONTACTO = Seccion(
    clave="contacto",
    titulo="Contacto y redes",
    ayuda=(
        "Escriba al menos un medio público. Todo se publicará, salvo el correo para aclaraciones. "
        "No ponga su domicilio ni su teléfono particulares."
    ),
    minutos=4,
    alguna_de=(
        "facebook", "x_twitter", "youtube", "instagram", "tiktok", "otra_red",
        "pagina_web", "correo_publico", "telefono_publico", "casa_campana",
    ),
    mensaje_alguna="Escriba al menos un medio de contacto público",
    preguntas=(
        _red("facebook", "Facebook", "facebook.com/usuaria"),
        _red("x_twitter", "X (Twitter)", "@usuaria"),
        _red("youtube", "YouTube", "youtube.com/@usuaria"),
        _red("instagram", "Instagram", "@usuaria"),
        _red("tiktok", "TikTok", "@usuaria"),
        Pregunta(
            clave="otra_red", etiqueta="Otra red social", tipo=Tipo.ENLACE, maximo=300, columna="REDES",
            red="otra_red", ayuda="La dirección completa de su cuenta. Por ejemplo: https://ejemplo.social/usuaria",
        ),
        Pregunta(
            clave="pagina_web", etiqueta="Página web", tipo=Tipo.ENLACE, maximo=300, columna="PAGINA_WEB",
            ayuda="La dirección completa. Por ejemplo: https://ejemplo.mx",
        ),
        Pregunta(
            clave="correo_publico", etiqueta="Correo electrónico público", tipo=Tipo.CORREO, maximo=254,
            columna="CORREO_ELECTRONICO", ayuda="Uno que usted o su equipo de campaña sí revisen.",
        ),
        Pregunta(
            clave="telefono_publico", etiqueta="Teléfono público", tipo=Tipo.TELEFONO, maximo=20,
            columna="TELEFONO", ayuda="Diez dígitos.",
        ),
        Pregunta(
            clave="casa_campana", etiqueta="Domicilio de la casa de campaña", tipo=Tipo.TEXTO, maximo=300,
            columna="DIRECCION_CASA_CAMPAÑA",
            ayuda="No es obligatorio. Piense en su seguridad: se publica para cualquier persona.",
        ),
        Pregunta(
            clave="correo_aclaraciones", etiqueta="Correo para aclaraciones", tipo=Tipo.CORREO, maximo=254,
            clase=Clase.RESERVADA, ayuda="Nunca se publica. El Instituto lo usa si necesita preguntarle algo.",
        ),
    ),
)  # fmt: skip

ESTUDIOS = Seccion(
    clave="estudios",
    titulo="Estudios",
    minutos=2,
    preguntas=(
        Pregunta(
            clave="grado_max", etiqueta="Grado máximo de estudios", tipo=Tipo.OPCION, requerida=True,
            opciones=GRADOS, columna="ESCOLARIDAD",
        ),
        Pregunta(
            clave="grado_estatus", etiqueta="Estatus", tipo=Tipo.OPCION, requerida=True, opciones=ESTATUS,
            columna="ESTATUS_ESCOLARIDAD", ayuda="En qué quedaron esos estudios. Si eligió «Sin estudios», déjelo en blanco.",
            no_aplica_si=("grado_max", frozenset({"sin_estudios"})),
        ),
        Pregunta(
            clave="cursos", etiqueta="Otra formación: cursos, diplomados, seminarios", tipo=Tipo.LISTA,
            maximo=250, columna="CURSOS", ayuda="Uno por renglón, cada uno de hasta 250 caracteres.",
        ),
    ),
)  # fmt: skip

HISTORIA = Seccion(
    clave="historia",
    titulo="Historia profesional",
    minutos=5,
    preguntas=(
        _narrativa(
            "historia_profesional", "Historia profesional y laboral", "HISTORIA_PROFESIONAL",
            "En qué ha trabajado. Entre 280 y 5,000 caracteres.",
            ("¿En qué ha trabajado y en qué años?", "¿Qué hacía ahí?", "¿Qué experiencia le dejó?"),
        ),
    ),
)  # fmt: skip

TRAYECTORIA = Seccion(
    clave="trayectoria",
    titulo="Trayectoria política o social",
    minutos=5,
    preguntas=(
        _narrativa(
            "trayectoria_politica", "Trayectoria política o participación social", "TRAYECTORIA_POLITICA",
            "Su paso por partidos y por grupos ciudadanos o de la sociedad civil. "
            "Entre 280 y 5,000 caracteres.",
            ("¿En qué organizaciones o causas ha participado?", "¿Qué cargos o tareas ha tenido?"),
        ),
    ),
)  # fmt: skip

MOTIVO = Seccion(
    clave="motivo",
    titulo="Por qué quiere el cargo",
    minutos=5,
    preguntas=(
        _narrativa(
            "motivo_cargo", "¿Por qué quiere ocupar un cargo público?", "MOTIVO_CARGO_PUBLICO",
            "Entre 280 y 5,000 caracteres.",
            ("¿Qué la o lo llevó a pedir el voto?", "¿Qué quiere cambiar?"),
        ),
    ),
)  # fmt: skip

PROPUESTA_1 = Seccion(
    clave="propuesta-1",
    titulo="Primera propuesta",
    minutos=4,
    preguntas=(
        _propuesta(
            "propuesta_1", "Su primera propuesta", "PROPUESTA_1",
            "Debe ser suya, no copiada de otra candidatura. Entre 280 y 1,600 caracteres.",
        ),
        _tema("propuesta_1"),
    ),
)  # fmt: skip

PROPUESTA_2 = Seccion(
    clave="propuesta-2",
    titulo="Segunda propuesta",
    minutos=4,
    preguntas=(
        _propuesta(
            "propuesta_2", "Su segunda propuesta", "PROPUESTA_2",
            "Debe ser suya, no copiada de otra candidatura. Entre 280 y 1,600 caracteres.",
        ),
        _tema("propuesta_2"),
    ),
)  # fmt: skip

PROPUESTA_GENERO = Seccion(
    clave="propuesta-genero",
    titulo="Propuesta de género o de su grupo",
    minutos=4,
    preguntas=(
        _propuesta(
            "propuesta_genero",
            "Propuesta en materia de género o, en su caso, del grupo en situación de discriminación que representa",
            "PROPUESTA_GENERO",
            "Entre 280 y 1,600 caracteres.",
        ),
        _tema("propuesta_genero"),
    ),
)

CURRICULAR_2022 = Definicion(
    clave="curricular-2022",
    tipo="curricular",
    nombre="Cuestionario curricular",
    combinaciones=COMBINACIONES,
    secciones=(
        FOTO,
        CONTACTO,
        ESTUDIOS,
        HISTORIA,
        TRAYECTORIA,
        MOTIVO,
        PROPUESTA_1,
        PROPUESTA_2,
        PROPUESTA_GENERO,
    ),
)

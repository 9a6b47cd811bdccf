"""Cuestionario de identidad, con las veinte preguntas, números y palabras del Conóceles del INE (exportación 2022).

Ninguna respuesta es obligatoria: toda pregunta ofrece «Prefiero no contestar». Ninguna se publica sin
consentimiento; la 15 no se publica nunca, porque puede revelar una estancia irregular.
"""

from __future__ import annotations

from typing import Any

from .base import NO, PREFIERE_NO_CONTESTAR, SI, Clase, Definicion, Opcion, Pregunta, Seccion, Tipo
from .catalogos import ENTIDADES, PAISES, PUEBLOS

MAXIMO_DE_TEXTO = 100  # lo escrito en «Otra»

_PREFIERO_NO = Opcion(PREFIERE_NO_CONTESTAR, "Prefiero no contestar")
_SI_O_NO = (Opcion(SI, "Sí"), Opcion(NO, "No"))
_OTRA = Opcion("otra", "Otra", pide_texto=True)
_OTRO = Opcion("otro", "Otro", pide_texto=True)


def _pregunta(
    numero: int,
    clave: str,
    rotulo: str,
    etiqueta: str,
    opciones: tuple[Opcion, ...] = _SI_O_NO,
    tipo: Tipo = Tipo.OPCION,
    **resto: Any,
) -> Pregunta:
    """Una pregunta del cuestionario: con su salida al final y, si no se dice otra cosa, con consentimiento."""
    return Pregunta(
        clave=clave,
        etiqueta=etiqueta,
        tipo=tipo,
        numero=numero,
        rotulo=rotulo,
        opciones=(*opciones, _PREFIERO_NO),
        requerida=True,
        columna=etiqueta,  # el INE encabeza la columna con la pregunta entera
        **{"clase": Clase.CON_CONSENTIMIENTO, "maximo": MAXIMO_DE_TEXTO, **resto},
    )


INDIGENA = Seccion(
    clave="indigena",
    titulo="Autoadscripción indígena",
    grupo="indigena",
    minutos=1,
    ayuda=(
        "Es parte de un pueblo o comunidad indígena quien así se reconoce, por conciencia propia. "
        "Basta su palabra: para contestar, nadie puede pedirle que lo pruebe."
    ),
    fuente="Constitución federal, art. 2; Tribunal Electoral, Jurisprudencia 12/2013",
    preguntas=(
        _pregunta(
            1, "indigena", "Persona indígena",
            "¿Se identifica como una persona indígena o como parte de algún pueblo o comunidad indígena?",
        ),
        _pregunta(
            2, "lengua", "Habla o entiende una lengua indígena",
            "¿Habla y/o entiende alguna lengua indígena nacional?",
        ),
        _pregunta(
            3, "pueblo", "Pueblo o comunidad indígena",
            "¿A qué pueblo y/o comunidad indígena pertenece?", (*PUEBLOS, _OTRO), solo_si="indigena",
        ),
    ),
)  # fmt: skip

_SENTIDOS = (
    Opcion("sensorial_audicion", "La audición"),
    Opcion("sensorial_vision", "La visión"),
    Opcion("sensorial_olfato", "El olfato"),
    Opcion("sensorial_tacto", "El tacto"),
    Opcion("sensorial_gusto", "El gusto"),
)
_DIFICULTADES = (
    Opcion("caminar", "Caminar, subir o bajar escaleras con sus piernas"),
    Opcion("brazos", "Mover o usar brazos y/o manos"),
    Opcion("ver", "Ver (aunque use lentes)"),
    Opcion("escuchar", "Escuchar (aunque use aparato auditivo)"),
    Opcion("hablar", "Hablar o comunicarse"),
    Opcion("aprender", "Aprender, recordar y/o concentrarse"),
    Opcion("interactuar", "Interactuar emocional y/o intelectualmente en un entorno social"),
    _OTRA,
)

DISCAPACIDAD = Seccion(
    clave="discapacidad",
    titulo="Población con discapacidad",
    grupo="discapacidad",
    minutos=2,
    ayuda=(
        "La discapacidad surge cuando una limitación del cuerpo, de la mente o de los sentidos choca con las barreras "
        "que hay alrededor. Entonces cuesta más tomar parte en la sociedad, en igualdad con las demás personas."
    ),
    fuente="Ley General para la Inclusión de las Personas con Discapacidad, art. 2",
    glosario=(
        ("Física", "Afecta el movimiento o la postura del cuerpo, o el control de sus funciones."),
        ("Sensorial", "Afecta la vista, el oído, el olfato, el tacto o el gusto."),
        ("Mental", "Afecta la forma de sentir, pensar o comportarse y, con ello, la vida con otras personas."),
        ("Intelectual", "Limita el razonamiento y la manera de resolver lo cotidiano."),
    ),
    preguntas=(
        _pregunta(4, "discapacidad", "Persona con discapacidad", "¿Tiene alguna discapacidad?"),
        _pregunta(
            5, "discapacidad_duracion", "Duración de la discapacidad",
            "En caso afirmativo, el tipo de discapacidad con el que vive es:",
            (Opcion("permanente", "Permanente"), Opcion("temporal", "Temporal"), Opcion("otra", "Otra")),
            solo_si="discapacidad",
        ),
        _pregunta(
            6, "discapacidad_tipo", "Tipo de discapacidad", "En caso afirmativo, ¿de qué tipo?",
            (
                Opcion("fisica", "Física"),
                Opcion("sensorial", "Sensorial", opciones=_SENTIDOS),
                Opcion("mental", "Mental"),
                Opcion("intelectual", "Intelectual"),
                _OTRA,
            ),
            Tipo.OPCIONES, solo_si="discapacidad", ayuda="Puede elegir varias.",
        ),
        _pregunta(
            7, "discapacidad_dificultad", "Le dificulta o impide",
            "Su discapacidad le dificulta o impide:", _DIFICULTADES, Tipo.OPCIONES,
            solo_si="discapacidad", ayuda="Puede elegir varias.",
        ),
    ),
)  # fmt: skip

AFROMEXICANA = Seccion(
    clave="afromexicana",
    titulo="Población afromexicana",
    grupo="afromexicana",
    minutos=1,
    ayuda=(
        "Los pueblos y comunidades afromexicanas vienen de personas de África que fueron traídas en la Colonia o "
        "llegaron después. La Constitución los reconoce como parte de la Nación y de sus muchas culturas."
    ),
    fuente="Constitución federal, art. 2, apartado C; INEGI",
    preguntas=(
        _pregunta(
            8, "afromexicana", "Persona afromexicana o afrodescendiente",
            "¿Se considera una persona afromexicana o que forma parte de alguna comunidad afrodescendiente?",
        ),
    ),
)  # fmt: skip

DIVERSIDAD = Seccion(
    clave="diversidad",
    titulo="Diversidad sexual",
    grupo="diversidad",
    minutos=1,
    ayuda=(
        "La orientación sexual es hacia quién se siente atracción; la identidad de género, cómo se vive el "
        "propio género. Son cosas distintas y nadie tiene que explicarlas."
    ),
    fuente="CONAPRED, Glosario de la diversidad sexual, de género y características sexuales (2016)",
    glosario=(
        ("Gay", "Hombre que siente atracción afectiva o sexual por otros hombres."),
        ("Lesbiana", "Mujer que siente atracción afectiva o sexual por otras mujeres."),
        ("Bisexual", "Persona que siente atracción por personas de su mismo género y de otros."),
        ("Trans", "Persona cuya identidad de género no es la que se le asignó al nacer."),
        ("Intersexual", "Persona que nace con características sexuales que varían de lo típico."),
        ("No binaria", "Persona que no se identifica sólo como hombre o sólo como mujer."),
        ("Queer", "Persona que no se define con las etiquetas usuales de género o de orientación."),
    ),
    preguntas=(
        _pregunta(
            9, "diversidad", "Población LGBTTTIQ+",
            "¿Es usted una persona de la población LGBTTTIQ+ (Lesbiana, Gay, Bisexual, Transgénero, Travesti, "
            "Transexual, Intersexual, Queer, No Binaria, u otra)?",
        ),
        _pregunta(
            10, "diversidad_cual", "Se identifica como",
            "En caso afirmativo, usted se identifica como:",
            (
                Opcion("hombre_gay", "Hombre gay"),
                Opcion("mujer_lesbiana", "Mujer lesbiana"),
                Opcion("persona_bisexual", "Persona bisexual"),
                Opcion("mujer_trans", "Mujer trans"),
                Opcion("hombre_trans", "Hombre trans"),
                Opcion("persona_intersexual", "Persona intersexual"),
                Opcion("persona_no_binaria", "Persona no binaria"),
                Opcion("persona_queer", "Persona queer"),
                _OTRA,
            ),
            solo_si="diversidad", solo_con_consentimiento=True,
        ),
    ),
)  # fmt: skip

MIGRANTE = Seccion(
    clave="migrante",
    titulo="Personas mexicanas migrantes",
    grupo="migrante",
    minutos=2,
    ayuda="Migrante es quien se muda lejos de donde vivía, por un tiempo o para siempre, por la razón que sea.",
    fuente="Organización Internacional para las Migraciones (OIM)",
    preguntas=(
        _pregunta(11, "migrante", "Persona migrante", "¿Es usted migrante?"),
        _pregunta(12, "pais", "País de residencia", "¿En qué país reside?", PAISES, solo_si="migrante"),
        _pregunta(
            13, "migrante_tiempo", "Tiempo en el extranjero",
            "¿Cuánto tiempo ha vivido en el extranjero?",
            (
                Opcion("hasta_5", "De 0 a 5 años"),
                Opcion("de_6_a_15", "De 6 a 15 años"),
                Opcion("mas_de_15", "Más de 15 años"),
            ),
            solo_si="migrante",
        ),
        _pregunta(
            14, "migrante_motivo", "Motivo de la residencia en el extranjero",
            "¿Cuál fue el motivo de la residencia en el extranjero?",
            (Opcion("familiar", "Familiar"), Opcion("estudio", "Estudio"), Opcion("trabajo", "Trabajo"), _OTRO),
            solo_si="migrante",
        ),
        _pregunta(
            15, "migrante_situacion", "Situación al emigrar",
            "Cuando emigró, ¿se encontraba con una situación regular de trabajo o con un lugar asegurado en alguna "
            "institución educativa del país extranjero?",
            solo_si="migrante", clase=Clase.ESTADISTICA,
            ayuda="Nunca se publica: sólo cuenta, junto con las de otras personas, en informes estadísticos.",
        ),
    ),
)  # fmt: skip

JOVEN = Seccion(
    clave="joven",
    titulo="Personas jóvenes",
    grupo="joven",
    minutos=1,
    preguntas=(
        _pregunta(
            16, "joven", "Persona joven (18 a 29 años)",
            "¿Es parte de la población joven (entre 18 y 29 años)?", edades=(18, 29), excluye_a="mayor",
        ),
    ),
)  # fmt: skip

MAYOR = Seccion(
    clave="mayor",
    titulo="Personas mayores",
    grupo="mayor",
    minutos=1,
    preguntas=(
        _pregunta(
            17, "mayor", "Persona mayor (60 años o más)",
            "¿Es parte de la población de personas mayores (60 años o más)?", edades=(60, 130),
            excluye_a="joven",
        ),
    ),
)  # fmt: skip

SOCIOECONOMICO = Seccion(
    clave="socioeconomico",
    titulo="Rubro socioeconómico",
    minutos=1,
    preguntas=(
        _pregunta(
            18, "ingresos", "Ingresos del último mes",
            "¿En cuál de los siguientes grupos de ingresos se encuentra?",
            (
                Opcion("menos_de_11000", "Menos de $11,000"),
                Opcion("de_11001_a_25000", "De $11,001 a $25,000"),
                Opcion("de_25001_a_50000", "De $25,001 a $50,000"),
                Opcion("de_50001_a_75000", "De $50,001 a $75,000"),
                Opcion("de_75001_a_112000", "De $75,001 a $112,000"),
                Opcion("mas_de_112000", "Más de $112,000"),
                Opcion("sin_ingresos", "No recibe ingresos"),
            ),
            ayuda="Sume todos sus ingresos del último mes.",
        ),
        _pregunta(
            19, "fuente_de_ingresos", "Fuente principal de ingresos",
            "Su fuente principal de ingresos es:",
            (
                Opcion("salario", "Salario"),
                Opcion(
                    "negocio_propio", "Negocio propio",
                    opciones=(
                        Opcion("negocio_familiar", "Atendido con familiares"),
                        Opcion("negocio_chico", "Con menos de 5 empleados"),
                    ),
                ),
                Opcion("empresa", "Compañía o empresa registrada, con 5 empleados o más"),
                Opcion("sin_trabajo", "No ha laborado en los 3 meses anteriores"),
            ),
        ),
    ),
)  # fmt: skip

NACIMIENTO = Seccion(
    clave="nacimiento",
    titulo="Lugar de nacimiento",
    minutos=1,
    preguntas=(
        _pregunta(
            20, "entidad_nacimiento", "Entidad de nacimiento", "Entidad federativa de nacimiento", ENTIDADES
        ),
    ),
)

IDENTIDAD_2022 = Definicion(
    clave="identidad-2022",
    tipo="identidad",
    nombre="Cuestionario de identidad",
    secciones=(
        INDIGENA,
        DISCAPACIDAD,
        AFROMEXICANA,
        DIVERSIDAD,
        MIGRANTE,
        JOVEN,
        MAYOR,
        SOCIOECONOMICO,
        NACIMIENTO,
    ),
)

"""Las tres manifestaciones del consentimiento expreso, con las mismas palabras en la pantalla y en el papel.

Se contestan por separado, con Sí o No, y ninguna viene contestada (formato oficial; Lineamientos, arts. 22 a 25).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Manifestacion:
    """`clave`: el campo con que se guarda. `texto`: lo que se autoriza, en primera persona."""

    clave: str
    texto: str


MANIFESTACIONES = (
    Manifestacion(
        "tratamiento",
        "Autorizo que el Instituto trate mis datos personales, también los sensibles, para los fines que dice "
        "el aviso de privacidad.",
    ),
    Manifestacion(
        "publicacion",
        "Autorizo que el Instituto publique los datos personales sensibles que yo elija al contestar el "
        "cuestionario de identidad.",
    ),
    Manifestacion(
        "estadistica",
        "Autorizo que mis respuestas se usen en informes estadísticos en los que nadie pueda reconocerme.",
    ),
)

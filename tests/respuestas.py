"""Un cuestionario curricular completo, con texto inventado."""

TEXTO = (
    "Trabajo desde hace doce años en el campo de mi comunidad y en la cooperativa que formamos entre familias. "
    "Ahí aprendí a llevar cuentas claras, a escuchar antes de decidir y a cumplir lo que se acuerda. "
    "También coordiné durante tres años el comité de agua potable, donde reparamos la red y abrimos las cuentas."
)
assert len(TEXTO) >= 280  # noqa: S101 (la premisa de quien use este texto)

COMPLETAS = {
    "instagram": "https://www.instagram.com/ejemplo",
    "correo_aclaraciones": "privado@ejemplo.mx",
    "grado_max": "licenciatura",
    "grado_estatus": "titulo",
    "cursos": ["Diplomado en presupuesto público"],
    "historia_profesional": TEXTO,
    "trayectoria_politica": TEXTO,
    "motivo_cargo": TEXTO,
    "propuesta_1": TEXTO,
    "propuesta_2": TEXTO,
    "propuesta_genero": TEXTO,
}

"""El catálogo de motivos para observar: los siete supuestos y las reglas de la fotografía (dominio A.7)."""

from django.db.models import TextChoices


class Supuesto(TextChoices):
    COPIA = "copia", "Propuestas copiadas de otra candidatura"
    OFENSA = (
        "ofensa",
        "Contenido ofensivo o discriminatorio hacia otro partido o candidatura",
    )
    LENGUAJE = "lenguaje", "Lenguaje sexista, ofensivo o discriminatorio"
    AJENO = "ajeno", "Información o imágenes de otra candidatura"
    ALUSION = "alusion", "Alusiones a otro partido o candidatura"
    RESTRINGIDO = "restringido", "Contenido que restringe la ley electoral"
    PROPAGANDA = "propaganda", "Lemas o imágenes de campaña"
    FOTOGRAFIA = "fotografia", "La fotografía no cumple las reglas"
    DATO_PERSONAL = "dato_personal", "Contiene datos personales que no deben publicarse"
    INCOMPLETO = "incompleto", "No responde lo que se pregunta o está incompleto"

"""La única tabla de la base de llaves."""

from django.db import models
from django.utils import timezone


class Llave(models.Model):
    """Una llave de 256 bits envuelta. Sin llave foránea: su candidatura está en otra base."""

    class Uso(models.TextChoices):
        PRIVADO = "privado", "Lo que sólo lee la persona"
        IDENTIDAD = "identidad", "Sus respuestas de identidad; se destruye si niega su tratamiento"
        PUBLICO = "publico", "Lo que hoy autoriza publicar"

    candidatura = models.CharField(max_length=16)
    uso = models.CharField(max_length=12, choices=Uso.choices)
    envuelta = models.BinaryField()
    creada_en = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidatura", "uso"], name="una_llave_por_uso")]

    def __str__(self) -> str:
        return f"llave de uso {self.uso} de {self.candidatura}"

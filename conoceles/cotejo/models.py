"""El índice de lo enviado: con qué se compara un texto, sin leerlo."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conoceles.calendario.models import Proceso
from conoceles.cuestionarios.models import Envio
from conoceles.registro.models import Candidatura


class TextoEnviado(models.Model):
    """Un texto largo del último envío de una candidatura. Se deriva de `Envio`: borrarlo no pierde nada.

    `huella` (16 bytes, con llave) reúne los textos iguales una vez plegados; `boceto` (32 bytes), los parecidos.
    """

    proceso = models.ForeignKey(Proceso, on_delete=models.CASCADE, related_name="+")
    candidatura = models.ForeignKey(Candidatura, on_delete=models.CASCADE, related_name="+")
    pregunta = models.CharField(max_length=40)
    envio = models.ForeignKey(Envio, on_delete=models.CASCADE, related_name="+")
    huella = models.BinaryField(max_length=16)
    boceto = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidatura", "pregunta"], name="un_texto_enviado_por_pregunta")
        ]

    def __str__(self) -> str:
        return f"{self.pregunta} de {self.candidatura_id}"


class Marcas(models.Model):
    """Lo que conviene mirar de lo último que envió una candidatura. Se deriva de `Envio`: borrarlo no pierde nada."""

    candidatura = models.OneToOneField(
        Candidatura, on_delete=models.CASCADE, primary_key=True, related_name="marcas"
    )
    envio = models.ForeignKey(Envio, on_delete=models.CASCADE, related_name="+")
    copias = models.BooleanField("copias", default=False)
    datos_personales = models.BooleanField("datos personales", default=False)
    enlaces = models.BooleanField("enlaces en el texto", default=False)
    mayusculas = models.BooleanField("todo en mayúsculas", default=False)
    relleno = models.BooleanField("relleno", default=False)
    provisional = models.BooleanField("texto provisional", default=False)
    foto_repetida = models.BooleanField("fotografía repetida", default=False)

    CLAVES: ClassVar[tuple[str, ...]] = (
        "copias", "datos_personales", "enlaces", "mayusculas", "relleno", "provisional", "foto_repetida",
    )  # fmt: skip

    def __str__(self) -> str:
        return f"marcas de {self.candidatura_id}"

    @property
    def puestas(self) -> list[str]:
        """Las que tiene, en el orden de `CLAVES`."""
        return [clave for clave in self.CLAVES if getattr(self, clave)]

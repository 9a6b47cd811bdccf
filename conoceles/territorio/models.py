"""El territorio que se publica: qué le toca a cada sección electoral. Claves y nombres, sin llave a nada privado."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.comun.canonico import huella


class Importado(models.Model):
    """De qué archivo salió, cuándo y quién lo trajo. Rige lo último; lo anterior queda."""

    archivo = models.CharField(max_length=200)
    huella = models.CharField(max_length=64)
    importado_en = models.DateTimeField(default=timezone.now)
    por = models.CharField(max_length=150, blank=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]


class Mapa(Importado):
    """Una distritación tal como se importó, y para qué fechas vale.

    `municipios` y `distritos`: nombre por clave, también de los que no tienen candidaturas. `sin_ayuntamiento`: los
    municipios que no lo eligen por partidos.
    """

    proceso = models.ForeignKey(Proceso, on_delete=models.PROTECT, related_name="mapas")
    nombre = models.CharField(max_length=120)
    vale_desde = models.DateField()
    vale_hasta = models.DateField(null=True, blank=True, help_text="Inclusive; vacía: sin término conocido.")
    es_ficticio = models.BooleanField(default=False)
    municipios = models.JSONField(default=dict)
    distritos = models.JSONField(default=dict)
    sin_ayuntamiento = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.nombre} ({self.proceso})"

    @property
    def huella_de_lo_publicado(self) -> str:
        """La de todo lo suyo que se publica, con sus secciones; va sin sal: nada de ello es reservado."""
        return self.huella_con(self.secciones.order_by("numero"))

    def huella_con(self, secciones: Iterable[Seccion]) -> str:
        """La que tendría con esas secciones, por número: antes de guardarlo se sabe si dice otra cosa que el vigente."""
        dichas = [(s.numero, s.municipio, s.distrito, s.localidades) for s in secciones]
        vale = [dia and dia.isoformat() for dia in (self.vale_desde, self.vale_hasta)]
        nombres = [self.municipios, self.distritos, self.sin_ayuntamiento]
        return huella([self.proceso_id, self.nombre, vale, self.es_ficticio, nombres, dichas])

    @property
    def vale_en_la_jornada(self) -> bool:
        """¿Es el mapa con que se vota? Con uno de otra elección se sabe el municipio, no el distrito."""
        jornada = self.proceso.jornada
        return self.vale_desde <= jornada and (self.vale_hasta is None or jornada <= self.vale_hasta)


class Seccion(models.Model):
    """Una sección electoral: el número que está al frente de la credencial para votar."""

    mapa = models.ForeignKey(Mapa, on_delete=models.CASCADE, related_name="secciones")
    numero = models.PositiveIntegerField()
    municipio = models.CharField(max_length=20)
    distrito = models.CharField(max_length=20, blank=True, help_text="Vacío: la fuente no lo dice.")
    localidades = models.JSONField(default=list, help_text="Colonias o localidades que abarca, si se saben.")

    class Meta:
        ordering = ["numero"]
        constraints = [models.UniqueConstraint(fields=["mapa", "numero"], name="seccion_unica")]
        indexes = [models.Index(fields=["mapa", "municipio"])]

    def __str__(self) -> str:
        return f"sección {self.numero}"


class Contorno(Importado):
    """El dibujo de los municipios tal como se importó.

    `trazos`: el atributo `d` de un `<path>` de SVG por clave de municipio, en unidades de un recuadro de `ancho` por
    `alto`. `nombres`: el de cada uno.
    """

    proceso = models.ForeignKey(Proceso, on_delete=models.PROTECT, related_name="contornos")
    ancho = models.PositiveIntegerField()
    alto = models.PositiveIntegerField()
    trazos = models.JSONField(default=dict)
    nombres = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"contornos de {self.proceso}"

    @property
    def huella_de_lo_publicado(self) -> str:
        """La del dibujo entero."""
        return huella([self.proceso_id, self.ancho, self.alto, self.trazos, self.nombres])

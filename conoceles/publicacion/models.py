"""Lo que la ciudadanía puede ver es otra tabla: sin llaves foráneas hacia ninguna privada.

`consulta` y `datos_abiertos` leen sólo de aquí, por `lectura`.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from conoceles.acuses.models import ConAcuse
from conoceles.comun.canonico import huella_de_bytes
from conoceles.comun.disparadores import SoloAgregar
from conoceles.comun.sales import ConSal, exacto


class Instantanea(models.Model):
    """Una versión de un documento público. No cambia nunca.

    Cada acto que altera lo público (inscribir, publicar, corregir, retirar, restablecer) deja una, y
    todas son hojas de la misma secuencia: de la hoja no se deduce qué acto fue. `huella` es SHA-256
    de `sal` + documento canónico: al suprimir se borran ambos y la hoja permanece.
    """

    secuencia = models.PositiveBigIntegerField(primary_key=True)
    proceso = models.SlugField(max_length=60)
    clave = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    instante = models.DateTimeField()
    autoria = models.CharField(
        max_length=40, blank=True, help_text="Rol que hizo el acto; vacío: el sistema."
    )
    documento = models.TextField(null=True, help_text="JSON canónico; nulo si se suprimió.")  # noqa: DJ001
    sal = models.CharField(max_length=32, null=True)  # noqa: DJ001 (se anula al suprimir)
    huella = models.CharField(max_length=64)

    class Meta:
        ordering = ["secuencia"]
        constraints = [models.UniqueConstraint(fields=["clave", "version"], name="version_unica")]

    def __str__(self) -> str:
        return f"{self.clave} v{self.version}"

    @property
    def esta_integra(self) -> bool:
        """¿El documento que guarda da, con su sal, su huella? Una suprimida no tiene con qué."""
        try:
            texto, sal = str.encode(self.documento), bytes.fromhex(self.sal)  # type: ignore[arg-type]
        except (TypeError, ValueError):  # lo alterado puede no ser ni texto
            return False
        return huella_de_bytes(texto, sal=sal) == self.huella


DISPARADORES = SoloAgregar(
    "publicacion_instantanea",
    columnas=(
        "secuencia",
        "proceso",
        "clave",
        "version",
        "instante",
        "autoria",
        "documento",
        "sal",
        "huella",
    ),
    borrables=("documento", "sal"),
)


class Ficha(models.Model):
    """El documento público de una candidatura: apunta a su instantánea vigente.

    `tarjeta` son las columnas del listado, copiadas del documento para no leerlo entero.
    """

    class Estado(models.TextChoices):
        SIN_PUBLICAR = "sin_publicar", "Sin publicar"
        PUBLICADA = "publicada", "Publicada"
        RETIRADA = "retirada", "Retirada temporalmente"

    clave = models.CharField(max_length=16, primary_key=True)
    proceso = models.SlugField(max_length=60, db_index=True)
    vigente = models.OneToOneField(Instantanea, on_delete=models.PROTECT, related_name="+")
    tarjeta = models.JSONField()
    edicion = models.PositiveBigIntegerField()
    estado = models.CharField(max_length=14, choices=Estado.choices, default=Estado.SIN_PUBLICAR)
    # Qué envío de la persona está publicado; la versión que sigue puede estar en revisión.
    envio_publicado = models.PositiveSmallIntegerField(null=True, blank=True)
    publicada_en = models.DateTimeField(null=True, blank=True)
    retirada_en = models.DateTimeField(null=True, blank=True)
    motivo_de_retiro = models.CharField(max_length=300, blank=True)
    visible_desde = models.DateTimeField(
        null=True, blank=True, help_text="Instante propio de publicación; vacío: el de su cargo."
    )
    pausas = models.JSONField(
        default=dict, blank=True, help_text="Sección → {desde, motivo}: lo que está oculto de lo publicado."
    )
    retratos = models.JSONField(
        default=dict, blank=True, help_text="Archivo → SHA-256 de cada tamaño de la fotografía publicada."
    )

    class Meta:
        indexes = [models.Index(fields=["proceso", "edicion"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(estado="sin_publicar", publicada_en=None, envio_publicado=None)
                | (~Q(estado="sin_publicar") & Q(publicada_en__isnull=False, envio_publicado__isnull=False)),
                name="publicada_con_fecha_y_envio",
                violation_error_message="Una ficha publicada dice cuándo y qué envío.",
            ),
            models.CheckConstraint(
                condition=(Q(estado="retirada") & Q(retirada_en__isnull=False) & ~Q(motivo_de_retiro=""))
                | (~Q(estado="retirada") & Q(retirada_en=None, motivo_de_retiro="")),
                name="retirada_con_fecha_y_motivo",
                violation_error_message="Una ficha retirada dice cuándo y por qué.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clave} ({self.get_estado_display()})"


class ParteDeIdentidad(models.Model):
    """Las respuestas de identidad que hoy se publican de una candidatura; si no hay ninguna, no hay fila.

    No tiene historia: al revocar desaparece. El sobre se cifra con la llave de uso PUBLICO de la candidatura y
    trae su sal: la huella sola no dice nada.
    """

    clave = models.CharField(max_length=16, primary_key=True)
    proceso = models.SlugField(max_length=60, db_index=True)
    sobre = models.BinaryField()
    huella = models.CharField(max_length=64)
    actualizada_en = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"parte de identidad de {self.clave}"


class VistoBueno(ConSal):
    """Lo que una persona propone o hizo de urgencia y otra, distinta, aprueba o rechaza. No se borra."""

    class Clase(models.TextChoices):
        OBSERVAR = "observar", "Observar algo publicado"
        RETIRAR = "retirar", "Retirar de la vista"
        CORREGIR = "corregir", "Publicar una corrección"
        OCULTAR = "ocultar", "Revisar un ocultamiento inmediato"
        MOSTRAR = "mostrar", "Volver a mostrar"
        SUPRIMIR = "suprimir", "Suprimir lo publicado"

    clase = models.CharField(max_length=10, choices=Clase.choices)
    clave = models.CharField(max_length=16, db_index=True)
    proceso = models.SlugField(max_length=60, db_index=True)
    datos = models.JSONField(
        default=dict, help_text="Lo que el verbo necesita para hacerse; nunca una respuesta."
    )
    motivo = models.CharField(max_length=300, blank=True)
    propuesto_por = models.CharField(max_length=150)
    propuesto_en = models.DateTimeField(default=timezone.now)
    resuelto_por = models.CharField(max_length=150, blank=True)
    resuelto_en = models.DateTimeField(null=True, blank=True)
    se_aprobo = models.BooleanField(null=True, blank=True)
    nota = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["propuesto_en"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resuelto_en=None, se_aprobo=None, resuelto_por="")
                | Q(resuelto_en__isnull=False, se_aprobo__isnull=False),
                name="visto_bueno_resuelto_entero",
                violation_error_message="Un visto bueno resuelto dice quién, cuándo y en qué sentido.",
            ),
            models.CheckConstraint(
                condition=~Q(resuelto_por=models.F("propuesto_por")),
                name="visto_bueno_de_otra_persona",
                violation_error_message="El visto bueno lo da una persona distinta de quien propone.",
            ),
            models.UniqueConstraint(  # cada ocultamiento de urgencia es su propio acto y se revisa aparte
                fields=["clave", "clase"],
                condition=Q(resuelto_en=None) & ~Q(clase="ocultar"),
                name="un_visto_bueno_por_resolver",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_clase_display()} · {self.clave}"

    @property
    def desenlace(self) -> str:
        """Cómo acabó; vacío si aún espera. Sin efecto: se retiró la propuesta o la candidatura terminó antes."""
        if self.resuelto_en is None:
            return ""
        if self.se_aprobo:
            return "Aprobado"
        return "Rechazado" if self.resuelto_por else "Sin efecto"

    @property
    def huella_de_lo_propuesto(self) -> str:
        """La que se asienta al proponer."""
        propuso = [self.propuesto_por, exacto(self.propuesto_en)]
        return self.huella_de([self.clase, self.clave, self.proceso, self.datos, self.motivo, *propuso])

    @property
    def huella_de_lo_resuelto(self) -> str:
        """La que se asienta al resolver."""
        return self.huella_de([self.se_aprobo, self.nota, self.resuelto_por, exacto(self.resuelto_en)])


# Lo que se resuelve se escribe después; lo propuesto queda como se propuso.
DISPARADORES_DEL_VISTO = SoloAgregar(
    "publicacion_vistobueno",
    columnas=("id", "clase", "clave", "proceso", "datos", "motivo", "propuesto_por", "propuesto_en", "sal"),
)


class Supresion(ConSal):
    """La orden por la que se borró el contenido de unas versiones: de ellas quedan la hoja, la huella y el folio."""

    clave = models.CharField(max_length=16, db_index=True)
    proceso = models.SlugField(max_length=60)
    versiones = models.JSONField(help_text="Los números de las que se borraron.")
    secciones = models.JSONField(help_text="Por qué apartados; con la clave vacía, por la ficha entera.")
    con_lo_actual = models.BooleanField(
        help_text="También lo que entonces se mostraba, que ya no vuelve; si no, sólo lo ya reemplazado."
    )
    motivo = models.CharField(max_length=300)
    ordenada_en = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"supresión en {self.clave}"

    @property
    def huella_de_lo_ordenado(self) -> str:
        """La que consta en la bitácora: sólo ella ampara una versión sin contenido."""
        que = [self.clave, self.proceso, self.versiones, self.secciones, self.con_lo_actual]
        return self.huella_de([*que, self.motivo, exacto(self.ordenada_en)])


DISPARADORES_DE_LA_SUPRESION = SoloAgregar("publicacion_supresion")


class Tanda(models.Model):
    """El recibo de una publicación en bloque: qué fichas, quién, en qué va y cómo acabó. Todas o ninguna."""

    class Estado(models.TextChoices):
        EN_COLA = "en_cola", "En espera"
        PUBLICANDO = "publicando", "Publicando"
        PUBLICADA = "publicada", "Publicada"
        FALLIDA = "fallida", "No se publicó ninguna"

    folio = models.CharField(max_length=24, unique=True)
    proceso = models.SlugField(max_length=60, db_index=True)
    claves = models.JSONField(default=list)
    estado = models.CharField(max_length=12, choices=Estado.choices, default=Estado.EN_COLA)
    visible_desde = models.DateTimeField(
        null=True, blank=True, help_text="El instante en que se mostrarán; vacío: el de su cargo."
    )
    cambiadas = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    fallas = models.JSONField(default=dict, help_text="Clave → por qué no pudo publicarse.")
    por = models.CharField(max_length=150)
    creada_en = models.DateTimeField(default=timezone.now)
    terminada_en = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-creada_en"]

    def __str__(self) -> str:
        return f"tanda {self.folio} ({self.get_estado_display()})"


class PuntoDeControl(models.Model):
    """El árbol público hasta una edición, firmado. `nota`: la nota firmada, tal como se sirve."""

    tamano = models.PositiveBigIntegerField(primary_key=True, help_text="Cuántas hojas abarca.")
    raiz = models.CharField(max_length=64)
    instante = models.DateTimeField()
    nota = models.TextField()

    class Meta:
        ordering = ["tamano"]

    def __str__(self) -> str:
        return f"punto de control de {self.tamano} hojas"


class Tramo(models.Model):
    """La raíz de 256 hojas seguidas y completas: con ellas el árbol crece sin volver a leerlo todo."""

    numero = models.PositiveBigIntegerField(primary_key=True, help_text="Desde cero.")
    raiz = models.CharField(max_length=64)

    class Meta:
        ordering = ["numero"]

    def __str__(self) -> str:
        return f"tramo {self.numero}"


DISPARADORES_DEL_ARBOL = (SoloAgregar("publicacion_puntodecontrol"), SoloAgregar("publicacion_tramo"))


class Edicion(models.Model):
    """El número que crece con cada acto que altera lo público; toda respuesta pública es función de él."""

    proceso = models.SlugField(max_length=60)
    numero = models.PositiveBigIntegerField()
    instante = models.DateTimeField(default=timezone.now)
    secuencia = models.PositiveBigIntegerField(help_text="Hasta qué instantánea llega.")

    class Meta:
        ordering = ["proceso", "-numero"]
        constraints = [models.UniqueConstraint(fields=["proceso", "numero"], name="edicion_unica")]

    def __str__(self) -> str:
        return f"{self.proceso} edición {self.numero}"


class Constancia(ConAcuse):
    """Lo que el Instituto hizo constar de una candidatura en un lapso, tal como se entregó.

    Su huella es la de `contenido`, el JSON canónico que se descarga: si algo cambió, ya no se entrega.
    """

    clave = models.CharField(max_length=16, db_index=True)
    proceso = models.SlugField(max_length=60)
    desde = models.DateTimeField()
    hasta = models.DateTimeField(help_text="Exclusivo.")
    instante = models.DateTimeField(default=timezone.now)
    por = models.CharField(max_length=150)
    contenido = models.TextField(blank=True, help_text="Vacío si se suprimió.")
    firma = models.TextField(default="", help_text="La nota con que el Instituto la firmó al expedirla.")

    class Meta:
        ordering = ["-instante"]

    def __str__(self) -> str:
        return self.folio

    @property
    def datos(self) -> dict[str, Any]:
        """El contenido, leído; vacío si se suprimió."""
        datos: dict[str, Any] = json.loads(self.contenido or "{}")
        return datos


DISPARADORES_DE_LA_CONSTANCIA = SoloAgregar("publicacion_constancia")

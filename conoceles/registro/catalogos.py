"""Los valores cerrados del registro, con la palabra que se muestra."""

from django.db.models import TextChoices


class TipoDeDemarcacion(TextChoices):
    ENTIDAD = "entidad", "Entidad"
    DISTRITO = "distrito", "Distrito"
    MUNICIPIO = "municipio", "Municipio"


class Principio(TextChoices):
    MR = "MR", "Mayoría relativa"
    RP = "RP", "Representación proporcional"


class Unidad(TextChoices):
    INDIVIDUAL = "individual", "Una persona"
    FORMULA = "formula", "Fórmula"
    LISTA = "lista", "Lista"
    PLANILLA = "planilla", "Planilla"


class TipoDeActor(TextChoices):
    PARTIDO = "partido", "Partido político"
    COALICION = "coalicion", "Coalición"
    CANDIDATURA_COMUN = "candidatura_comun", "Candidatura común"
    INDEPENDIENTE = "independiente", "Candidatura independiente"


class Calidad(TextChoices):
    """La calidad es de la candidatura, no de la persona: por eso no lleva género masculino."""

    PROPIETARIA = "propietaria", "Propietaria"
    SUPLENTE = "suplente", "Suplente"


class Sexo(TextChoices):
    MUJER = "mujer", "Mujer"
    HOMBRE = "hombre", "Hombre"
    NO_BINARIO = "no_binario", "No binario"


class SituacionRegistral(TextChoices):
    """Cómo está una candidatura en el registro; `baja` es la que llega sin causa en una lista nueva."""

    APROBADA = "aprobada", "Aprobada"
    SUSTITUIDA = "sustituida", "Sustituida"
    CANCELADA = "cancelada", "Cancelada"
    RENUNCIA = "renuncia", "Renunció"
    FALLECIMIENTO = "fallecimiento", "Falleció"
    INHABILITACION = "inhabilitacion", "Inhabilitada"
    SENTENCIA = "sentencia", "Retirada por sentencia"
    PARIDAD = "paridad", "Sustituida por paridad"
    DESPLAZADA = "desplazada", "Terminó por restitución"
    BAJA = "baja", "Dada de baja"


class ClaseDeMovimiento(TextChoices):
    """Lo que puede pasarle a una candidatura ya registrada; qué permite cada una lo dice `movimientos.TABLA`."""

    RENUNCIA = "renuncia", "Renuncia"
    FALLECIMIENTO = "fallecimiento", "Fallecimiento"
    INHABILITACION = "inhabilitacion", "Inhabilitación"
    SENTENCIA = "sentencia", "Sentencia que la retira"
    CANCELACION = "cancelacion", "Cancelación del registro"
    PARIDAD = "paridad", "Sustitución por paridad o acción afirmativa"
    SUSTITUCION = "sustitucion", "Sustitución por otra causa"
    COBERTURA = "cobertura", "Alguien cubre el lugar vacante"
    RESTITUCION = "restitucion", "Restitución"
    DESPLAZAMIENTO = "desplazamiento", "Salida porque se restituyó a otra persona"
    BAJA = "baja", "Baja por lista completa"

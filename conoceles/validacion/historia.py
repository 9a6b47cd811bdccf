"""Los renglones de la bitácora de una candidatura, dichos con palabras."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conoceles.bitacora.models import Asiento
from conoceles.bitacora.reservados import ACTOS_RESERVADOS
from conoceles.comun.legibles import legibles
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.cuentas.roles import ROLES

PALABRAS = {
    "registro:inscribir": "Inscribió la candidatura",
    "registro:sustituir": "Registró la sustitución",
    "registro:corregir": "Corrigió datos del registro",
    "registro:terminar": "Dio por terminada la candidatura",
    "registro:cubrir": "Registró a quien cubre el lugar vacante",
    "registro:restituir": "Restituyó la candidatura",
    "movimientos:aplicar": "Registró los movimientos de un archivo",
    "acceso:dar": "Dio acceso a su cuenta",
    "acceso:entregar": "Registró la entrega de su acceso",
    "acceso:anular": "Anuló la entrega de su acceso, que se registró por error",
    "representacion:acreditar": "Acreditó a quien representa a un partido",
    "importacion:recibir": "Recibió un archivo del registro",
    "importacion:aplicar": "Aplicó una importación",
    "importacion:rechazar": "Rechazó una importación",
    "proceso:cargar": "Cargó la plantilla del proceso",
    "proceso:hacer_vigente": "Hizo vigente el proceso",
    "proceso:fijar_reglas": "Fijó lo que rige los plazos del proceso",
    "proceso:cambiar_reglas": "Cambió lo que rige los plazos del proceso",
    "archivo:importar": "Importó un proceso histórico",
    "archivo:contar_identidad": "Contó en conjunto la identidad de un proceso histórico",
    "cuenta:crear": "Creó la cuenta",
    "cuenta:desactivar": "Desactivó la cuenta",
    "cuenta:reactivar": "Reactivó la cuenta",
    "cuenta:cambiar_contrasena": "Cambió su contraseña",
    "cuenta:recifrar": "Se volvió a cifrar su contraseña al entrar",
    "cuenta:cambiar_correo": "Cambió el correo de la cuenta",
    "cuenta:congelar": "Congeló la cuenta",
    "correo:pedir_cambio": "Pidió cambiar su correo",
    "correo:detener_cambio": "Detuvo el cambio de correo",
    "correo:cambiar": "Surtió el cambio de correo",
    "equipo:reconocer": "Entró desde un equipo nuevo",
    "factor:poner": "Puso un segundo factor",
    "factor:quitar": "Quitó un segundo factor",
    "factor:renovar_codigos": "Renovó sus códigos de respaldo",
    "enlace:emitir": "Emitió un enlace de acceso",
    "enlace:usar": "Usó un enlace de acceso",
    "sesion:abrir": "Entró",
    "seccion:guardar": "Guardó un apartado",
    "seccion:apartar": "Apartó un texto que chocó con otro",
    "propuesta:revisar": "Revisó una lista de textos propuestos",
    "propuesta:aplicar": "Propuso una lista de textos",
    "propuesta:proponer": "Propuso textos",
    "propuesta:usar": "Usó un texto que propuso su partido",
    "propuesta:descartar": "Descartó un texto que propuso su partido",
    "partido:recordar": "Le recordó que le falta enviar",
    "cuestionario:enviar": "Envió el cuestionario",
    "cuestionario:corregir": "Envió sus correcciones",
    "cuestionario:tomar": "Tomó la revisión",
    "cuestionario:devolver": "Devolvió con observaciones",
    "cuestionario:validar": "Validó",
    "cuestionario:reabrir": "Reabrió la revisión",
    "cuestionario:conceder": "Concedió la corrección que pidió",
    "cuestionario:desistir": "Dejó la corrección que había pedido",
    "correccion:pedir": "Pidió corregir lo validado",
    "correccion:negar": "Negó la corrección que pidió",
    "correccion:cerrar": "Cerró la corrección que pedía, porque la candidatura terminó",
    "visto:proponer": "Propuso un acto que pide otro visto bueno",
    "visto:aprobar": "Dio el visto bueno",
    "visto:rechazar": "No dio el visto bueno",
    "visto:cerrar": "Cerró el visto bueno que faltaba, porque la candidatura terminó",
    "visto:omitir": "Dejó de esperar el visto bueno, porque ya no se piden dos personas",
    "visto:retirar": "Retiró lo que había propuesto",
    "bitacora:revisar": "Revisó todo lo guardado, como cada día",
    "territorio:importar": "Importó las secciones electorales",
    "territorio:dibujar": "Importó los contornos de los municipios",
    "territorio:nombrar": "Puso al mapa de secciones los nombres de la plantilla cargada",
    "territorio:rotular": "Puso al dibujo de los municipios los nombres de la plantilla cargada",
    "turno:arrebatar": "Tomó el turno que otra persona tenía",
    "asignacion:poner": "Asignó su revisión",
    "asignacion:quitar": "Dejó su revisión sin asignar",
    "observacion:anotar": "Anotó una observación",
    "observacion:quitar": "Quitó una observación que aún no enviaba",
    "plazo:fijar": "Fijó un plazo propio",
    "plazo:quitar": "Volvió al plazo general",
    "plazo:acceso": "Le dio plazo desde que recibió su acceso",
    "plazo:devolver": "Devolvió a su plazo lo que el servicio faltó",
    "plazo:reconocer": "Reconoció a tiempo lo que había llegado tarde",
    "plazo:ampliar": "Amplió su plazo, porque cambió el calendario",
    "plazo:asegurar": "Le aseguró su plazo al entrar o volver",
    "plazo:retomar": "Volvió a darle su plazo para corregir, porque regresó",
    "interrupcion:notar": "Notó que el servicio había faltado",
    "interrupcion:anotar": "Anotó una interrupción del servicio",
    "interrupcion:explicar": "Explicó una interrupción del servicio",
    "interrupcion:anular": "Anuló una interrupción del servicio",
    "interrupcion:devolver": "Empezó a devolver lo que el servicio faltó",
    "interrupcion:terminar_de_devolver": "Terminó de devolver lo que el servicio faltó",
    "carta:escribir": "Dejó por enviar una o varias cartas",
    "carta:enviar": "Envió una carta",
    "identidad:escribir_carta": "Dejó por enviar una o varias cartas reservadas",
    "identidad:enviar_carta": "Envió una carta reservada",
    "carta:reintentar": "Volvió a poner por enviar las cartas que no salieron",
    "circular:enviar": "Escribió a los actores políticos",
    "recordatorio:enviar": "Recordó un vencimiento por correo",
    "requerimiento:emitir": "Requirió que respondiera",
    "requerimiento:confirmar": "Confirmó que recibió el requerimiento",
    "formato:recibir": "Entregó o registró el formato de consentimiento firmado",
    "formato:abrir": "Abrió el formato de consentimiento firmado",
    "formato:revisar": "Revisó el formato de consentimiento firmado",
    "consentimiento:manifestar": "Manifestó su decisión sobre sus datos",
    "identidad:guardar": "Guardó un apartado de identidad",
    "identidad:enviar": "Envió el cuestionario de identidad",
    "identidad:reconocer": "Reconoció a tiempo un cuestionario que había llegado tarde",
    "identidad:estudiar": "Leyó sus respuestas de identidad",
    "identidad:contar": "Leyó respuestas de identidad en conjunto, para contarlas",
    "corte:publicar": "Publicó un corte de la estadística",
    "constancia:expedir": "Expidió una constancia",
    "ficha:publicar": "Publicó",
    "ficha:programar": "Fijó desde cuándo se muestra",
    "ficha:retirar": "Retiró de la vista",
    "ficha:ocultar": "Ocultó de inmediato",
    "ficha:pausar": "Retiró un apartado de la vista",
    "ficha:suprimir": "Suprimió lo que se publicó",
    "ficha:reanudar": "Volvió a mostrar un apartado",
    "arbol:sellar": "Firmó el árbol de lo publicado",
    "tanda:abrir": "Pidió publicar un conjunto",
    "tanda:publicar": "Publicó un conjunto",
    "tanda:fallar": "No pudo publicar un conjunto y no se publicó ninguna",
    "ficha:restablecer": "Restableció",
    "reporte:recibir": "Recibió un aviso de error en la página",
    "reporte:atender": "Atendió un aviso de error",
    "reporte:depurar": "Borró lo escrito en avisos de error ya cerrados",
}

# Guardar un borrador no es un acto: llenaría la historia sin decir nada.
_SIN_CONTAR = ["seccion:guardar", "seccion:apartar"]
# Lo reservado, a nadie; los formatos firmados, sólo a quien los revisa: de que falten se deduciría una negativa.
_DE_FORMATOS = "formato:"


@dataclass(frozen=True)
class Hecho:
    instante: datetime
    texto: str
    quien: str
    rol: str


def en_palabras(accion: str) -> str:
    """El acto en español; uno que no esté en la lista se muestra tal como se asentó."""
    return PALABRAS.get(accion, accion.replace(":", ": ").replace("_", " "))


def de_candidatura(clave: str, *, por: Usuario) -> list[Hecho]:
    """Qué se hizo, quién y cuándo, de lo que esa persona puede saber; nunca un valor. Del más reciente al más antiguo."""
    asientos = Asiento.objects.sobre("candidatura", clave).exclude(accion__in=_SIN_CONTAR)
    for reservado in ACTOS_RESERVADOS:
        if reservado != _DE_FORMATOS or not por.puede(Permiso.REVISAR_FORMATOS):
            asientos = asientos.exclude(accion__startswith=reservado)
    return [
        Hecho(
            instante=asiento.instante,
            texto=en_palabras(asiento.accion),
            quien=asiento.actor or "El sistema",
            rol=ROLES[asiento.rol].nombre if asiento.rol in ROLES else "",
        )
        for asiento in legibles(asientos.order_by("-secuencia"))
    ]

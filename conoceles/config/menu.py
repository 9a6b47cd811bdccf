"""El menú del panel: cada entrada con el permiso que exige; el mismo que declara su vista."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from conoceles.cuentas.permisos import Permiso

ENTRADAS = (
    ("Bandeja", "validacion:bandeja", Permiso.VER_PANEL),
    ("Correcciones", "validacion:correcciones", Permiso.VALIDAR),
    ("Errores reportados", "validacion:reportes", Permiso.VALIDAR),
    ("Asignación", "validacion:asignacion", Permiso.ASIGNAR),
    ("Publicación", "validacion:publicacion", Permiso.PUBLICAR),
    ("Estadística", "operacion:estadistica", Permiso.CORTAR_ESTADISTICA),
    ("Vistos buenos", "validacion:vistos", Permiso.DAR_VISTO_BUENO),
    ("Omisiones", "operacion:omisiones", Permiso.VER_REGISTRO),
    ("Requerimientos", "operacion:requerimientos", Permiso.VER_REGISTRO),
    ("Registro", "operacion:importaciones", Permiso.IMPORTAR),
    ("Movimientos", "operacion:movimientos", Permiso.MOVER_REGISTRO),
    ("Accesos", "operacion:accesos", Permiso.ENTREGAR_ACCESO),
    ("Partidos", "operacion:representaciones", Permiso.ENTREGAR_ACCESO),
    ("Formatos", "validacion:formatos_recibir", Permiso.RECIBIR_FORMATOS),
    ("Formatos", "validacion:formatos", Permiso.REVISAR_FORMATOS),
    ("Identidad", "validacion:identidad", Permiso.ESTUDIAR_IDENTIDAD),
    ("Lecturas", "validacion:lecturas", Permiso.REVISAR_FORMATOS),
    ("Cuentas", "operacion:cuentas", Permiso.ADMINISTRAR_CUENTAS),
    ("Cartas", "operacion:cartas", Permiso.VER_MENSAJES),
    ("Avisos", "operacion:avisos", Permiso.AVISAR_A_ACTORES),
    ("Interrupciones", "operacion:interrupciones", Permiso.ANOTAR_INTERRUPCIONES),
    ("Bitácora", "validacion:bitacora", Permiso.VER_BITACORA),
    ("Candidaturas", "partido:candidaturas", Permiso.REPRESENTAR),
    ("Proponer textos", "partido:textos", Permiso.REPRESENTAR),
)


def menu(request: HttpRequest) -> dict[str, object]:
    """`menu`: lista de (texto, dirección, activo), sólo con lo que la persona puede; perezosa."""

    def entradas() -> list[tuple[str, str, bool]]:
        if not request.user.is_authenticated:
            return []
        permitidas = [(t, reverse(n)) for t, n, permiso in ENTRADAS if request.user.puede(permiso)]
        en_el_panel = request.user.puede(Permiso.VER_PANEL)
        if en_el_panel and not request.user.puede(Permiso.VER_REGISTRO):  # su raíz no es una bandeja
            permitidas[0] = ("Inicio", permitidas[0][1])
        # La bandeja es la raíz del panel: sólo está activa en su propia dirección.
        activa = max((u for _, u in permitidas if request.path.startswith(u)), key=len, default="")
        return [(texto, url, url == activa) for texto, url in permitidas]

    return {"menu": SimpleLazyObject(entradas)}

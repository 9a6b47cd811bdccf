"""Los roles, para leerse de corrido: quién es, qué puede y con qué fundamento.

Los fundamentos citan el Plan de Trabajo del instituto (apartado VI) y los Lineamientos (Anexo 24.2
del Reglamento de Elecciones).
"""

from __future__ import annotations

from dataclasses import dataclass

from .permisos import Permiso as P


@dataclass(frozen=True)
class Rol:
    """Un rol: su clave (la que se guarda), su nombre, lo que hace y lo que se le permite."""

    clave: str
    nombre: str
    descripcion: str
    fundamento: str
    permisos: frozenset[P]
    es_personal: bool = True

    def puede(self, permiso: P) -> bool:
        return permiso in self.permisos


PERSONA_CANDIDATA = Rol(
    clave="persona_candidata",
    nombre="Persona candidata",
    descripcion="Llena, envía y corrige los cuestionarios de su candidatura. No ve los de nadie más.",
    fundamento="Reglamento de Elecciones, art. 267.4; Lineamientos, art. 2",
    permisos=frozenset({P.CUENTA_PROPIA, P.CAPTURAR}),
    es_personal=False,
)

REPRESENTACION = Rol(
    clave="representacion",
    nombre="Representación de partido",
    descripcion=(
        "Ve el avance de las candidaturas que postula su partido, les recuerda y les propone textos "
        "curriculares. Nunca ve una respuesta de identidad."
    ),
    fundamento="Reglamento de Elecciones, art. 267.4; Lineamientos, art. 2",
    permisos=frozenset({P.CUENTA_PROPIA, P.REPRESENTAR}),
    es_personal=False,
)

INSTANCIA_INTERNA = Rol(
    clave="instancia_interna",
    nombre="Instancia interna",
    descripcion=(
        "Coordinación de Prerrogativas: opera el sistema. Importa el registro, entrega accesos, "
        "valida y publica."
    ),
    fundamento="Lineamientos, arts. 6 y 9; Plan de Trabajo, VI «Instancia interna»",
    permisos=frozenset(
        {
            P.CUENTA_PROPIA,
            P.VER_PANEL,
            P.VER_REGISTRO,
            P.IMPORTAR,
            P.ENTREGAR_ACCESO,
            P.VALIDAR,
            P.ASIGNAR,
            P.PUBLICAR,
            P.CORTAR_ESTADISTICA,
            P.DAR_VISTO_BUENO,
            P.MOVER_REGISTRO,
            P.EXPEDIR_CONSTANCIAS,
            P.ANOTAR_INTERRUPCIONES,
            P.AVISAR_A_ACTORES,
            P.REQUERIR,
            P.RECIBIR_FORMATOS,
            P.VER_MENSAJES,
        }
    ),
)

VALIDACION = Rol(
    clave="validacion",
    nombre="Validación",
    descripcion="Revisa cuestionarios sección por sección, observa, devuelve y valida. No publica ni retira.",
    fundamento="Lineamientos, art. 9 (validación de datos)",
    permisos=frozenset({P.CUENTA_PROPIA, P.VER_PANEL, P.VER_REGISTRO, P.VALIDAR}),
)

TRANSPARENCIA = Rol(
    clave="transparencia",
    nombre="Transparencia",
    descripcion=(
        "Cuida avisos y consentimientos: revisa los formatos firmados y verifica que nada publicado sea "
        "sensible. Lee la bitácora."
    ),
    fundamento="Plan de Trabajo, VI.A",
    permisos=frozenset(
        {
            P.CUENTA_PROPIA,
            P.VER_PANEL,
            P.VER_REGISTRO,
            P.VER_BITACORA,
            P.REVISAR_FORMATOS,
            P.EXPEDIR_CONSTANCIAS,
        }
    ),
)

IGUALDAD = Rol(
    clave="igualdad",
    nombre="Igualdad de género",
    descripcion="Analiza los datos agregados y asesora a los grupos de atención prioritaria. No edita.",
    fundamento="Plan de Trabajo, VI.B",
    permisos=frozenset(
        {P.CUENTA_PROPIA, P.VER_PANEL, P.VER_REGISTRO, P.ESTUDIAR_IDENTIDAD, P.CORTAR_ESTADISTICA}
    ),
)

INFORMATICA = Rol(
    clave="informatica",
    nombre="Informática",
    descripcion="Opera el servidor, las cuentas del personal y la bitácora. No valida, no publica, no lee respuestas.",
    fundamento="Plan de Trabajo, VI «Área que desarrollará e implementará el Sistema»",
    permisos=frozenset(
        {
            P.CUENTA_PROPIA,
            P.VER_PANEL,
            P.ADMINISTRAR_CUENTAS,
            P.VER_BITACORA,
            P.VER_MENSAJES,
            P.ANOTAR_INTERRUPCIONES,
        }
    ),
)

COMISION = Rol(
    clave="comision",
    nombre="Comisión",
    descripcion="Supervisa: mira el avance. No cambia nada.",
    fundamento="Lineamientos, art. 5",
    permisos=frozenset({P.CUENTA_PROPIA, P.VER_PANEL, P.VER_REGISTRO}),
)

ROLES: dict[str, Rol] = {
    rol.clave: rol
    for rol in (
        PERSONA_CANDIDATA,
        REPRESENTACION,
        INSTANCIA_INTERNA,
        VALIDACION,
        TRANSPARENCIA,
        IGUALDAD,
        INFORMATICA,
        COMISION,
    )
}

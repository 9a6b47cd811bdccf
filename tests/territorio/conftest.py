import pytest

from tests import fabricas


@pytest.fixture
def territorio(proceso):
    """Tres municipios, con claves del INE que no son las del INEGI, y dos distritos; el tercero no elige por partidos."""
    for clave, nombre, ine, elige in (
        ("046", "Juárez", "047", True),
        ("052", "Lázaro Cárdenas", "050", True),
        ("024", "Cherán", "024", False),
    ):
        fabricas.DemarcacionFactory(
            proceso=proceso, tipo="municipio", clave=clave, nombre=nombre, clave_inegi=clave, clave_ine=ine,
            elige_ayuntamiento=elige, alias=["Cd. Lázaro Cárdenas"] if clave == "052" else [],
        )  # fmt: skip
    for clave, nombre in (("05", "Paracho"), ("24", "Lázaro Cárdenas")):
        fabricas.DemarcacionFactory(proceso=proceso, clave=clave, nombre=nombre)
    return proceso

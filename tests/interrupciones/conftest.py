"""Las candidaturas con fechas redondas de `tests.seguimiento` y quién entra al panel."""

from tests.seguimiento.conftest import inscribir  # noqa: F401
from tests.validacion.conftest import como  # noqa: F401

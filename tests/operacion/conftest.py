"""Las candidaturas con fechas redondas de `tests.seguimiento`."""

from tests.seguimiento.conftest import inscribir  # noqa: F401

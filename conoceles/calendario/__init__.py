"""El proceso electoral: instituto, jornada, fechas, parámetros y plazos."""

"""Lo que ve la instancia interna: bandeja, revisión por sección, observaciones, validación y publicación."""

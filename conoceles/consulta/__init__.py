"""Lo que ve la ciudadanía: buscar, filtrar y leer. Sólo lee publicaciones."""

"""Lo que ve la persona candidata: tareas, secciones, revisión, vista previa, envío y acuse."""

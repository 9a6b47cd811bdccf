"""Lo que el Consejo General aprobó: cargos, demarcaciones, actores, posiciones, personas y candidaturas."""

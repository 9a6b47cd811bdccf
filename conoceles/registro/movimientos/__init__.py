"""Lo que saca, releva o devuelve a una candidatura ya registrada (sustitución, renuncia, sentencia, restitución…)."""

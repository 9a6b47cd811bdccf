"""Qué respuesta puede ver quién. Una función pura decide; los demás obedecen."""

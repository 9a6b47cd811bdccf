"""Datos ficticios para la demostración: personas, textos, retratos y planillas inventadas, sin Django."""

"""Ajustes, rutas y puerta WSGI. Aquí no vive ninguna regla del proceso electoral."""

"""El espacio de la representación de un partido: sus candidaturas, su avance y sus pendientes.

Ve cuánto lleva cada una y qué le observaron, nunca qué contestó; de su identidad, sólo si ya no tiene pendiente.
"""

"""El espacio de la representación de un partido: sus candidaturas, su avance y sus pendientes.

Ve el cuestionario curricular de las suyas; jamás una respuesta de identidad.
"""

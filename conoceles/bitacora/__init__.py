"""Qué pasó, quién, cuándo y sobre qué pregunta; nunca el valor. Sin llaves foráneas; no se edita ni se borra."""

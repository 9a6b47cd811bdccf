"""Las veces que el servicio faltó: las que él mismo notó y las que anotó el personal."""

"""Lo que se publicó y ya pasó: cada versión, lo que cambió entre dos, y la constancia que lo cuenta de un lapso."""

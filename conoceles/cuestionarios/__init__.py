"""Las preguntas, las respuestas y su estado. No sabe quién mira ni qué es público."""

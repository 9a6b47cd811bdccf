"""El territorio de la elección: qué le toca a cada sección y cómo se dibuja el mapa."""

"""Recorridos en un navegador de verdad: lo que hace una persona, en el orden en que lo hace."""

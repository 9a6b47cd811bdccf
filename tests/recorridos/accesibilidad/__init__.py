"""Las metas de accesibilidad que una máquina puede comprobar: reglas, modos en que se mira y páginas que se miran."""

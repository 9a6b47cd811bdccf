// El botón sólo existe donde puede funcionar; sin JavaScript se imprime con el menú del navegador.
for (const boton of document.querySelectorAll("[data-imprimir]")) {
  boton.hidden = false;
  boton.addEventListener("click", () => window.print());
}

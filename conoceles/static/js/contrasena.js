// Añade «Mostrar» junto a cada contraseña. Sin JavaScript el campo funciona igual.

for (const campo of document.querySelectorAll("input[data-contrasena]")) {
  const boton = document.createElement("button");
  boton.type = "button";
  boton.className = "boton boton--secundario";
  boton.setAttribute("aria-controls", campo.id);
  const pintar = () => {
    const oculta = campo.type === "password";
    boton.textContent = oculta ? "Mostrar" : "Ocultar";
    boton.setAttribute("aria-label", `${boton.textContent} la contraseña`);
  };
  boton.addEventListener("click", () => {
    campo.type = campo.type === "password" ? "text" : "password";
    pintar();
    campo.focus();
  });
  // Al enviar vuelve a ser contraseña: si no, el navegador la recordaría como un texto cualquiera.
  campo.form?.addEventListener("submit", () => { campo.type = "password"; });
  const fila = document.createElement("div");
  fila.className = "contrasena";
  campo.replaceWith(fila);
  fila.append(campo, boton);
  pintar();
}

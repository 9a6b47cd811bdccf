// El menú de compartir del propio aparato, donde lo hay. Sin JavaScript bastan los enlaces.
for (const boton of document.querySelectorAll("[data-compartir]")) {
  const datos = { title: document.title, url: boton.dataset.compartir };
  if (!navigator.share) continue;
  boton.hidden = false;
  boton.addEventListener("click", () => navigator.share(datos).catch(() => {})); // cancelar no es un error
}
for (const boton of document.querySelectorAll("[data-copiar]")) {
  if (!navigator.clipboard) continue;
  boton.hidden = false;
  boton.addEventListener("click", async () => {
    await navigator.clipboard.writeText(boton.dataset.copiar);
    boton.nextElementSibling.textContent = boton.dataset.copiada; // lo anuncia su role="status"
  });
}

// Las llaves de acceso: muestra lo que sólo sirve donde el navegador las conoce y dice cuando algo falla.

if (window.PublicKeyCredential) {
  for (const parte of document.querySelectorAll("[data-llave]")) parte.hidden = false;
}

document.addEventListener("allauth.error", (evento) => {
  evento.preventDefault();
  const aviso = document.querySelector("[data-llave-error]");
  if (aviso) aviso.hidden = false;
});

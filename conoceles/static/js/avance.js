// Mueve la barra sin recargar. Sin JavaScript la página se recarga sola cada pocos segundos.

const zona = document.querySelector("[data-avance]");
const barra = zona.querySelector("progress");
const fase = zona.querySelector("[data-avance-fase]");
const cuenta = zona.querySelector("[data-avance-cuenta]");
const numero = new Intl.NumberFormat("es-MX");

async function consultar() {
  try {
    const respuesta = await fetch(zona.dataset.avance, { headers: { accept: "application/json" } });
    if (!respuesta.ok || respuesta.redirected) return location.reload();
    const { termino, fase: actual, hechas, total } = await respuesta.json();
    if (termino) return location.reload();
    if (fase.textContent !== actual) fase.textContent = actual;
    cuenta.textContent = total ? `${numero.format(hechas)} de ${numero.format(total)}` : "";
    if (total) {
      barra.max = total;
      barra.value = hechas;
    } else {
      barra.removeAttribute("value");
    }
  } catch {
    // Sin red un momento: la siguiente vuelta lo intenta otra vez.
  }
  setTimeout(consultar, 1000);
}

consultar();

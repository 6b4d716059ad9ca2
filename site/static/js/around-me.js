// « Autour de moi »: the device's position, asked for on this press only, and sent to us only.
// Rounded to about 100 metres: enough to find a door. Markup: templates/components/place_field.html.

for (const button of document.querySelectorAll("[data-around-me]")) {
  if (!navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const asked = new URLSearchParams(new FormData(button.form)); // the other filters stay
        asked.delete("lieu");
        asked.set("lat", coords.latitude.toFixed(3));
        asked.set("lon", coords.longitude.toFixed(3));
        const target = new URL(button.form.action);
        target.search = asked;
        location.assign(target);
      },
      () => {
        button.removeAttribute("aria-busy");
        button.nextElementSibling.textContent = button.dataset.aroundMe;
      },
      { maximumAge: 600000, timeout: 10000 },
    );
  });
}

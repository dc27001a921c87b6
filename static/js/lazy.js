// Fills a place with a piece of another page once somebody comes near it. Without scripts its link leads there.
"use strict";

for (const place of document.querySelectorAll("[data-lazy]")) {
  const seen = new IntersectionObserver(async (entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    const reply = await fetch(place.dataset.lazy, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!reply?.ok || reply.redirected) return; // the link stays
    place.innerHTML = await reply.text();
    // An answer may have been saved meanwhile: forms here speak of the version that the page knows.
    const known = document.querySelector("form [data-version]");
    for (const version of place.querySelectorAll("[data-version]")) version.value = known?.value ?? version.value;
  }, { rootMargin: "200px" });
  seen.observe(place);
}

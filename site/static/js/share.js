// Shares a page by the device's own sheet; where there is none, copies its link.
// Markup: templates/components/share.html, whose button stays hidden until this file runs.

for (const box of document.querySelectorAll("[data-share]")) {
  const button = box.querySelector("button");
  const status = box.querySelector("[role=status]");
  const { shareTitle: title, shareUrl: url } = box.dataset;

  if (!navigator.share && !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) {
        await navigator.share({ title, url });
      } else {
        await navigator.clipboard.writeText(url);
        status.textContent = status.dataset.shareDone;
      }
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = url; // refused: the link, to copy by hand
    }
  });
}

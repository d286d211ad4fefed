// The page's address to take away: copied, shared by the device's own means, or on paper.
import { announce, find } from "./elements.js";

// Copies `text`; tells the button's reader how it went.
export async function copy(text, button) {
  let said = "Copied";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    said = "Not copied: the browser does not allow it";
  }
  button.dataset.said ??= button.textContent;
  button.textContent = said;
  announce(said);
  setTimeout(() => (button.textContent = button.dataset.said), 2000);
}

export function startShare() {
  const copyButton = find(".so-copy-link");
  if (!copyButton) return;
  const shareButton = find(".so-share");
  copyButton.addEventListener("click", () => copy(location.href, copyButton));
  find(".so-print").addEventListener("click", () => print());
  shareButton.hidden = !navigator.share;
  shareButton.addEventListener("click", () =>
    // Whoever closes the sheet has changed their mind; that is no error.
    navigator.share({ title: document.title, url: location.href }).catch(() => {}),
  );
}

// The page's address to take away: copied, shared by the device's own means, or on paper.
import { announce, find } from "./elements.js";

// Copies `text` after a click on a button, which tells its reader how it went.
export async function copy(text, { target: button }) {
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

export const copyAddress = (event) => copy(location.href, event);

export function startShare() {
  const share = find(".so-share");
  if (!share) return;
  find(".so-copy-link").addEventListener("click", copyAddress);
  find(".so-print").addEventListener("click", () => print());
  share.hidden = !navigator.share;
  share.addEventListener("click", () =>
    // Whoever closes the sheet has changed their mind; that is no error.
    navigator.share({ title: document.title, url: location.href }).catch(() => {}),
  );
}

// The words on the reader's screen: labels of the steps in its language, with English beside them. They are taken from
// the page's table of languages.
import { find, findAll, make } from "./elements.js";
import { recall, remember } from "./storage.js";

const ENGLISH = "en";
const MARKS =
  "✓ stands on an official page. Other words come from other guides. Where we know none, the English word stands.";

export function startLanguages() {
  const choice = find(".so-screen-language");
  const table = find(".so-languages table");
  if (!choice || !table) return;
  const note = make("p", { class: "so-language-note" });
  choice.closest(".so-tools").append(note);

  // What the label is called in the language of `row`; undefined where nobody knows.
  const wordFor = (label, row) => {
    const cell = row.cells[find(`[data-label="${label}"]`, table)?.cellIndex];
    return cell?.firstElementChild ? undefined : cell?.textContent.trim();
  };

  const show = () => {
    const language = choice.value;
    for (const label of findAll(".so-route .so-label, .so-menus .so-label")) {
      const english = (label.dataset.english ??= label.textContent);
      const row = find(`[data-language="${language}"]`, table);
      const word = language !== ENGLISH && wordFor(label.dataset.label, row);
      label.replaceChildren(word ? make("span", { lang: language }, word.replace(/\*$/, "")) : english);
      if (!word) continue;
      if (word.endsWith("*")) label.append(make("span", { class: "so-official", title: "from an official page" }, " ✓"));
      label.append(make("span", { class: "so-english" }, ` (${english})`));
    }
    note.textContent = language === ENGLISH ? "" : MARKS;
  };

  choice.addEventListener("change", () => {
    remember("screen-language", choice.value === ENGLISH ? null : choice.value);
    show();
  });
  choice.value = recall("screen-language", (value) => value, ENGLISH);
  choice.value ||= ENGLISH; // what was stored is no choice here
  if (choice.value !== ENGLISH) show();
}

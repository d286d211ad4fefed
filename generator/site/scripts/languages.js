// The words on the reader's screen: labels of the steps in its language, with English beside them. They are taken from
// the page's table of languages.
import { find, findAll, make } from "./elements.js";
import { recall, remember } from "./storage.js";

const MARKS =
  "✓ stands on an official page. Other words come from other guides. Where we know none, the English word stands.";

export function startLanguages() {
  const choice = find(".so-screen-language");
  const table = find(".so-languages table");
  if (!choice || !table) return;
  const columns = findAll("thead [data-label]", table).map((cell) => cell.dataset.label);
  const note = make("p", { class: "so-language-note" });
  choice.closest(".so-tools").append(note);

  // What the label is called in a language: {text, official}, or null where nobody knows.
  function wordFor(label, language) {
    const column = columns.indexOf(label);
    const row = find(`[data-language="${language}"]`, table);
    const cell = column < 0 ? null : findAll("td", row)[column];
    if (!cell || cell.firstElementChild) return null;
    const text = cell.textContent.trim();
    return { text: text.replace(/\*$/, ""), official: text.endsWith("*") };
  }

  function show(language) {
    for (const label of findAll(".so-route .so-label, .so-menus .so-label")) {
      label.dataset.english ??= label.textContent;
      const word = language === "en" ? null : wordFor(label.dataset.label, language);
      label.replaceChildren(word ? make("span", { lang: language }, word.text) : label.dataset.english);
      if (word) {
        if (word.official) label.append(make("span", { class: "so-official", title: "from an official page" }, " ✓"));
        label.append(make("span", { class: "so-english" }, ` (${label.dataset.english})`));
      }
    }
    note.textContent = language === "en" ? "" : MARKS;
  }

  const known = (language) => [...choice.options].some((option) => option.value === language);
  choice.addEventListener("change", () => {
    remember("screen-language", choice.value === "en" ? null : choice.value);
    show(choice.value);
  });
  choice.value = recall("screen-language", known, "en");
  if (choice.value !== "en") show(choice.value);
}

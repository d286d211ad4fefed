// The live preview's part in the browser: it is told when the page it is on has changed and loads it anew, as the reader
// of it left it; and it shows what is wrong with the files as they are now, over the page as it last was.
(() => {
  const KEY = "signout preview";
  const { shown } = document.currentScript.dataset; // which state of the page this is
  const all = (selector) => [...document.querySelectorAll(selector)];
  const ours = (element) => element.closest(".signout-preview");

  // --- as it was left ---------------------------------------------------------------------------

  // The way to an element from the nearest one with an id, as a selector.
  function wayTo(element) {
    const steps = [];
    for (let at = element; at; at = at.parentElement) {
      if (at.id) return [`#${CSS.escape(at.id)}`, ...steps].join(" > ");
      const alike = at.parentElement ? [...at.parentElement.children].filter((one) => one.localName === at.localName) : [at];
      steps.unshift(`${at.localName}:nth-of-type(${alike.indexOf(at) + 1})`);
    }
    return steps.join(" > ");
  }

  const folds = () => all("details").filter((one) => !ours(one));
  const pressed = () => all("button[aria-pressed=true]");
  const fields = () => all("input, textarea, select").filter((one) => !one.closest("dialog") && one.type !== "password");
  const chosen = () => all(".so-chooser [aria-current=true]");

  function keep() {
    const state = {
      path: location.pathname,
      scroll: [scrollX, scrollY],
      folds: folds().map((one) => [wayTo(one), one.open]),
      pressed: pressed().map(wayTo),
      fields: fields().map((one) => [wayTo(one), one.matches("[type=checkbox], [type=radio]") ? one.checked : one.value]),
      chosen: chosen().map(wayTo),
      focus: document.activeElement && document.activeElement !== document.body ? wayTo(document.activeElement) : null,
    };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(state));
    } catch {
      // Forbidden or full: the page begins at its top.
    }
  }

  function taken() {
    try {
      const state = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
      return state?.path === location.pathname ? state : null;
    } catch {
      return null;
    }
  }

  function putBack(state) {
    const at = (way) => document.querySelector(way);
    // A click on what is chosen takes the choice back.
    if (!state.chosen.length) chosen().forEach((one) => one.click());
    for (const [way, value] of state.fields) {
      const field = at(way);
      if (!field) continue;
      if (typeof value === "boolean") {
        if (field.checked !== value) field.click();
      } else if (field.value !== value || (field.localName === "input" && value !== field.defaultValue)) {
        field.value = value;
        for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
      }
    }
    for (const way of state.pressed) if (at(way)?.getAttribute("aria-pressed") === "false") at(way).click();
    for (const [way, open] of state.folds) if (at(way)?.localName === "details") at(way).open = open;
    if (state.focus) at(state.focus)?.focus({ preventScroll: true });
    const scroll = () => scrollTo({ left: state.scroll[0], top: state.scroll[1], behavior: "instant" });
    scroll();
    // Until the page is through, the browser may go to the place its address names.
    history.scrollRestoration = "manual";
    addEventListener("load", () => requestAnimationFrame(() => (scroll(), (history.scrollRestoration = "auto"))));
  }

  // --- what is wrong ----------------------------------------------------------------------------

  // make("a", {href: "…"}, "text", child). Text is always text.
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function replaceBanner(kind, ...children) {
    all(`.signout-preview${kind}`).forEach((one) => one.remove());
    if (children.length) document.body.append(...children);
  }

  function problem(one) {
    const place = one.href ? make("a", { href: one.href, title: "Open it in the editor" }, one.place) : one.place;
    const row = one.row ? [make("code", {}, `${one.row}\n${one.mark}`)] : [];
    const form = one.form ? [" ", make("a", { href: one.form }, "Edit it here")] : [];
    return make("li", {}, place, `: ${one.message} ${one.hint}`.trimEnd(), ...form, ...row);
  }

  function showProblems({ lead, problems, more }) {
    if (!lead) return replaceBanner(".is-wrong");
    const isOpen = document.querySelector(".signout-preview.is-wrong details")?.open ?? true;
    const list = make("ol", {}, ...problems.map(problem), ...(more ? [make("li", {}, more)] : []));
    const details = make("details", isOpen ? { open: "" } : {}, make("summary", {}, lead), list);
    replaceBanner(".is-wrong", make("aside", { class: "signout-preview is-wrong", role: "alert" }, details));
  }

  // --- what the preview tells -------------------------------------------------------------------

  const state = taken();
  let source = null;
  let silence = 0;

  function showGone() {
    const text = "The preview has ended. Start it again, and this page goes on by itself.";
    replaceBanner(".is-gone", make("aside", { class: "signout-preview is-gone", role: "status" }, text));
  }

  function hush() {
    clearTimeout(silence);
    silence = 0;
  }

  function listen() {
    if (source || document.hidden) return;
    const about = new URLSearchParams({ page: location.pathname, shown, again: state ? 1 : 0 });
    source = new EventSource(`/_preview/events?${about}`);
    source.addEventListener("open", () => {
      hush();
      replaceBanner(".is-gone");
    });
    // The browser tries again by itself, until then nothing is known.
    source.addEventListener("error", () => (silence ||= setTimeout(showGone, 1500)));
    source.addEventListener("problems", (event) => showProblems(JSON.parse(event.data)));
    source.addEventListener("changed", () => {
      leave();
      keep();
      location.reload();
    });
  }

  // Browsers open no more than six lines to a host: those who are not looked at hang up.
  function leave() {
    hush();
    source?.close();
    source = null;
  }

  // The form for what the page is made from.
  document.body.append(make("a", { class: "signout-preview-edit", href: `/admin/page${location.pathname}` }, "Edit"));
  if (state) putBack(state);
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
  listen();
})();

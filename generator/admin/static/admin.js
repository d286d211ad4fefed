"use strict";
// The editor's pages. The server makes every form, comparison and judgement; this only asks and shows.
(() => {
  const token = document.body.dataset.token;
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  class Refused extends Error {}

  async function ask(what, question) {
    let response;
    try {
      response = await fetch(`/admin/api/${what}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Signout-Token": token },
        body: JSON.stringify(question),
      });
    } catch {
      throw new Refused("The preview does not answer. Is `signout serve` still running? Your draft is kept here.");
    }
    const kind = response.headers.get("Content-Type") || "";
    const answer = kind.startsWith("application/json") ? await response.json() : { refused: await response.text() };
    answer.conflict = response.status === 409;
    if (!response.ok && !answer.conflict) throw new Refused(answer.refused);
    return answer;
  }

  // Drafts outlive the page: nothing typed is lost by a reload, a crash or a closed window.
  const drafts = {
    key: (file) => `signout-draft:${document.body.dataset.project}:${file}`,
    get(file) {
      try {
        return JSON.parse(localStorage.getItem(this.key(file)));
      } catch {
        return null;
      }
    },
    put(file, draft) {
      try {
        localStorage.setItem(this.key(file), JSON.stringify(draft));
      } catch {
        /* Storage is full or off: the page works without. */
      }
    },
    drop(file) {
      localStorage.removeItem(this.key(file));
    },
    files() {
      const start = this.key("");
      return Object.keys(localStorage).filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
    },
  };

  const answersIn = (body) =>
    Object.fromEntries(all("[data-answer]", body).map((input) => [input.dataset.answer, input.value]));

  if ($("#list")) startList();
  if ($("#new")) startNew($("#new"));
  if ($("#edit")) startEdit($("#edit"));

  function startList() {
    const groups = all("details.group");
    const rows = groups.map((group) => all("li", group).map((row) => [row, row.dataset.words.toLowerCase()]));
    const opened = groups.map((group) => group.open);
    const find = $("#find");
    const filter = () => {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      groups.forEach((group, number) => {
        let here = 0;
        for (const [row, text] of rows[number]) {
          const fits = words.every((word) => text.includes(word));
          row.hidden = !fits;
          here += fits;
        }
        count += here;
        group.hidden = words.length > 0 && !here;
        group.open = words.length > 0 ? here > 0 : opened[number];
      });
      $("#found").textContent = !words.length ? "" : count === 1 ? "1 found" : `${count} found`;
    };
    find.addEventListener("input", filter);
    if (find.value) filter();
    for (const file of drafts.files()) {
      const link = document.createElement("a");
      link.href = `/admin/edit/${file}`;
      link.textContent = file;
      const row = document.createElement("li");
      row.append(link);
      $("#drafts ul").append(row);
      $("#drafts").hidden = false;
    }
  }

  function startNew(page) {
    const name = $("[data-answer='.name'], [data-answer='.title'], [data-answer='.text.value']", page);
    const id = $("[data-answer='id']", page);
    let typed = false;
    id.addEventListener("input", () => (typed = true));
    name?.addEventListener("input", () => {
      if (typed) return;
      const plain = name.value.normalize("NFKD").toLowerCase().replace(/[^a-z0-9\s-]/g, "");
      id.value = plain.trim().replace(/[\s-]+/g, "-").slice(0, 60);
    });
    const create = async () => {
      try {
        const made = await ask("new", { collection: page.dataset.collection, answers: answersIn(page) });
        drafts.put(made.file, { text: made.text, was: made.stamp });
        location.assign(`/admin/edit/${made.file}${made.entry ? `?entry=${made.entry}` : ""}`);
      } catch (error) {
        $(".refused", page).textContent = error.message;
      }
    };
    $("#create").addEventListener("click", create);
    page.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input")) create();
    });
  }

  function startEdit(page) {
    const { file, entry } = page.dataset;
    const area = $("#text");
    const form = $("#form");
    const says = $("#says");
    const dialog = $("#saving");
    const refused = $(".refused", dialog);
    let was = page.dataset.stamp;
    let last = { text: area.value, changed: false, blocking: 0, stamp: was };
    let saved = area.value;
    let before = area.value;
    const history = [];

    // One question after the other: each is about the text as the one before left it.
    let turn = Promise.resolve();
    const inTurn = (job) =>
      (turn = turn.then(job).catch((error) => {
        if (!(error instanceof Refused)) console.error(error);
        says.textContent = error.message;
      }));
    const draft = () => ({ file, entry, text: area.value, was });

    const look = () =>
      inTurn(async () => {
        const sent = area.value;
        const answer = await ask("look", draft());
        if (area.value === sent) show(answer);
      });

    const change = (asked, told) =>
      inTurn(async () => {
        try {
          const answer = await ask("change", { ...draft(), ...asked });
          remember(area.value);
          show(answer);
        } catch (error) {
          if (told) told.textContent = error.message;
          throw error;
        }
      });

    const remember = (text) => {
      if (history.at(-1) !== text) history.push(text);
      if (history.length > 200) history.shift();
    };

    function show(answer) {
      last = answer;
      if (answer.text !== area.value) {
        const changedAt = firstDifference(area.value, answer.text);
        area.value = answer.text;
        reveal(changedAt);
      }
      before = area.value;
      keepingPlace(() => (form.innerHTML = answer.form));
      $("#problems").innerHTML = answer.problems;
      $("#difference").innerHTML = answer.difference;
      $("#meanwhile").hidden = !answer.meanwhile;
      says.textContent = answer.meanwhile && answer.changed ? `${answer.says} The file was changed on the disk meanwhile.` : answer.says;
      says.classList.toggle("bad", answer.blocking > 0);
      $("#review").disabled = $("#discard").disabled = !answer.changed;
      $("#undo").disabled = !history.length;
      $("#despite").hidden = !answer.blocking;
      $("#despite .warning").textContent = answer.says;
      $("#despite .list").innerHTML = answer.problems;
      if (!answer.blocking) $("#despite input").checked = false;
      if (answer.changed) drafts.put(file, { text: area.value, was });
      else drafts.drop(file);
      number();
      mark(answer.marks);
    }

    const firstDifference = (one, other) => {
      let at = 0;
      while (at < one.length && one[at] === other[at]) at += 1;
      return at;
    };

    // The form is made anew after each change: what was open, focused or half typed stays so.
    function keepingPlace(make) {
      const open = new Map(all("details[data-key]", form).map((one) => [one.dataset.key, one.open]));
      const active = form.contains(document.activeElement) ? document.activeElement : null;
      const nameOf = (one) => one.id || (one.dataset.do && `${one.dataset.do}${one.dataset.by || ""}${one.dataset.path}`);
      const name = active && nameOf(active);
      const half = new Map(
        all("[data-answer]", form).filter((one) => one.value).map((one) => [one.id, one.value]),
      );
      const typed = active?.matches("[data-set]") && active.value !== active.defaultValue ? active.value : null;
      const from = active?.selectionStart;
      make();
      for (const one of all("details[data-key]", form)) if (open.has(one.dataset.key)) one.open = open.get(one.dataset.key);
      for (const [id, value] of half) if (document.getElementById(id)) document.getElementById(id).value = value;
      const again = name && all("input, select, textarea, button, summary", form).find((one) => nameOf(one) === name);
      if (!again) return;
      again.focus({ preventScroll: true });
      if (typed !== null && again.matches("input, textarea")) again.value = typed;
      if (from != null && again.setSelectionRange) again.setSelectionRange(from, from);
    }

    // --- the form ---
    form.addEventListener("change", ({ target }) => {
      if (target.matches("[data-set]"))
        change({ do: "set", path: JSON.parse(target.dataset.set), value: target.value });
    });
    form.addEventListener("click", ({ target }) => {
      const button = target.closest("button[data-do]");
      if (!button) return;
      if (button.dataset.do === "open") {
        const more = $(`details[data-key="${button.dataset.key}"]`, form);
        more.open = !more.open;
        if (more.open) $("input, textarea", more).focus();
      } else if (button.dataset.do === "add") add(button.closest(".add-body"));
      else change({ do: button.dataset.do, path: JSON.parse(button.dataset.path), by: Number(button.dataset.by) });
    });
    form.addEventListener("keydown", (event) => {
      const body = event.target.closest(".add-body");
      if (event.key === "Enter" && event.target.matches("input, select") && body) add(body);
      if (event.key === "Enter" && event.target.matches("textarea[data-set]")) {
        event.preventDefault(); // a value is one line
        event.target.blur();
      }
    });
    const add = (body) =>
      inTurn(async () => {
        const told = $(".refused", body);
        try {
          const { check, what, path } = body.dataset;
          const answers = answersIn(body);
          const asked = check
            ? { do: "check", answers: { ...answers, route: check } }
            : { do: "add", path: JSON.parse(path), what, answers };
          const answer = await ask("change", { ...draft(), ...asked });
          remember(area.value);
          for (const input of all("[data-answer]", body)) input.value = "";
          body.closest("details").open = false;
          body.closest("details").querySelector("summary").focus();
          show(answer);
        } catch (error) {
          told.textContent = error.message;
          throw error;
        }
      });

    // --- the text ---
    let waiting = 0;
    area.addEventListener("input", () => {
      remember(before);
      before = area.value;
      drafts.put(file, { text: area.value, was });
      number();
      mark([]);
      clearTimeout(waiting);
      waiting = setTimeout(look, 250);
    });
    const numbers = $(".numbers", page);
    const marks = $(".marks", page);
    const follow = () => {
      numbers.scrollTop = marks.scrollTop = area.scrollTop;
      marks.scrollLeft = area.scrollLeft;
    };
    area.addEventListener("scroll", follow);
    function number() {
      const count = area.value.split("\n").length;
      numbers.textContent = Array.from({ length: count }, (_, line) => line + 1).join("\n");
      follow();
    }
    function mark(places) {
      marks.replaceChildren();
      area.value.split("\n").forEach((line, index) => {
        const chars = [...line];
        let done = 0;
        for (const [at, column, end] of places) {
          if (at !== index + 1 || column - 1 < done) continue;
          const rest = chars.slice(column - 1).join("");
          const known = end ? chars.slice(column - 1, end - 1).join("") : "";
          const wrong = known || /^("[^"]*"?|'[^']*'?|[^\s,\]}:]+|.?)/.exec(rest)[0];
          const found = document.createElement("mark");
          found.textContent = wrong || " ";
          marks.append(chars.slice(done, column - 1).join(""), found);
          done = column - 1 + [...wrong].length;
        }
        marks.append(`${chars.slice(done).join("")}\n`);
      });
      follow();
    }
    function reveal(at) {
      const line = area.value.slice(0, at).split("\n").length - 1;
      const height = parseFloat(getComputedStyle(area).lineHeight);
      area.scrollTop = Math.max(0, line * height - area.clientHeight / 3);
      follow();
    }
    const showEntry = (line) => reveal(area.value.split("\n", line - 1).join("\n").length + 1);
    function toLine(line, column) {
      const lines = area.value.split("\n");
      const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
      const end = start + (lines[line - 1] || "").length;
      area.focus();
      // Columns count characters, a selection counts halves of some of them.
      const before = [...(lines[line - 1] || "")].slice(0, column - 1).join("").length;
      area.setSelectionRange(start + before, end);
      reveal(start);
    }
    page.addEventListener("click", ({ target }) => {
      const { line, column, code } = target.dataset;
      if (target.matches(".mend")) change({ do: "mend", line: Number(line), column: Number(column), code });
      if (!target.matches(".to-line")) return;
      dialog.close();
      toLine(Number(line), Number(column));
    });

    // --- back, and save ---
    const restore = (text) => {
      area.value = before = text;
      look();
    };
    $("#undo").addEventListener("click", () => {
      const text = history.pop();
      if (text !== undefined) restore(text);
    });
    $("#discard").addEventListener("click", () => {
      remember(area.value);
      restore(saved);
    });
    const review = () =>
      inTurn(async () => {
        clearTimeout(waiting);
        if (last.text !== area.value) show(await ask("look", draft()));
        if (!last.changed) return;
        refused.textContent = "";
        $("#half").hidden = !all("input[data-answer], textarea[data-answer]", form).some((one) => one.value);
        if (!dialog.open) dialog.showModal();
        $(last.blocking ? "#back" : "#save").focus();
      });
    const save = () =>
      inTurn(async () => {
        if (last.blocking && !$("#despite input").checked) {
          refused.textContent = "Tick the box first, or go on editing.";
          return;
        }
        // Who saves here has seen what it changes in the file as it is now.
        const done = await ask("save", { ...draft(), was: last.stamp, despite: last.blocking > 0 }).catch((error) => {
          refused.textContent = error.message;
          throw error;
        });
        if (done.conflict) {
          show(done);
          refused.textContent = "The file was changed at this moment. Nothing was saved. Look at it again.";
          return;
        }
        was = page.dataset.stamp = done.stamp;
        saved = area.value;
        dialog.close();
        drafts.drop(file);
        show(await ask("look", draft()));
        says.textContent = done.says;
      });
    $("#review").addEventListener("click", review);
    $("#save").addEventListener("click", save);
    $("#back").addEventListener("click", () => dialog.close());
    document.addEventListener("keydown", (event) => {
      if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        document.activeElement?.blur(); // what is being typed in the form counts
        if (!dialog.open) review();
      }
    });

    const kept = drafts.get(file);
    if (kept && kept.text !== area.value) {
      area.value = before = kept.text;
      was = kept.was;
      look().then(() => showEntry(last.there));
    }
    number();
    mark(area.value === last.text ? JSON.parse(page.dataset.marks) : []);
    showEntry(Number(page.dataset.there));
    if (page.dataset.line) toLine(Number(page.dataset.line), 1);
  }
})();

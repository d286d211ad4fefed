// No language of templates runs over the Markdown, and the layout is a function: both save time.

// The ids of headings, written behind them as {#id}; a plugin would do the same with more.
function ids({ tokens }) {
  for (const [at, token] of tokens.entries()) {
    if (token.type !== "heading_open") continue;
    const last = tokens[at + 1].children.at(-1);
    const found = /\s*\{#([\w-]+)\}$/.exec(last?.content ?? "");
    if (!found) continue;
    token.attrSet("id", found[1]);
    last.content = last.content.slice(0, found.index);
  }
}

export default function (eleventy) {
  eleventy.setQuietMode(true);
  eleventy.amendLibrary("md", (markdown) => {
    markdown.set({ html: true });
    markdown.core.ruler.push("ids", ids);
  });
}

export const config = {
  dir: { input: "content", includes: "../layouts", output: "site" },
  markdownTemplateEngine: false,
  templateFormats: ["md"],
};

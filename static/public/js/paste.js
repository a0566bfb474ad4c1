// Makes what is pasted from Word and the like plain text: paragraphs, lists ("- ") and emphasis (*so*, **so**).

const BLOCKS = new Set(["P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "UL", "OL", "TABLE", "TR", "BLOCKQUOTE", "SECTION", "ARTICLE"]);
const BULLET = /^(?:[•·▪◦‣§o-]|\(?[0-9]{1,3}[.)]|[a-z][.)])?[\s\u00a0]+/;

export function cleanPastes(root) {
  root.addEventListener("paste", (event) => {
    const box = event.target;
    const html = event.clipboardData?.getData("text/html");
    if (!html || !(box instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    insert(box, textOf(html));
  });
}

export function textOf(html) {
  const page = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  for (const gone of page.querySelectorAll("script, title, [data-style*='mso-list:Ignore'], [data-style*='mso-list: Ignore']")) gone.remove();
  return written(page.body)
    .replace(/[ \t\u00a0]+/g, " ")
    .replace(/ *\n */g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

// Styles say what is bold and what is a list, but as styles they would break the page's own rules.
function withoutStyles(html) {
  return html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[^>]+>/g, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
}

function written(node, list = null) {
  let text = "";
  let place = 0;
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) text += child.data.replace(/\s+/g, " ");
    if (child.nodeType !== Node.ELEMENT_NODE) continue;
    if (child.tagName === "BR") text += "\n";
    else if (child.tagName === "LI") text += `\n${list === "OL" ? `${(place += 1)}.` : "-"} ${written(child).trim()}`;
    else if (isWordsListItem(child)) text += `\n- ${written(child).trim().replace(BULLET, "")}`;
    else if (child.tagName === "TD" || child.tagName === "TH") text += `${written(child).trim()}  `;
    else if (child.tagName === "TR") text += `\n${written(child).trim()}`;
    else if (BLOCKS.has(child.tagName)) text += `\n\n${written(child, child.tagName).trim()}\n\n`;
    else text += marked(child, written(child, list));
  }
  return text;
}

function isWordsListItem(element) {
  return element.className.startsWith?.("MsoListParagraph") || /mso-list:\s*l/.test(element.dataset.style ?? "");
}

function marked(element, text) {
  const mark = markOf(element);
  const [, before, words, after] = text.match(/^(\s*)([\s\S]*?)(\s*)$/);
  return mark && words && !words.includes("\n") ? `${before}${mark}${words}${mark}${after}` : text;
}

function markOf(element) {
  const style = element.dataset.style ?? "";
  if (/font-weight:\s*(normal|400)/.test(style)) return "";
  if (element.matches("b, strong") || /font-weight:\s*(bold|[6-9]00)/.test(style)) return "**";
  return element.matches("i, em") || /font-style:\s*italic/.test(style) ? "*" : "";
}

// The browser's own way of typing can be undone; where it has none, the text is put in and said to have been typed.
function insert(box, text) {
  if (document.execCommand?.("insertText", false, text)) return;
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

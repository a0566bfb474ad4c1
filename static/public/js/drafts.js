// Keeps in this browser what was typed and not yet saved: through a lost connection, an ended sign-in, a closed page.
// A draft says which answer its writer saw, so that the server can tell whether somebody else was faster.

const RETRY = 15_000; // milliseconds
const UNSENT = "Not saved yet: there is no connection. Your words are kept on this device, and saved when it is back.";
const SIGNED_OUT = "Not saved yet: you have been signed out. Your words are kept on this device. Press “Save and continue” to sign in again.";
const TOO_LONG_OPEN = "Not saved yet: this page has been open too long. Your words are kept. Press “Save and continue” to go on.";
const FAILED = "Not saved yet: something went wrong on our side. Your words are kept on this device, and we try again.";
const PUT_BACK = "We have put back what you typed here before.";

export function keepDrafts(questions, shelf) {
  for (const box of questions) {
    const draft = new Draft(box, shelf);
    draft.putBack();
    box.addEventListener("input", () => draft.keep());
    box.addEventListener("change", () => draft.keep());
    box.addEventListener("htmx:beforeRequest", (event) => draft.asks(event));
    box.addEventListener("htmx:afterRequest", (event) => draft.answered(event.detail.xhr.status));
    box.addEventListener("click", (event) => draft.decides(event));
    window.addEventListener("online", () => draft.tryAgain());
    document.addEventListener("visibilitychange", () => { if (document.hidden) draft.tryAgain(); });
  }
}

class Draft {
  constructor(box, shelf) {
    this.box = box;
    this.shelf = shelf;
    this.key = box.getAttribute("hx-post");
    this.sent = null;
    this.again = null;
  }

  keep() {
    const kept = this.shelf.put(this.key, { values: valuesIn(this.box), seen: this.token.value, page: location.pathname });
    if (!this.conflict) this.say(kept ? "" : "Not saved yet");
  }

  putBack() {
    const draft = this.shelf.get(this.key);
    if (!draft) return;
    if (same(draft.values, valuesIn(this.box))) return this.shelf.remove(this.key);
    put(this.box, draft.values);
    this.token.value = draft.seen; // the server sees from it whether somebody else wrote meanwhile
    this.keep();
    this.say(PUT_BACK);
    window.addEventListener("load", () => this.box.dispatchEvent(new Event("put-back")));
  }

  asks(event) {
    clearTimeout(this.again);
    if (this.conflict && !this.decided) return event.preventDefault();
    this.decided = false;
    this.sent = valuesIn(this.box);
  }

  answered(status) {
    if (status === 200) {
      if (same(this.sent, valuesIn(this.box))) this.shelf.remove(this.key);
      else this.keep();
    } else if (status === 401) this.say(SIGNED_OUT);
    else if (status === 403) this.say(TOO_LONG_OPEN);
    else if (status === 0 || status >= 500) this.wait(status === 0 ? UNSENT : FAILED);
  }

  wait(words) {
    this.say(words);
    clearTimeout(this.again);
    this.again = setTimeout(() => this.tryAgain(), RETRY);
  }

  tryAgain() {
    if (this.shelf.get(this.key)) this.box.dispatchEvent(new Event("again"));
  }

  decides(event) {
    const button = event.target.closest?.("button[data-keep]");
    if (!button) return;
    if (button.dataset.keep === "mine") {
      this.decided = true;
      this.box.dispatchEvent(new Event("again"));
    } else {
      this.shelf.remove(this.key);
      location.reload();
    }
  }

  say(words) {
    const line = this.box.querySelector("[data-unsaved]");
    if (line) line.textContent = words;
  }

  get token() {
    return this.box.querySelector("input[name^='seen-']");
  }

  get conflict() {
    return this.box.querySelector("[data-conflict]");
  }
}

// The drafts of one person, and no other, in this browser.
export class Shelf {
  constructor(person) {
    this.prefix = `waymark.draft.${person}.`;
  }

  put(key, draft) {
    try {
      localStorage.setItem(this.prefix + key, JSON.stringify(draft));
      return true;
    } catch {
      return false; // no room, or not allowed: the page says that it is not saved
    }
  }

  get(key) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + key));
    } catch {
      return null;
    }
  }

  remove(key) {
    try {
      localStorage.removeItem(this.prefix + key);
    } catch {
      return; // nothing was kept where nothing may be kept
    }
  }

  pagesWithDrafts(under) {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
      const pages = keys.map((key) => this.get(key.slice(this.prefix.length))?.page);
      return [...new Set(pages.filter((page) => page?.startsWith(under) && page !== location.pathname))];
    } catch {
      return [];
    }
  }
}

function valuesIn(box) {
  const values = {};
  for (const field of fieldsIn(box)) {
    if (field.type !== "radio" && field.type !== "checkbox") values[field.name] = field.value;
    else if (field.checked) values[field.name] = field.value;
    else values[field.name] ??= "";
  }
  return values;
}

function put(box, values) {
  for (const field of fieldsIn(box)) {
    if (!(field.name in values)) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = values[field.name] === field.value;
    else field.value = values[field.name];
  }
}

function fieldsIn(box) {
  return [...box.querySelectorAll("input, textarea, select")].filter(
    (field) => field.name && field.type !== "file" && !field.name.startsWith("seen-"),
  );
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

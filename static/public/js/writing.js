// Writing a document: each question is saved while it is written, and what could not be saved waits in this browser.
import { keepDrafts, Shelf } from "./drafts.js";
import { cleanPastes } from "./paste.js";

const page = document.querySelector("[data-writer]");
const shelf = new Shelf(page.dataset.writer);

keepDrafts(document.querySelectorAll("[data-question]"), shelf);
cleanPastes(document);
tellOfDraftsElsewhere();

function tellOfDraftsElsewhere() {
  const pages = shelf.pagesWithDrafts(page.dataset.document);
  const place = document.querySelector("[data-drafts-elsewhere]");
  if (!place || !pages.length) return;
  for (const address of pages) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = address;
    link.textContent = document.querySelector(`a[href="${CSS.escape(address)}"]`)?.textContent ?? "Another part of this document";
    line.append(link);
    place.querySelector("ul").append(line);
  }
  place.hidden = false;
}

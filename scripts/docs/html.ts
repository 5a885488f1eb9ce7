/** HTML as a value. A template escapes its arguments unless they are HTML. */
export interface Html {
  readonly html: string
}

type Part = Html | ReadonlyArray<Html> | string | number

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

const textOf = (part: Part): string => {
  if (typeof part === "string") return part.replace(/[&<>"']/g, (character) => escapes[character] ?? character)
  if (typeof part === "number") return String(part)
  return "html" in part ? part.html : part.map(textOf).join("")
}

export const html = (strings: TemplateStringsArray, ...parts: ReadonlyArray<Part>): Html => ({
  html: strings.reduce((text, string, index) => text + textOf(parts[index - 1] ?? "") + string),
})

/** Text that is HTML already: a style sheet, or another tool's output. */
export const raw = (text: string): Html => ({ html: text })

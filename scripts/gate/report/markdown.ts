/** The gate's result as a comment on a pull request: who breaks, then the first findings of each step. */
import type { Finding } from "../finding.ts"
import { blocksOf, firstFindings, type GateReport, markOf, rest, spot, verdictOf, whoBreaks } from "./report.ts"

/** GitHub's limit is 65,536 characters. A text never has fewer bytes than characters. */
export const limit = 65_000

/** The longest message that is not cut. */
const longest = 400

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  // Nobody is called into the pull request by what a test prints.
  "@": "@&#8203;",
}

/** Text on one line, in which every character stands for itself. Each is escaped once. */
const plain = (text: string): string =>
  cut(text).replace(/[&<>@\\`*_[\]|~$]/g, (character) => entities[character] ?? `\\${character}`)

const cut = (text: string): string => {
  const line = text.replace(/\s+/g, " ")
  return line.length > longest ? `${line.slice(0, longest).toWellFormed()} …` : line
}

/** As {@link plain}, with what is between backticks as code, where nothing is escaped. */
export const inline = (text: string): string =>
  cut(text)
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : plain(part)))
    .join("")

const item = (finding: Finding): string => {
  const { severity, message, breaks } = finding
  const who = breaks === undefined ? "" : `**${whoBreaks[breaks]}** `
  const where = finding.place === undefined ? "" : `\`${spot(finding).replaceAll("`", "'")}\` `
  return `- ${severity === "error" ? "✗" : "·"} ${who}${where}${inline(message)}`
}

const list = (name: string, findings: ReadonlyArray<Finding>): ReadonlyArray<string> => {
  const { first, others } = firstFindings(findings)
  if (first.length === 0) return []
  return [`**${name}**`, "", ...first.map(item), ...(others.length === 0 ? [] : [`- ${rest(others.length)}`]), ""]
}

/** A folded block of code, whose fence is longer than any in the text. */
const folded = ({ heading, language, text }: ReturnType<typeof blocksOf>[number]): ReadonlyArray<string> => {
  const fence = "~".repeat(Math.max(3, ...[...text.matchAll(/~+/g)].map(([run]) => run.length + 1)))
  return [
    ...[`<details><summary>${heading}</summary>`, ""],
    ...[`${fence}${language}`, text, fence, ""],
    ...["</details>", ""],
  ]
}

export const markdown = (report: GateReport): string => {
  const { passed, base, steps, seconds } = report
  const lines = [
    `## ${passed ? "✅" : "❌"} ${inline(verdictOf(report))}`,
    "",
    `Compared with ${plain(base?.label ?? "nothing")}.`,
    "",
    ...steps.flatMap(({ name, findings }) => list(name, findings)),
    `| step | | time | in ${seconds.toFixed(1)} s |`,
    "|---|---|--:|---|",
    ...steps.map(
      (step) => `| ${step.name} | ${markOf(step)} | ${step.seconds.toFixed(1)} s | ${plain(step.summary)} |`,
    ),
    "",
  ]
  const whole = [...lines, ...blocksOf(report).flatMap(folded)].join("\n")
  if (Buffer.byteLength(whole) <= limit) return whole
  const cutHere = "\nThe rest does not fit into a comment: see reports/gate.html.\n"
  const bytes = Buffer.from(lines.join("\n"))
  return `${bytes.subarray(0, bytes.lastIndexOf("\n", limit - cutHere.length))}${cutHere}`
}

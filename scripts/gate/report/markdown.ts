/** The gate's result as a comment on a pull request: who breaks, then the first findings of each step. */
import { type Finding, hasPassed } from "../finding.ts"
import type { StepResult } from "../steps/step.ts"
import {
  changesOf,
  changesSentence,
  coverageSentence,
  firstFindings,
  type GateReport,
  rest,
  spot,
  verdictOf,
  whoBreaks,
} from "./report.ts"

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

const code = (text: string): string => (text === "" ? "" : `\`${text.replaceAll("`", "'")}\``)

const item = (finding: Finding): string => {
  const { severity, message, breaks } = finding
  const who = breaks === undefined ? "" : breaks === "nobody" ? whoBreaks[breaks] : `**${whoBreaks[breaks]}**`
  const parts = [severity === "error" ? "✗" : "·", who, code(spot(finding)), inline(message)]
  return `- ${parts.filter((part) => part !== "").join(" ")}`
}

const list = (title: string, findings: ReadonlyArray<Finding>): ReadonlyArray<string> => {
  const { first, more } = firstFindings(findings)
  if (first.length === 0) return []
  return [title, "", ...first.map(item), ...(more === 0 ? [] : [`- ${rest(more)}`]), ""]
}

const row = (step: StepResult): string => {
  const mark = step.followsFrom !== undefined ? "–" : hasPassed(step) ? "✓" : "✗"
  return `| ${step.name} | ${mark} | ${step.seconds.toFixed(1)} s | ${plain(step.summary)} |`
}

const folded = (title: string, inside: string): string =>
  `<details><summary>${title}</summary>\n\n${inside}\n\n</details>\n`

export const markdown = (report: GateReport): string => {
  const { passed, base, steps, seconds, changelog } = report
  const changes = changesOf(report)
  const others = steps.map((step) => ({
    ...step,
    findings: step.findings.filter(({ breaks }) => breaks === undefined),
  }))
  const first = [
    `## ${passed ? "✅" : "❌"} ${inline(verdictOf(report))}`,
    "",
    `Compared with ${plain(base?.label ?? "nothing")}.`,
    "",
    ...(changes.length === 0
      ? [changesSentence(report), ""]
      : list(`**Callers.** ${changesSentence(report)}`, changes)),
    ...others.flatMap(({ name, findings }) => list(`**${name}**`, findings)),
    coverageSentence(report),
    "",
    `| step | | time | in ${seconds.toFixed(1)} s |`,
    "|---|---|--:|---|",
    ...steps.map(row),
    "",
  ].join("\n")
  const fence = "~".repeat(Math.max(3, ...[...changelog.matchAll(/~+/g)].map(([run]) => run.length + 1)))
  const proposal = folded("Proposed for CHANGELOG.md", `${fence}markdown\n${changelog.trim()}\n${fence}`)
  const cutHere = "The rest does not fit into a comment: see reports/gate.html.\n"
  const whole = changelog.trim() === "" ? first : `${first}\n${proposal}`
  if (Buffer.byteLength(whole) <= limit) return whole
  const room = limit - Buffer.byteLength(cutHere) - 2
  const lines: Array<string> = []
  let size = 0
  for (const line of first.split("\n")) {
    size += Buffer.byteLength(line) + 1
    if (size > room) break
    lines.push(line)
  }
  return `${lines.join("\n")}\n\n${cutHere}`
}

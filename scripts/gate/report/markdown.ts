/**
 * The gate's result as a comment on a pull request: changes for callers, claims that are not shown, findings per step.
 */
import { sentenceOf } from "../../../contracts/spec/sentence.ts"
import { type Finding, hasPassed } from "../finding.ts"
import { changesOf, changesSentence, coverageSentence, type GateReport, spot, verdictOf, whoBreaks } from "./report.ts"

/** GitHub's limit is 65,536 characters. A text never has fewer bytes than characters. */
export const limit = 65_000

/** Rows that fit one screen. */
const screenful = 10

/** The longest message that is not cut. */
const longest = 600

/** Text on one line, escaped for Markdown and HTML. */
const plain = (text: string): string => {
  const cut = text.length > longest ? `${text.slice(0, longest).toWellFormed()} …` : text
  return (
    cut
      .replace(/\s+/g, " ")
      .replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
      .replace(/[\\`*_[\]#|~@]/g, "\\$&")
      // Nobody is called into the pull request by what a test prints.
      .replaceAll("\\@", "&#64;&#8203;")
  )
}

const code = (text: string): string => (text === "" ? "" : `\`${text.replaceAll("`", "'")}\``)

const mark = (finding: Finding) => (finding.severity === "error" ? "✗" : "·")

const change = (finding: Finding): string => {
  const who = finding.breaks === undefined ? "" : whoBreaks[finding.breaks]
  return `| ${mark(finding)} ${finding.breaks === "nobody" ? who : `**${who}**`} | ${plain(finding.message)} | ${code(spot(finding))} |`
}

const item = (finding: Finding): string =>
  `- ${mark(finding)} ${[code(spot(finding)), plain(finding.message)].filter((part) => part !== "").join(" ")}`

const upToScreenful = (rows: ReadonlyArray<string>, more: (count: number) => string): ReadonlyArray<string> =>
  rows.length <= screenful ? rows : [...rows.slice(0, screenful), more(rows.length - screenful)]

/** The part that is visible without opening anything. */
const firstScreen = (report: GateReport): ReadonlyArray<string> => {
  const { passed, base, steps, seconds, claims } = report
  const changes = changesOf(report)
  const open = claims.filter(({ isCovered }) => !isCovered)
  const unshown = open.map(({ claim, target }) => `- ${plain(`${sentenceOf(claim)}, on the ${target}`)}`)
  return [
    `## ${passed ? "✅" : "❌"} Contract gate: ${verdictOf(report)}`,
    "",
    `Compared with ${plain(base?.label ?? "nothing")}.`,
    "",
    `**Callers.** ${changesSentence(report)}`,
    ...(changes.length === 0 ? [] : ["", "| who | what | where |", "|---|---|---|"]),
    ...upToScreenful(changes.map(change), (count) => `| | … and ${count} more, below | |`),
    "",
    `**Claims.** ${plain(coverageSentence(report))}`,
    ...(unshown.length === 0 ? [] : [""]),
    ...upToScreenful(unshown, (count) => `- … and ${count} more, below`),
    "",
    `| step | | time | in ${seconds.toFixed(1)} s |`,
    "|---|---|--:|---|",
    ...steps.map(
      (step) =>
        `| ${step.name} | ${hasPassed(step) ? "✓" : "✗"} | ${step.seconds.toFixed(1)} s | ${plain(step.summary)} |`,
    ),
    "",
  ]
}

export const markdown = (report: GateReport): string => {
  const lines = [...firstScreen(report)]
  const closing = "</details>\n"
  const cut = (count: number) => `Cut here: ${count} more lines are in reports/gate.html.`
  // Room for the end of the comment.
  let room = limit - Buffer.byteLength(`${lines.join("\n")}\n${closing}\n${cut(1_000_000)}\n`)
  const details = report.steps
    .filter(({ findings }) => findings.length > 0)
    .map(({ name, findings }) => ({ title: `${name}: ${findings.length} found`, lines: findings.map(item) }))
  if (report.changelog.trim() !== "") {
    const fence = "~".repeat(Math.max(3, ...[...report.changelog.matchAll(/~+/g)].map(([run]) => run.length + 1)))
    details.push({
      title: "Proposed for CHANGELOG.md",
      // In one piece: half a code fence would swallow the rest.
      lines: [`${fence}markdown\n${report.changelog.trim()}\n${fence}`],
    })
  }

  let left = details.reduce((sum, one) => sum + one.lines.length, 0)
  for (const { title, lines: inside } of details) {
    const opening = `<details><summary>${plain(title)}</summary>\n`
    const fitting: Array<string> = []
    room -= Buffer.byteLength(`${opening}\n${closing}\n`)
    for (const line of inside) {
      const size = Buffer.byteLength(line) + 1
      if (size > room) break
      room -= size
      fitting.push(line)
    }
    left -= fitting.length
    if (fitting.length > 0) lines.push(opening, ...fitting, "", closing)
    if (fitting.length < inside.length) break
  }
  if (left > 0) lines.push(cut(left))
  return `${lines.join("\n").trimEnd()}\n`
}

/**
 * What a run of the suite prints: each failure in full as it comes, then a line for each project and provider, and a
 * count as the last line. The cases by name, with what was sent and received, are in the HTML report.
 */
import { relative } from "node:path"
import { stripVTControlCharacters } from "node:util"
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from "@playwright/test/reporter"
import { paint } from "../../src/cli/terminal.ts"
import { claimsIn } from "../spec/claim.ts"
import { root } from "../spec/specs.ts"

export default class Screen implements Reporter {
  #cases: ReadonlyArray<TestCase> = []
  #since = performance.now()
  #ended = 0
  /** Failures that are no case's: of the configuration, or of a server. */
  #general = 0
  #isWhole = true

  /** Playwright's own reporter would be added otherwise. */
  printsToStdio = () => true

  onBegin({ workers }: FullConfig, suite: Suite) {
    this.#cases = suite.allTests()
    print(`${this.#cases.length} cases, ${workers} workers`)
  }

  onTestEnd(test: TestCase, { errors }: TestResult) {
    this.#ended++
    if (test.outcome() === "unexpected") print(failureText(test, errors))
    if (isTerminal) process.stdout.write(`\r\x1b[2K${this.#ended} of ${this.#cases.length} …`)
  }

  onError(error: TestError) {
    this.#general++
    print(`\n${paint("red", "✗")} ${errorText(error).trim()}`)
  }

  /** A server says here why it does not start. */
  onStdErr(chunk: string | Buffer) {
    print(String(chunk).trimEnd())
  }

  onEnd({ status }: FullResult) {
    this.#isWhole = status === "passed" || status === "failed"
    if (isTerminal) process.stdout.write("\r\x1b[2K")
  }

  /** Later than the end: the HTML reporter, which comes before, has its word then. */
  async onExit() {
    const groups = [...Map.groupBy(this.#cases, groupOf)]
    const room = Math.max(0, ...groups.map(([name]) => name.length))
    print("")
    for (const [name, cases] of groups) print(`${markOf(cases)} ${name.padEnd(room)}  ${countOf(cases)}`)
    const seconds = ((performance.now() - this.#since) / 1000).toFixed(1)
    const more = [
      ...(this.#general === 0 ? [] : [`${this.#general} failed outside of any case`]),
      ...(this.#isWhole ? [] : ["ended early"]),
    ]
    print(`\nEach case by name: ${relative(process.cwd(), `${root}/reports/contracts/index.html`)}`)
    print(`${[countOf(this.#cases), ...more].join(", ")} in ${seconds} s`)
  }
}

const isTerminal = process.stdout.isTTY

/** A line of progress gives way. Playwright colours its messages, and a pipe gets none of it. */
const print = (text: string) =>
  process.stdout.write(isTerminal ? `\r\x1b[2K${text}\n` : `${stripVTControlCharacters(text)}\n`)

/** `mock aisquare`; the obligations are of no single provider. */
const groupOf = (test: TestCase): string => {
  const project = test.parent.project()?.name ?? ""
  const [claim] = claimsIn(test.annotations)
  return claim === undefined ? project : `${project.padEnd(9)} ${claim.provider}`
}

type Counted = "passed" | "failed" | "not run"

/** A case that was ended by Ctrl-C has no verdict of its own. */
const verdictOf = (test: TestCase): Counted => {
  const last = test.results.at(-1)
  if (last === undefined || last.status === "skipped" || last.status === "interrupted") return "not run"
  return test.ok() ? "passed" : "failed"
}

const countOf = (cases: ReadonlyArray<TestCase>): string => {
  const counts = (["failed", "not run", "passed"] as const).map((verdict) => {
    const { length } = cases.filter((one) => verdictOf(one) === verdict)
    return length === 0 ? [] : [`${length} ${verdict}`]
  })
  return counts.flat().join(", ") || "nothing ran"
}

const markOf = (cases: ReadonlyArray<TestCase>): string => {
  const verdicts = cases.map(verdictOf)
  if (verdicts.includes("failed")) return paint("red", "✗")
  return verdicts.includes("not run") ? paint("yellow", "○") : paint("green", "✓")
}

const failureText = (test: TestCase, errors: ReadonlyArray<TestError>): string => {
  const { file, line, column } = test.location
  const [, project = "", , ...titles] = test.titlePath()
  const title = `${paint("red", "✗")} ${[project, ...titles].join(" › ")}`
  const place = `  ${relative(process.cwd(), file)}:${line}:${column}`
  return `\n${[title, place, ...errors.map(errorText)].join("\n")}`
}

/** The message with the code around it, and the lines of the stack that are ours. */
const errorText = ({ message, value, stack = "", snippet }: TestError): string => {
  const calls = stack.split("\n").filter((line) => /^\s+at /.test(line) && !line.includes("node_modules"))
  const text = [
    message ?? value ?? "It failed without a message.",
    ...(snippet === undefined ? [] : [snippet]),
    ...calls,
  ]
  return text.join("\n").replace(/^(?=.)/gm, "  ")
}

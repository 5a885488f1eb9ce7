/** What `simulate` prints: where the providers are, a `.env`, and requests to try; then a line for each request. */

import type { Received } from "../../testing/journal.ts"
import type { AnySimulated } from "../../testing/simulated.ts"
import { variableOf } from "../../variable.ts"
import { paint } from "../terminal.ts"
import { addresses } from "./control.ts"
import { curlOf } from "./curl.ts"

/** A provider that listens. */
export interface Listening {
  readonly name: string
  readonly baseUrl: string
  readonly simulated: AnySimulated
  /** For a client: the credentials and the address. */
  readonly settings: { readonly [setting: string]: string }
}

export const screen = async (providers: ReadonlyArray<Listening>, scenario: string | undefined): Promise<string> => {
  const title = (text: string) => ["", paint("bold", text), ""]
  const width = Math.max(...providers.map(({ name }) => name.length))
  const operations = providers.flatMap(({ name, simulated, settings }) =>
    Object.entries(simulated.grants).map(async ([operation, issue]) => [
      paint("dim", `# ${name}.${operation}`),
      await curlOf({ [name]: settings }, name, operation, issue()),
    ]),
  )
  const [first] = providers
  return [
    "The providers are simulated: every value is made up, and nothing leaves this machine. Ctrl-C ends them.",
    ...(scenario === undefined ? [] : [`Scenario: ${scenario}`]),
    "",
    ...providers.map(({ name, baseUrl }) => `  ${paint("bold", name.padEnd(width))}  ${paint("cyan", baseUrl)}`),
    ...title("For the .env of a service:"),
    ...providers.flatMap(({ name, settings }) =>
      Object.entries(settings).map(([setting, value]) => `${variableOf(name, setting)}=${value}`),
    ),
    ...title("A request of each operation, with a grant that nobody has presented yet:"),
    ...(await Promise.all(operations)).flat(),
    ...title(`More grants, the time and faults, at each provider, such as ${first?.name}:`),
    ...Object.entries(addresses).map(([address, { example }]) => controlLine(address, first?.baseUrl ?? "", example)),
    "",
    paint(
      "dim",
      "In hints, issueGrant() is POST /_simulator/grants, clock is /_simulator/clock, and settings are this .env.",
    ),
    ...title("Requests:"),
  ].join("\n")
}

export const controlLine = (address: string, baseUrl: string, example: object | undefined): string => {
  const [method, path] = address.split(" ")
  const body = example === undefined ? "" : ` -d '${JSON.stringify(example)}'`
  return `curl${method === "GET" ? "" : ` -X ${method}`} ${baseUrl}${path}${body}`
}

/** One request: when, what, its answer, and what to do where the cause is the sender's. */
export const lineOf = ({ provider, operation, method, path, answer, hint }: Received, at: Date): string => {
  const what = operation === undefined ? `${provider} ${method} ${path}` : `${provider}.${operation}`
  const line = `${paint("dim", at.toTimeString().slice(0, 8))}  ${what.padEnd(23)}  `
  const isGranted = answer.startsWith("2") && hint === undefined
  const words = paint(isGranted ? "green" : "yellow", answer)
  return `${line}${words}${hint === undefined ? "" : `  ${paint("dim", hint)}`}\n`
}

/** `token-exchange simulate`: the simulated providers over HTTP until Ctrl-C. */
import { createSimulator, PortInUse } from "../testing.ts"
import { nearest } from "./nearest.ts"
import { readOptions, WrongUsage } from "./options.ts"
import { registry } from "./registry.ts"
import { controlOf, simulatedOf } from "./simulate/control.ts"
import { type Scenario, scenarios } from "./simulate/scenarios.ts"
import { type Listening, lineOf, screen } from "./simulate/screen.ts"
import { complain } from "./terminal.ts"

const defaultPort = 4020

const listed = Object.entries(scenarios).map(
  ([name, { does, tag, means }]) =>
    `  ${name.padEnd(14)} every provider ${does}\n  ${" ".repeat(14)} → ${tag}: ${means}`,
)

export const help = `
Usage: npx token-exchange simulate [--port <number>] [--rotate] [--scenario <name>]

Starts the simulated providers on this machine (127.0.0.1): one server each, with grants that are good once, expire, and
are refused as the specs document. Prints where they are, what to put into a .env, and a curl line for each operation;
then a line for each request, with a hint where the sender has made a mistake. Nothing is sent to any vendor.

  --port <number>     of the first provider; the others have the next ones. By default ${defaultPort}; 0 takes any free ports
  --rotate            a refresh brings a new refresh token, and the old one is refused from then on
  --scenario <name>   a situation that lasts:

${listed.join("\n")}

A service in any language takes its grants from POST /_simulator/grants; GET /_simulator/ lists the other addresses. Any
documented answer can be asked for by a header of the request itself: Prefer: code=400, example=grant-rejected

For example:

  npx token-exchange simulate
  npx token-exchange simulate --port 5000 --scenario rate-limited
  curl -X POST http://127.0.0.1:${defaultPort}/_simulator/grants

Exit codes: 0 ended by Ctrl-C, 1 a port is in use, 2 a wrong option.
`

const advice = "npx token-exchange simulate --help says more."

const readPort = (text: string): number => {
  const last = 65_536 - registry.size
  if (/^\d{1,5}$/.test(text) && Number(text) <= last) return Number(text)
  throw new WrongUsage(`--port takes a whole number from 0 to ${last}.`, advice)
}

const readScenario = (name: string | undefined): Scenario | undefined => {
  if (name === undefined) return undefined
  const scenario = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined
  if (scenario === undefined)
    throw new WrongUsage(`There is no such scenario.${nearest(name, Object.keys(scenarios))}`, advice)
  return scenario
}

/** npm passes no signal on when it is ended: its commands would keep their ports. */
const endWithNpm = (): void => {
  const { npm_command: command } = process.env
  const npm = process.ppid
  if (command !== undefined) setInterval(() => process.ppid === npm || process.exit(0), 250).unref()
}

export const run = async (args: ReadonlyArray<string>): Promise<number | undefined> => {
  const { values } = readOptions(args, {
    options: {
      port: { type: "string", default: String(defaultPort) },
      rotate: { type: "boolean" },
      scenario: { type: "string" },
    },
    places: 0,
    advice,
  })
  const port = readPort(values.port)
  const scenario = readScenario(values.scenario)
  const rotate = values.rotate === true
  // Those that have nothing to rotate ignore it.
  const options = Object.fromEntries([...registry.keys()].map((name) => [name, { rotate }]))
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(0))
  endWithNpm()
  const simulator = createSimulator({ ...options, runs: true })
  const control = controlOf(simulator)
  const onReceived = (received: Parameters<typeof lineOf>[0]) => void process.stdout.write(lineOf(received, new Date()))
  const servers = await simulator.listen({ port, control, onReceived }).catch((cause: unknown) => {
    if (cause instanceof Error) return cause
    throw cause
  })
  if (servers instanceof PortInUse) return complain(`${servers.message} For example: --port ${port + 100}`)
  if (servers instanceof Error) return complain(`The providers cannot listen: ${servers.message}`)
  const providers = Object.entries(servers.settings).map(
    ([name, settings]): Listening => ({
      name,
      settings,
      baseUrl: settings.baseUrl,
      simulated: simulatedOf(simulator, name),
    }),
  )
  process.stdout.write(await screen(providers, values.scenario))
  for (const { simulated } of providers) scenario?.begin(simulated)
  return undefined
}

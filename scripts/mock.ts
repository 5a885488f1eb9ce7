/** `npm run mock`: a mock of every spec on fixed ports, until Ctrl-C. */

import { MockFailed, startMocks } from "../contracts/mocks.ts"
import { BrokenSpec, readSpecs, type SpecOperation } from "../contracts/spec/specs.ts"
import { written } from "../contracts/spec/wire.ts"
import { endWithNpm } from "./mock/npm.ts"
import { paint, progress, readOptions, refuse } from "./terminal.ts"

const help = `
Usage: npm run mock [-- --port <number>]

Starts a mock of every spec under specs/, in alphabetical order, and prints a curl line for each operation. Ctrl-C ends
all of them.

  --port <number>  of the first mock; the next have the next ports. By default 4010; 0 takes any free ports

Exit codes: 0 ended by Ctrl-C or another signal, 1 a broken spec or a taken port, 2 a wrong option.
`

const options = readOptions(help, { port: { type: "string", default: "4010" } })
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** The command that sends the request that a spec shows. */
const curlOf = (operation: SpecOperation, url: string): string => {
  const { path, headers, body } = written(operation, operation.request.examples[0]?.value ?? {})
  return [
    `curl -X ${operation.method.toUpperCase()} ${quoted(url + path)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`-d ${quoted(body)}`]),
  ].join(" ")
}

const firstPort = Number(options.port)
if (!/^\d+$/.test(options.port) || firstPort > 65_000) refuse(help, `--port takes a port, not "${options.port}".`)

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(0))
endWithNpm()

try {
  const specs = await readSpecs()
  const line = progress()
  const { mocks } = await startMocks(specs, firstPort, (provider) => line.show(`starting the mock of ${provider} …`))
  line.clear()
  for (const [index, { operations }] of specs.entries()) {
    const mock = mocks[index]
    process.stdout.write(`\n${paint("bold", String(mock?.provider))} ${mock?.url}\n`)
    for (const operation of operations) {
      process.stdout.write(`\n${paint("dim", `# ${operation.operationId}`)}\n`)
      process.stdout.write(`${curlOf(operation, String(mock?.url))}\n`)
    }
  }
  process.stdout.write(
    `\n${paint("dim", "Another answer: add -H 'Prefer: code=400, example=<name>'. Ctrl-C ends the mocks.")}\n`,
  )
} catch (cause) {
  if (!(cause instanceof MockFailed) && !(cause instanceof BrokenSpec)) throw cause
  process.stderr.write(`${paint("red", cause.message, process.stderr)}\n`)
  process.exit(1)
}

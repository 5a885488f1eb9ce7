/** `npm run mock`: one Prism per spec on fixed ports, until Ctrl-C. */

import { BrokenSpec, readSpecs } from "../contracts/spec/specs.ts"
import { PortTaken, startMocks } from "./mocks.ts"
import { paint, progress, readOptions } from "./terminal.ts"

const help = `
Usage: npm run mock

Starts a mock of every spec under specs/, from port 4010 on in alphabetical order, and prints a curl line for each
operation. Ctrl-C ends all of them.

Exit codes: 0 ended by Ctrl-C, 1 a broken spec or a taken port, 2 a wrong option.
`

readOptions(help, {})

const firstPort = 4010

try {
  const specs = await readSpecs()
  const line = progress()
  line.show(`starting ${specs.length} mocks …`)
  const running = await startMocks(specs, firstPort)
  line.clear()
  for (const [index, { operations }] of specs.entries()) {
    const mock = running.mocks[index]
    process.stdout.write(`\n${paint("bold", String(mock?.provider))} ${mock?.url}\n`)
    for (const { operationId, method, path, body } of operations) {
      const content = body?.contents[0]
      const data = JSON.stringify(content?.examples[0]?.value ?? {}).replaceAll("'", "'\\''")
      process.stdout.write(`\n${paint("dim", `# ${operationId}`)}\n`)
      process.stdout.write(
        `curl -X ${method.toUpperCase()} '${mock?.url}${path}' -H 'content-type: ${content?.mediaType}' -d '${data}'\n`,
      )
    }
  }
  process.stdout.write(
    `\n${paint("dim", "Another answer: add -H 'Prefer: code=400, example=<name>'. Ctrl-C ends the mocks.")}\n`,
  )
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve())
  })
  await running[Symbol.asyncDispose]()
} catch (cause) {
  if (!(cause instanceof PortTaken) && !(cause instanceof BrokenSpec)) throw cause
  process.stderr.write(`${paint("red", cause.message, process.stderr)}\n`)
  process.exitCode = 1
}

/** Prisms as child processes: started together, waited for, stopped together. */
import { type ChildProcess, spawn } from "node:child_process"
import { createServer } from "node:net"
import { listening, prismArguments } from "../contracts/prism.ts"
import type { Spec } from "./specs.ts"

export interface Mock {
  readonly provider: string
  readonly url: string
}

export interface Mocks extends AsyncDisposable {
  readonly mocks: ReadonlyArray<Mock>
}

/** A port that somebody else holds. */
export class PortTaken extends Error {
  constructor(port: number, provider: string) {
    super(`Port ${port}, where the mock of ${provider} belongs, is taken. End what listens there and try again.`)
  }
}

/** How long a mock may take to come up, in milliseconds. */
const patience = 20_000

/** Starts a mock of every spec, the first on `firstPort` and so on; on ports of the system's choice without it. */
export const startMocks = async (specs: ReadonlyArray<Spec>, firstPort?: number): Promise<Mocks> => {
  const children: Array<ChildProcess> = []
  const kill = () => {
    for (const child of children) child.kill("SIGTERM")
  }
  const stop = async () => {
    process.off("exit", kill)
    await Promise.all(children.map(end))
  }
  // Whatever ends this process ends the mocks.
  process.once("exit", kill)
  try {
    if (firstPort !== undefined) {
      for (const [index, { provider }] of specs.entries()) {
        if (!(await isFree(firstPort + index))) throw new PortTaken(firstPort + index, provider)
      }
    }
    const mocks = await Promise.all(
      specs.map((spec, index) => start(spec, firstPort === undefined ? 0 : firstPort + index, children)),
    )
    return { mocks, [Symbol.asyncDispose]: stop }
  } catch (cause) {
    await stop()
    throw cause
  }
}

const start = (spec: Spec, port: number, children: Array<ChildProcess>): Promise<Mock> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, prismArguments(spec, port), { stdio: ["ignore", "pipe", "pipe"] })
    children.push(child)
    let output = ""
    const timer = setTimeout(
      () => reject(new Error(`The mock of ${spec.provider} did not come up:\n${output}`)),
      patience,
    )
    const read = (chunk: Buffer) => {
      output += chunk
      const url = listening("url").exec(output)?.groups?.url
      if (url === undefined) return
      clearTimeout(timer)
      // From here on nobody reads it, and a full pipe would stop the mock.
      child.stdout.off("data", read).resume()
      child.stderr.off("data", read).resume()
      resolve({ provider: spec.provider, url })
    }
    child.stdout.on("data", read)
    child.stderr.on("data", read)
    child.once("exit", (code) => {
      clearTimeout(timer)
      reject(new Error(`The mock of ${spec.provider} ended with code ${code}:\n${output}`))
    })
  })

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once("exit", () => resolve())
    child.kill("SIGTERM")
  })

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once("error", () => resolve(false))
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)))
  })

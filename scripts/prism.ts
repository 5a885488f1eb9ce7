/** A Prism as a child process, which ends with this process. */
import { type ChildProcess, spawn } from "node:child_process"
import { listening } from "../contracts/prism.ts"

export interface Prism extends AsyncDisposable {
  readonly url: string
}

/** How long a Prism may take to start, in milliseconds. */
const patience = 20_000

/** Starts Prism's CLI with `args`. `what` names it in errors; `env` is its environment, by default ours. */
export const startPrism = (what: string, args: ReadonlyArray<string>, env = process.env): Promise<Prism> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], env })
    const kill = () => child.kill("SIGTERM")
    process.once("exit", kill)
    let output = ""
    const fail = (how: string) => {
      clearTimeout(timer)
      kill()
      reject(new Error(`${what} ${how}:\n${output}`))
    }
    const timer = setTimeout(() => fail("did not come up"), patience)
    const read = (chunk: Buffer) => {
      output += chunk
      const url = listening("url").exec(output)?.groups?.url
      if (url === undefined) return
      clearTimeout(timer)
      // Drains its output from now on, since a full pipe would block it.
      child.stdout.off("data", read).resume()
      child.stderr.off("data", read).resume()
      resolve({ url, [Symbol.asyncDispose]: () => end(child) })
    }
    child.stdout.on("data", read)
    child.stderr.on("data", read)
    child.once("exit", (code) => {
      process.off("exit", kill)
      fail(`ended with code ${code}`)
    })
  })

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once("exit", () => resolve())
    child.kill("SIGTERM")
  })

/** Runs a command to its end and keeps what it printed. Whatever ends this process ends the command. */
import { spawn } from "node:child_process"
import { join } from "node:path"
import { root } from "./specs.ts"

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Both, in the order in which they came. */
  readonly output: string
}

export const run = (
  [command = "", ...args]: ReadonlyArray<string>,
  {
    cwd = root,
    env = {},
    ending = "SIGTERM",
  }: {
    readonly cwd?: string
    readonly env?: Readonly<Record<string, string>>
    /** The signal upon which the command ends what it has started itself. */
    readonly ending?: NodeJS.Signals
  } = {},
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1", ...env },
    })
    const kill = () => child.kill(ending)
    process.once("exit", kill)
    const printed = { stdout: "", stderr: "", output: "" }
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].on("data", (chunk) => {
        printed[stream] += chunk
        printed.output += chunk
      })
    }
    child.on("error", reject)
    child.on("close", (code) => {
      process.off("exit", kill)
      resolve({ code: code ?? 1, ...printed })
    })
  })

/** A script of an installed package, to be run by the Node that runs this. */
export const bin = (path: string, ...args: ReadonlyArray<string>): ReadonlyArray<string> => [
  process.execPath,
  join(root, "node_modules", path),
  ...args,
]

/** Runs a command to its end and keeps its output. The command ends with this process. */
import { type ChildProcess, spawn } from "node:child_process"
import { join } from "node:path"
import { root } from "./spec/specs.ts"

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Both, in the order in which they came. */
  readonly output: string
}

/** What ends the commands under way. One listener for all: Node warns of more than ten. */
const running = new Set<() => boolean>()
process.once("exit", () => {
  for (const kill of running) kill()
})

export const run = (
  [command = "", ...args]: ReadonlyArray<string>,
  {
    cwd = root,
    env = {},
    ending = "SIGTERM",
    signal,
    heard,
  }: {
    readonly cwd?: string
    readonly env?: Readonly<Record<string, string>>
    /** The signal upon which the command ends what it has started itself. */
    readonly ending?: NodeJS.Signals
    /** Ends the command, and after a few seconds every process that it started. */
    readonly signal?: AbortSignal
    /** Is given what the command prints, as it comes. */
    readonly heard?: (text: string) => void
  } = {},
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1", ...env },
      // In a process group of its own, so that the whole group can be ended.
      detached: signal !== undefined,
    })
    const kill = () => child.kill(ending)
    running.add(kill)
    let last: NodeJS.Timeout | undefined
    const end = () => {
      kill()
      last = setTimeout(() => endGroup(child), grace)
    }
    if (signal?.aborted) end()
    signal?.addEventListener("abort", end)
    const printed = { stdout: "", stderr: "", output: "" }
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].on("data", (chunk) => {
        printed[stream] += chunk
        printed.output += chunk
        heard?.(String(chunk))
      })
    }
    child.on("error", reject)
    child.on("close", (code) => {
      running.delete(kill)
      signal?.removeEventListener("abort", end)
      clearTimeout(last)
      if (signal?.aborted) endGroup(child)
      resolve({ code: code ?? 1, ...printed })
    })
  })

/** How long a command has to end by itself, in milliseconds. */
const grace = 5_000

/** Ends what is left of a command's group, which may outlive the command. */
const endGroup = ({ pid }: ChildProcess) => {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL")
  } catch {
    // Nothing is left.
  }
}

/** A script of an installed package, to be run by the Node that runs this. */
export const bin = (path: string, ...args: ReadonlyArray<string>): ReadonlyArray<string> => [
  process.execPath,
  join(root, "node_modules", path),
  ...args,
]

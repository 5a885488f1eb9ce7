/** Runs a command to its end and keeps what it printed. Whatever ends this process ends the command. */
import { spawn } from "node:child_process"

export interface Ran {
  readonly code: number
  readonly output: string
}

export const run = ([command = "", ...args]: ReadonlyArray<string>, cwd: string): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1" },
    })
    const kill = () => child.kill("SIGTERM")
    process.once("exit", kill)
    let output = ""
    child.stdout.on("data", (chunk) => {
      output += chunk
    })
    child.stderr.on("data", (chunk) => {
      output += chunk
    })
    child.on("error", reject)
    child.on("close", (code) => {
      process.off("exit", kill)
      resolve({ code: code ?? 1, output })
    })
  })

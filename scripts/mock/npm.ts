/** Ends this process when npm, which started it, is gone: killed itself, npm passes no signal on. */
import { spawnSync } from "node:child_process"

export const endWithNpm = (): void => {
  const { npm_lifecycle_event: command, npm_config_user_agent: runner } = process.env
  if (command !== "mock" || !runner?.startsWith("npm/") || process.platform === "win32") return
  const npm = npmAbove(process.ppid, 3)
  const isThere = () => {
    try {
      return npm !== undefined && process.kill(npm, 0)
    } catch {
      return false
    }
  }
  const look = () => isThere() || process.exit(0)
  look()
  setInterval(look, 250).unref()
}

/** npm's process: the parent, or beyond the shell between. */
const npmAbove = (pid: number, levels: number): number | undefined => {
  const { stdout } = spawnSync("ps", ["-o", "ppid=,args=", "-p", String(pid)], { encoding: "utf8" })
  const [, parent, command] = /^\s*(\d+) (.*)/.exec(stdout) ?? []
  if (command === undefined || levels === 0) return undefined
  return command.startsWith("npm") ? pid : npmAbove(Number(parent), levels - 1)
}

#!/usr/bin/env node
import { nearest } from "./nearest.ts"
/** `npx token-exchange`: its commands. Each is loaded when it is called. */
import { WrongUsage } from "./options.ts"
import { complain, say } from "./terminal.ts"

interface Command {
  readonly help: string
  /** The exit code; without one, the command goes on by itself. */
  readonly run: (args: ReadonlyArray<string>) => Promise<number | undefined>
}

const commands: { readonly [name: string]: () => Promise<Command> } = {
  simulate: () => import("./simulate.ts"),
  redeem: () => import("./redeem.ts"),
}

const help = `
Usage: npx token-exchange <command>

  simulate                        the simulated providers over HTTP, for services in any language, until Ctrl-C
  redeem <provider> <operation>   one redemption by hand, at the real provider or at another address

For example:

  npx token-exchange simulate                                  prints addresses, a .env, and requests to try
  npx token-exchange simulate --scenario lost-answer           every answer is lost after the grant was spent
  npx token-exchange redeem --help                             each operation, and the variables that it reads

npx token-exchange <command> --help says more.

Exit codes: 0 done, 1 refused or failed, 2 a wrong command or option, 130 ended by Ctrl-C.
`

const main = async ([name, ...args]: ReadonlyArray<string>): Promise<number | undefined> => {
  if (name === undefined) throw new WrongUsage("Say which command.", help)
  if (name === "--help" || name === "-h" || name === "help") return say(help)
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (load === undefined) throw new WrongUsage(`There is no such command.${nearest(name, Object.keys(commands))}`, help)
  const command = await load()
  if (args.includes("--help") || args.includes("-h")) return say(command.help)
  return command.run(args)
}

if (Number.parseInt(process.versions.node, 10) < 22) {
  complain(`token-exchange needs Node 22.13 or later, and this is ${process.versions.node}. Install a newer one.`)
  process.exit(1)
}

// Whoever read what is printed, such as `head`, is gone.
process.stdout.once("error", () => process.exit(0))

try {
  const code = await main(process.argv.slice(2))
  if (code !== undefined) process.exitCode = code
} catch (cause) {
  if (!(cause instanceof WrongUsage)) throw cause
  complain(cause.message)
  process.stderr.write(`${cause.advice.trim()}\n`)
  process.exitCode = 2
}

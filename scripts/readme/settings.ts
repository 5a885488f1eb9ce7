/** The table of settings: credentials from the registry, the others from the comments in src/settings.ts. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../../contracts/spec/specs.ts"
import { credentialNames } from "../../src/operation.ts"
import { defaultRetries } from "../../src/settings.ts"
import { variableOf } from "../../src/variable.ts"
import { registry } from "../registry.ts"
import { table } from "../table.ts"

export const settingsTable = async (): Promise<string> => {
  const text = await readFile(join(root, "src/settings.ts"), "utf8")
  const credentials = [...registry].flatMap(([provider, { operations }]) =>
    credentialNames(operations).map((name) => [
      `\`${provider}.${name}\``,
      `\`${variableOf(provider, name)}\``,
      "",
      "app credential: text, `Redacted`, or a function that fetches it",
    ]),
  )
  const ofEach = membersOf(text, "ProviderSettings").map(({ name, meaning }) => [
    `\`<provider>.${name}\``,
    `\`<PROVIDER>${variableOf("", name)}\`${name === "timeout" ? ", such as `30 seconds`" : ""}`,
    defaultOf(name),
    meaning,
  ])
  const shared = membersOf(text, "SharedSettings").map(({ name, meaning }) => [`\`${name}\``, "", "", meaning])
  return table(["setting", "variable", "by default", "what it is"], [...credentials, ...ofEach, ...shared], "texts")
}

/** Defaults that stand in the providers' records, or that nobody sets. */
const defaultOf = (setting: string): string => {
  if (setting === "timeout") {
    const counts = Map.groupBy(registry, ([, { timeout }]) => timeout)
    return [...counts]
      .sort(([one], [other]) => other - one)
      .map(([timeout, providers]) => `${timeout / 1000} s (${providers.map(([name]) => name).join(", ")})`)
      .join(", ")
  }
  const servers = new Set([...registry.values()].map(({ servers }) => Object.keys(servers)[0]))
  const fixed: { readonly [setting: string]: string } = {
    baseUrl: [...servers].join(", "),
    retries: String(defaultRetries),
    allowInsecure: "`false`",
  }
  const found = fixed[setting]
  if (found === undefined) throw new Error(`scripts/readme/settings.ts: which default has the setting ${setting}?`)
  return found
}

/** The optional members of an interface, each with the first sentence of its comment. */
const membersOf = (text: string, name: string) => {
  const [, body] = new RegExp(`export interface ${name}<?[^{]*\\{\n(.*?)\n\\}`, "s").exec(text) ?? []
  if (body === undefined) throw new Error(`src/settings.ts has no interface ${name}.`)
  return [...body.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s*(?:\/\/[^\n]*\n\s*)?readonly (\w+)\?:/gs)].map(
    ([, comment = "", member = ""]) => {
      const [sentence = ""] = comment
        .replaceAll(/\s+(\* ?)?/g, " ")
        .trim()
        .split(/(?<=\.) /)
      return { name: member, meaning: sentence.replace(/\.$/, "") }
    },
  )
}

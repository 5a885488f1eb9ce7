/**
 * The tables of README and docs: operations and services from the registry, failures of redemptions from src/errors.ts
 * and src/policies.ts, those of a vault from src/vault/errors.ts, keywords of specs from the generator, the command line's from src/cli/.
 */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../../contracts/spec/specs.ts"
import { fieldsOf } from "../../src/cli/redeem/values.ts"
import { type Policy, policies } from "../../src/policies.ts"
import { carriedKeywords } from "../generate/keywords.ts"
import { complaintsOf, nonsense, registry, services, tokenSetName } from "../registry.ts"
import { table } from "../table.ts"
import { commandLineTables } from "./command-line.ts"
import { settingsTable } from "./settings.ts"

/** Every table, and one list, by the name of its place: `<!-- operations -->`. */
export const tables: { readonly [name: string]: () => string | Promise<string> } = {
  operations: () => {
    const rows = [...registry].flatMap(([provider, { operations }]) =>
      Object.entries(operations).map(([operationId, operation], index) => {
        const { descriptor, credentials } = operation
        const input = fieldsOf(operation).filter(({ isCredential }) => !isCredential)
        return [
          index === 0 ? code([provider]) : "",
          code([operationId]),
          code(input.map(({ name, isRequired }) => (isRequired ? name : `${name}?`))),
          code(credentials),
          // What gives no token yields none: it deletes or revokes.
          descriptor.tokens.length === 0 ? "" : code([tokenSetName(provider)]),
        ]
      }),
    )
    return table(["provider", "operation", "takes", "app credentials", "yields"], rows, "texts")
  },

  services: () => {
    const rows = [...services].map(([name, service]) => [
      code([name]),
      code(complaintsOf(service, () => undefined)),
      code(complaintsOf(service, nonsense)),
    ])
    return table(["service", "`layer` reads", "and, optionally"], rows, "texts")
  },

  settings: settingsTable,

  "what-to-do": () => {
    const places = Object.entries(policies)
    const rows = Object.entries(advice).map(([what, { when, how }]) => {
      const tags = places.filter(([, policy]) => adviceFor(policy) === what).map(([tag]) => tag)
      return [`**${what}**`, code(tags), when, how]
    })
    return table(["what you do", "errors", "the grant", "how"], rows, "texts")
  },

  failures: async () => {
    const comments = await commentsOfClasses("src/errors.ts")
    const rows = Object.entries(policies).map(([tag, { grant, retry, action }]) => {
      const [meaning] = comments.get(tag) ?? []
      if (meaning === undefined) throw new Error(`src/errors.ts: the class ${tag} has no comment.`)
      return [code([tag]), meaning, grants[grant], retries[retry], action]
    })
    return table(["tag", "when", "`grant`", "tried again by us", "what to do"], rows, "texts")
  },

  "vault-failures": async () => {
    const comments = await commentsOfClasses("src/vault/errors.ts")
    const rows = [...comments].map(([tag, [meaning = "", ...advice]]) => [code([tag]), meaning, advice.join(" ")])
    return table(["tag", "when", "what to do"], rows, "texts")
  },

  keywords: () => code(carriedKeywords),

  ...commandLineTables,
}

/** What a caller can do, in the order in which it is simple. */
const advice = {
  "Try the same grant again": {
    when: "unspent",
    how: "wait `retryAfter` milliseconds where there is one, else some seconds; the client has tried a few times by itself",
  },
  "Ask the user to connect again": {
    when: "spent",
    how: "no other attempt can succeed; if AISquare refuses every user, check `superexecSecret`: it looks the same there",
  },
  "Fix your settings or your request": {
    when: "unspent",
    how: "no user can help; `fields` names what is wrong with a request; then the same grant works",
  },
  "Find out first": {
    when: "perhaps spent",
    how: "keep the tokens of `recovered`, and those that come late to `onOrphaned`; without any, ask the user to connect again",
  },
} as const

const adviceFor = ({ grant, retry }: Policy): keyof typeof advice => {
  if (grant === "spent") return "Ask the user to connect again"
  if (grant === "unspent") return retry === "never" ? "Fix your settings or your request" : "Try the same grant again"
  return "Find out first"
}

const code = (names: ReadonlyArray<string>) => names.map((name) => `\`${name}\``).join(", ")

const grants: { readonly [Grant in Policy["grant"]]: string } = {
  unspent: "unspent",
  spent: "spent",
  unknown: "unknown",
  "unknown unless granted": "unknown; spent where the answer grants",
}

const retries: { readonly [Retry in Policy["retry"]]: string } = {
  always: "yes",
  "unless one-time": "only where nothing one-time was sent",
  never: "no",
}

/** The sentences of the comment of each class in a file, by class name. */
const commentsOfClasses = async (file: string): Promise<ReadonlyMap<string, ReadonlyArray<string>>> => {
  const text = await readFile(join(root, file), "utf8")
  const found = text.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s*export class (\w+)/gs)
  return new Map(
    [...found].map(([, comment = "", tag = ""]) => {
      const [sentences = ""] = comment
        .replaceAll(/\s+(\* ?)?/g, " ")
        .trim()
        .split(" @")
      return [tag, sentences.split(/(?<=\.) /)]
    }),
  )
}

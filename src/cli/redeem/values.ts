/**
 * The values of one redemption: each field of its request from a variable of the environment, or asked for on a terminal.
 * What fields there are, which are secret and which a success spends follows from the operation.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as SchemaIssue from "effect/SchemaIssue"
import { publicName } from "../../refusal.ts"
import { variableOf } from "../../variable.ts"
import type { AnyOperation } from "../registry.ts"
import type { Ask } from "../terminal.ts"

export interface Field {
  /** As the client names it. */
  readonly name: string
  readonly variable: string
  readonly isCredential: boolean
  readonly isSecret: boolean
  readonly isOneTime: boolean
  readonly isRequired: boolean
  /** The value of a text: a number, where the spec wants one. */
  readonly read: (text: string) => unknown
}

/** Every field of an operation's request, its credentials first. */
export const fieldsOf = ({ descriptor, credentials }: AnyOperation): ReadonlyArray<Field> => {
  const check = Schema.decodeUnknownResult(Schema.toEncoded(descriptor.request))
  /** What the request's schema finds, by field. */
  const found = (sent: object): ReadonlyMap<unknown, string> => {
    const checked = check(sent, { errors: "all" })
    return new Map(Result.isFailure(checked) ? issuesOf(checked.failure.issue) : [])
  }
  const missing = found({})
  return descriptor.fields
    .map((field): Field => {
      const name = publicName(field)
      return {
        name,
        variable: variableOf(descriptor.provider, name),
        isCredential: credentials.includes(name),
        isSecret: descriptor.secrets.includes(field),
        isOneTime: Object.hasOwn(descriptor.oneTime, field),
        isRequired: missing.has(field),
        read: (text) => (found({ [field]: text }).has(field) && text.trim() !== "" ? Number(text) : text),
      }
    })
    .toSorted((one, other) => Number(other.isCredential) - Number(one.isCredential))
}

const issuesOf = (issue: SchemaIssue.Issue): ReadonlyArray<readonly [unknown, string]> => {
  const issues = issue._tag === "Composite" ? issue.issues : [issue]
  return issues.flatMap((one) => (one._tag === "Pointer" ? [[one.path[0], one.issue._tag] as const] : []))
}

/** The texts of the fields, by variable; and the variables of those that are missing. */
export const collect = async (
  fields: ReadonlyArray<Field>,
  environment: NodeJS.ProcessEnv,
  ask: Ask | undefined,
): Promise<{ readonly texts: ReadonlyMap<string, string>; readonly missing: ReadonlyArray<Field> }> => {
  const texts = new Map<string, string>()
  for (const { variable, name, isSecret, isRequired } of fields) {
    const set = environment[variable] ?? ""
    const asked = set === "" && isRequired && ask !== undefined
    const text = asked ? await ask(`${name} (${variable} is not set): `, isSecret) : set
    if (text !== "") texts.set(variable, text)
  }
  return { texts, missing: fields.filter(({ variable, isRequired }) => isRequired && !texts.has(variable)) }
}

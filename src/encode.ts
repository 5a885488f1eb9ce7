/** Encodes an input and credentials as the body to send. Nothing is sent that breaks the request's schema. */
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaParser from "effect/SchemaParser"
import type { InvalidRequest } from "./errors.ts"
import type { Credentials, Descriptor, Operation, RefusalTag } from "./operation.ts"
import { malformed, type Presented, publicName } from "./refusal.ts"

type Encode<Input, Name extends string, Wire> = (
  input: Input,
  credentials: Credentials<Name>,
  presented: Presented,
) => Result.Result<Wire, InvalidRequest>

/** Encodes requests of one operation. */
export const encoder = <Input, Name extends string, Wire>({
  descriptor,
  request,
}: Pick<Operation<Input, Name, unknown, RefusalTag, Wire>, "descriptor" | "request">): Encode<Input, Name, Wire> => {
  const check = SchemaParser.decodeUnknownResult(Schema.toEncoded(descriptor.request))
  return (input, credentials, presented) => {
    const refused = (fields: ReadonlyArray<string>) => malformed(presented, fields)
    // An input that cannot be read, such as a wiped secret, is malformed as well.
    const wire = Result.try({ try: () => request(input, credentials), catch: () => refused([]) })
    return Result.flatMap(wire, (body) =>
      Result.mapBoth(check(body, { errors: "all" }), {
        onSuccess: () => body,
        onFailure: (issue) => refused(fieldsIn(issue)),
      }),
    )
  }
}

/**
 * Reads the text by which a one-time grant is recognized when it is presented again: the request without the app's
 * credentials. There is none for other grants, and for malformed ones.
 */
export const grantReader = <Input, Name extends string>({
  descriptor,
  credentials,
  request,
}: Pick<Operation<Input, Name, unknown, RefusalTag>, "descriptor" | "credentials" | "request">) => {
  const oneTime = Object.keys(descriptor.oneTime)
  // Object.fromEntries loses the names; there is an entry for each.
  const none = Object.fromEntries(credentials.map((name) => [name, Redacted.make("")])) as Credentials<Name>
  const read = (input: Input): string | undefined => {
    const wire: unknown = request(input, none)
    const isGrant = oneTime.every((field) => typeof Reflect.get(Object(wire), field) === "string")
    return isGrant ? JSON.stringify(wire) : undefined
  }
  return (input: Input) => (oneTime.length === 0 ? undefined : Result.getOrUndefined(Result.try(() => read(input))))
}

/** The secrets of an encoded request, to recognize them in the answer. */
export const secretsIn = (wire: unknown, { secrets }: Pick<Descriptor, "secrets">): ReadonlyArray<string> =>
  secrets.map((name): unknown => Reflect.get(Object(wire), name)).filter((value) => typeof value === "string")

/** The names of the fields that a schema rejected, without their values. */
const fieldsIn = (issue: SchemaIssue.Issue): ReadonlyArray<string> => {
  const issues = issue._tag === "Composite" ? issue.issues : [issue]
  const names = issues.flatMap((one) => (one._tag === "Pointer" ? one.path.slice(0, 1) : []))
  return [...new Set(names.map((name) => publicName(String(name))))]
}

/**
 * From an input and credentials to the body that is sent. Nothing is sent where it breaks the request's schema.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
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
  const check = Schema.decodeUnknownResult(Schema.toEncoded(descriptor.request))
  return (input, credentials, presented) => {
    const body = Result.flatMap(
      Result.try(() => request(input, credentials)),
      (wire) => Result.map(check(wire, { errors: "all" }), () => wire),
    )
    // An input that cannot even be read, such as a secret that was wiped, is malformed as well.
    return Result.mapError(body, (cause) => malformed(presented, fieldsIn(cause)))
  }
}

/** The secrets of an encoded request, to be recognized in what comes back. */
export const secretsIn = (wire: unknown, { secrets }: Pick<Descriptor, "secrets">): ReadonlyArray<string> =>
  secrets.map((name): unknown => Reflect.get(Object(wire), name)).filter((value) => typeof value === "string")

/** The fields that a schema refused. Nothing of their values. */
const fieldsIn = (cause: unknown): ReadonlyArray<string> => {
  if (!Schema.isSchemaError(cause)) return []
  const { issue } = cause
  const issues = issue._tag === "Composite" ? issue.issues : [issue]
  const names = issues.flatMap((one) => (one._tag === "Pointer" ? one.path.slice(0, 1) : []))
  return [...new Set(names.map((name) => publicName(String(name))))]
}

/** One successful exchange per provider, as its spec shows it: what everybody sends, and what everybody receives. */
import { isObject, type JsonObject, readSpecs } from "../../contracts/spec/specs.ts"

export interface Exchange {
  readonly provider: string
  readonly operationId: string
  readonly path: string
  readonly request: JsonObject
  readonly answer: JsonObject
  /** The field of the answer that holds the token. */
  readonly tokenField: string
}

/** The operation that is measured of each provider. AISquare's login spends nothing, so it may use pooled connections. */
const measured = [
  { provider: "aisquare", operationId: "obtainToken", tokenField: "access" },
  { provider: "dapi", operationId: "exchangeToken", tokenField: "accessToken" },
  { provider: "finqware", operationId: "exchangeToken", tokenField: "access_token" },
]

export const exchanges = async (): Promise<ReadonlyArray<Exchange>> => {
  const operations = (await readSpecs()).flatMap((spec) => spec.operations)
  return measured.flatMap(({ provider, operationId, tokenField }) => {
    const operation = operations.find((other) => other.provider === provider && other.operationId === operationId)
    const request = operation?.body?.contents[0]?.examples[0]?.value
    const answer = operation?.answers.find(({ status }) => status === "200")?.contents[0]?.examples[0]?.value
    if (operation === undefined || !isObject(request) || !isObject(answer)) return []
    return [{ provider, operationId, path: operation.path, request: renewed(request), answer, tokenField }]
  })
}

/** Published access codes have long expired, and a client may refuse to send such a one. */
const renewed = (request: JsonObject): JsonObject => {
  if (typeof request.accessCode !== "string") return request
  const now = Math.floor(Date.now() / 1000)
  const part = (value: JsonObject) => Buffer.from(JSON.stringify(value)).toString("base64url")
  const claims = { salt: "made-up", tokenID: "611c7aa8-70af-4d7f-a895-289e89239313", iat: now, exp: now + 86_400 }
  return { ...request, accessCode: `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}.c2lnbmF0dXJlLW1hZGUtdXA` }
}

export const bodyOf = (answer: JsonObject): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(new TextEncoder().encode(JSON.stringify(answer)))

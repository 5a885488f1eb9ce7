/** The contenders: all send the same request and return the same token, for any provider. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Tracer from "effect/Tracer"
import { registry } from "../registry.ts"
import type { SuccessExample } from "./examples.ts"
import { createOurs, ourService, type Tokens } from "./ours.ts"

/** Redeems once and yields the access token. */
export type Redeem = () => Promise<string | undefined>

export interface Contender {
  readonly name: string
  readonly redeem: Redeem
}

/** The connection to the provider. */
export interface Wire {
  readonly baseUrl: string
  readonly fetch: typeof globalThis.fetch
  readonly example: SuccessExample
}

/** Code without any client. */
export const raw = ({ baseUrl, fetch, example }: Wire, headers: Readonly<Record<string, string>> = {}): Redeem => {
  const url = baseUrl + example.path
  const init = { method: "POST", headers: { "content-type": example.mediaType, ...headers } }
  return async () => {
    const response = await fetch(url, { ...init, body: JSON.stringify(example.request) })
    const tokens: Readonly<Record<string, string>> = await response.json()
    return tokens[example.tokenField]
  }
}

/** openapi-fetch alone, called by the generated code. */
export const viaOpenapiFetch = ({ baseUrl, fetch, example }: Wire): Redeem => {
  const provider = registry.get(example.provider)
  const client = provider?.connect({ baseUrl })
  const descriptor = provider?.operations[example.operationId]?.descriptor
  return async () => {
    const sent = await descriptor?.send(client, example.request, fetch)
    const { data }: { readonly data?: Readonly<Record<string, string>> } = Object(sent)
    return data?.[example.tokenField]
  }
}

/** With the program's tracer, which keeps nothing: without a tracer, no span is created. */
const traced = <A>(redemption: Effect.Effect<A, unknown>): (() => Promise<A>) => {
  const tracer = Tracer.make({ span: (options) => new Tracer.NativeSpan(options) })
  const run = Effect.runPromiseWith(Context.make(Tracer.Tracer, tracer))
  return () => run(redemption)
}

/** Ours, as it is shipped: through the Promise API and through the Effect API. */
export const ours = async ({ baseUrl, fetch, example }: Wire): Promise<ReadonlyArray<Contender>> => {
  const { operationId, call } = example
  const token = tokenReader(example)
  const client = await createOurs(example, { baseUrl, fetch })
  const service = await ourService(example, { baseUrl, fetch })
  const viaEffect = Effect.suspend(() => Effect.map(service(call.input), token))
  return [
    {
      name: "token-exchange",
      redeem: async () => {
        const { data } = await client(call.input)
        if (data === undefined) throw new Error(`${operationId} was refused`)
        return token(data)
      },
    },
    { name: "token-exchange/effect", redeem: () => Effect.runPromise(viaEffect) },
    { name: "token-exchange/effect, traced", redeem: traced(viaEffect) },
  ]
}

/** Reads the field of a token set that contains the answer's token. The first token set shows which one. */
const tokenReader = ({ answer, tokenField }: SuccessExample): ((tokens: Tokens) => string) => {
  let field: string | undefined
  const isToken = (value: unknown) => Redacted.isRedacted(value) && Redacted.value(value) === answer[tokenField]
  return (tokens) => {
    field ??= Object.keys(tokens).find((name) => isToken(tokens[name]))
    const secret = tokens[field ?? ""]
    return Redacted.isRedacted(secret) ? String(Redacted.value(secret)) : ""
  }
}

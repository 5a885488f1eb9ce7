/**
 * What must and must not compile in a provider's code, so that a changed spec is an error where the code must follow.
 * Nothing here runs.
 */
import type * as Schema from "effect/Schema"
import { type Descriptor, operation } from "../../src/operation.ts"
import { decode, type NothingLeft } from "../../src/reading.ts"
import type { Secret } from "../../src/secrets.ts"
import { tokenSet } from "../../src/token-set.ts"

/** As generated from a spec. */
declare const descriptor: Descriptor<{ readonly code: string; readonly verifier: string; readonly nonce?: string }>

interface Grant {
  readonly code: string
  readonly verifier: string
}

declare const Answered: Schema.Decoder<{ readonly token: string; readonly scope: string; readonly hint?: string }>

const reads = {
  success: Answered,
  tokens: () => ({ provider: "acme" }),
  refusal: () => ({ tag: "UnexpectedResponse" }) as const,
}

// A request: exactly its fields, each of its type.
operation(descriptor, {
  credentials: [],
  request: ({ code, verifier }: Grant) => ({ code, verifier }),
  ...reads,
})
operation(descriptor, {
  credentials: [],
  request: ({ code, verifier }: Grant) => ({ code, verifier, nonce: "n" }),
  ...reads,
})
operation(descriptor, {
  credentials: [],
  // @ts-expect-error the required `verifier` is not sent
  request: ({ code }: Grant) => ({ code }),
  ...reads,
})
operation(descriptor, {
  credentials: [],
  // @ts-expect-error a required field that may be absent
  request: ({ code, verifier }: { readonly code: string; readonly verifier: string | undefined }) => ({
    code,
    verifier,
  }),
  ...reads,
})
operation(descriptor, {
  credentials: [],
  // @ts-expect-error a field of another type
  request: ({ code }: Grant) => ({ code, verifier: 7 }),
  ...reads,
})
operation(descriptor, {
  credentials: ["clientId"],
  // @ts-expect-error a credential that the operation does not list
  request: ({ code, verifier }: Grant, { clientSecret }) => ({ code, verifier, nonce: String(clientSecret) }),
  ...reads,
})

// An answer: a reader keeps or names every field.
declare const answer: Parameters<ReturnType<typeof decode>>[0]
const answered = decode(Answered)(answer)
if (answered !== undefined) {
  const { token, scope: _scope, hint: _hint, ...left } = answered
  left satisfies NothingLeft
  void token
}
if (answered !== undefined) {
  const { token, hint: _hint, ...left } = answered
  // @ts-expect-error `scope` is neither kept nor named
  left satisfies NothingLeft
  void token
}
if (answered !== undefined) {
  const { token, scope: _scope, ...left } = answered
  // @ts-expect-error `hint`, which is optional, is neither kept nor named
  left satisfies NothingLeft
  void token
}

// A token set: every field is stated, one that may be absent too.
interface Tokens {
  readonly provider: "acme"
  readonly accessToken: Secret
  readonly scope?: string
}
declare const scope: string | undefined
tokenSet<Tokens>({ provider: "acme", accessToken: "t", scope })
tokenSet<Tokens>({ provider: "acme", accessToken: "t", scope: undefined })
// @ts-expect-error the optional `scope` is left out
tokenSet<Tokens>({ provider: "acme", accessToken: "t" })
// @ts-expect-error the required `accessToken` is left out
tokenSet<Tokens>({ provider: "acme", scope })
// @ts-expect-error a required field cannot be absent
tokenSet<Tokens>({ provider: "acme", accessToken: undefined, scope })
// @ts-expect-error a field that the token set does not have
tokenSet<Tokens>({ provider: "acme", accessToken: "t", scope, refreshToken: "r" })
// @ts-expect-error the tokens of another provider
tokenSet<Tokens>({ provider: "other", accessToken: "t", scope })

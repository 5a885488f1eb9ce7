/** What must and must not compile with the Effect API. Nothing here runs. */
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import {
  AISquareLogin,
  Dapi,
  type DapiToken,
  Finqware,
  type InvalidSettings,
  type TokenSet,
} from "token-exchange/effect"

const log = (text: string): void => void text

export const program = Effect.gen(function* () {
  const dapi = yield* Dapi
  const token = yield* dapi.exchangeToken({ accessCode: "code", connectionId: "id" })
  // @ts-expect-error a secret is not a string
  log(token.accessToken)
  // @ts-expect-error a field is missing
  yield* dapi.exchangeToken({ connectionId: "id" })
  return token
})

/** Handling every tag leaves no error. */
export const handled: Effect.Effect<DapiToken | string, never, Dapi> = program.pipe(
  Effect.catchTags({
    InvalidRequest: (error) => Effect.succeed(error.fields.join()),
    InvalidClient: () => Effect.succeed("settings"),
    InvalidGrant: () => Effect.succeed("consent"),
    RateLimited: () => Effect.succeed("later"),
    ConnectionFailed: () => Effect.succeed("again"),
    ProviderUnavailable: () => Effect.succeed("later"),
    OutcomeUnknown: () => Effect.succeed("consent"),
    UnexpectedResponse: () => Effect.succeed("support"),
  }),
)

// @ts-expect-error OutcomeUnknown is left
export const forgotten: Effect.Effect<DapiToken | string, never, Dapi> = program.pipe(
  Effect.catchTag(
    [
      "InvalidRequest",
      "InvalidClient",
      "InvalidGrant",
      "RateLimited",
      "ConnectionFailed",
      "ProviderUnavailable",
      "UnexpectedResponse",
    ],
    () => Effect.succeed("handled"),
  ),
)

/** The hook of a call takes the token set of its operation. */
export const hooked = Dapi.use((dapi) =>
  dapi.exchangeToken(
    { accessCode: "code", connectionId: "id" },
    { onOrphaned: ({ data }) => log(String((data satisfies DapiToken | undefined)?.userId)) },
  ),
)

// @ts-expect-error the service is not provided
Effect.runPromise(program)

// @ts-expect-error a credential is missing
Finqware.layerWith({ clientId: "id" })

/** Settings from the caller are right, or the program is wrong: its layer cannot fail. */
export const live: Layer.Layer<Dapi> = Dapi.layerWith({ appSecret: "s" })

/** Settings from `Config` may be wrong. */
export const configured: Layer.Layer<Dapi, InvalidSettings> = Dapi.layer

// @ts-expect-error they may be
export const certain: Layer.Layer<Dapi> = Dapi.layer

// @ts-expect-error a login has no exchangeToken
AISquareLogin.use((login) => login.exchangeToken({ tempToken: "t" }))

/** The schema of any token set has all of them. */
export const whole = (tokens: TokenSet): typeof TokenSet.Type => tokens

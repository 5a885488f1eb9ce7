import { expect, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { TestClock } from "effect/testing"
import { onTestFinished, vi } from "vitest"
import { AISquare, AISquareLogin, Dapi, Finqware } from "./effect.ts"

const environment = (env: Record<string, string>) => ConfigProvider.layer(ConfigProvider.fromUnknown(env))

const message = <A, E extends { readonly message: string }>(layer: Layer.Layer<A, E>, env: Record<string, string>) =>
  Layer.build(layer).pipe(
    Effect.provide(environment(env)),
    Effect.scoped,
    Effect.flip,
    Effect.map(({ message }) => message),
  )

it.effect("a layer names every variable that is missing", () =>
  Effect.gen(function* () {
    expect(yield* message(Dapi.layer, {})).toBe("Invalid settings: DAPI_APP_SECRET is missing.")
    expect(yield* message(AISquare.layer, {})).toBe("Invalid settings: AISQUARE_SUPEREXEC_SECRET is missing.")
    expect(yield* message(Finqware.layer, {})).toBe(
      "Invalid settings: FINQWARE_CLIENT_ID is missing; FINQWARE_CLIENT_SECRET is missing.",
    )
  }),
)

it.effect("AISquareLogin needs no app credentials", () =>
  Effect.gen(function* () {
    const login = yield* AISquareLogin
    expect(Object.keys(login)).toEqual(["obtainToken", "refreshToken"])
  }).pipe(Effect.provide(AISquareLogin.layer), Effect.provide(environment({}))),
)

it.effect.each([
  ["from Config", Dapi.layer],
  ["with settings", Dapi.layerWith({ appSecret: "s" })],
] as const)("a layer %s sends by the fetch that is global when it posts", ([, layer]) =>
  Effect.gen(function* () {
    const dapi = yield* Dapi
    vi.stubGlobal("fetch", async () => Response.json({ success: true, status: "done", accessToken: "permanent" }))
    onTestFinished(() => void vi.unstubAllGlobals())
    const { accessToken } = yield* dapi.exchangeToken({ accessCode: "code", connectionId: "connection" })
    expect(Redacted.value(accessToken)).toBe("permanent")
  }).pipe(Effect.provide(layer), Effect.provide(environment({ DAPI_APP_SECRET: "s" }))),
)

it.effect("a layer with settings redeems with those settings", () =>
  Effect.gen(function* () {
    const finqware = yield* Finqware
    const consent = yield* finqware.exchangeToken({ tempToken: Redacted.make("temp") })
    expect(Redacted.value(consent.accessToken)).toBe("macaroon")
    expect(consent.consentExpiresAt).toEqual(new Date("2026-04-01T00:00:00Z"))
  }).pipe(
    Effect.provide(
      Finqware.layerWith({
        clientId: "id",
        clientSecret: "secret",
        baseUrl: "https://sandbox.example",
        fetch: async (url, init) => {
          const body = await new Response(init?.body ?? null).json()
          expect({ url, body }).toEqual({
            url: "https://sandbox.example/v1/tokens",
            body: { client_id: "id", client_secret: "secret", temp_token: "temp" },
          })
          return Response.json({
            credentials_id: "c",
            access_token: "macaroon",
            consent_exp: "2026-04-01T00:00:00Z",
            max_data_retention: "2026-05-01T00:00:00Z",
          })
        },
      }),
    ),
  ),
)

it.effect("the expiry of a token counts from its receipt, by Effect's clock", () =>
  Effect.gen(function* () {
    const iat = 1_763_150_400
    const jwt = `a.${Buffer.from(JSON.stringify({ iat, exp: iat + 3600 })).toString("base64url")}.c`
    const old = `a.${Buffer.from(JSON.stringify({ iat: iat - 7200, exp: iat + 60 })).toString("base64url")}.c`
    const layer = AISquareLogin.layerWith({ fetch: async () => Response.json({ access: jwt }) })
    yield* TestClock.setTime(Date.parse("2040-01-01T00:00:00Z"))
    const tokens = yield* AISquareLogin.use((login) => login.refreshToken({ refresh: old })).pipe(Effect.provide(layer))
    expect(tokens).toMatchObject({
      rotated: false,
      accessExpiresAt: new Date("2040-01-01T01:00:00Z"),
      // It had one minute left when the new access token was issued.
      refreshExpiresAt: new Date("2040-01-01T00:01:00Z"),
    })
    expect(Redacted.value(tokens.refresh)).toBe(old)
  }),
)

it.effect.each([null, { signal: null, timeout: null }])("a redemption treats the options %j as absent", (options) =>
  Effect.gen(function* () {
    const dapi = yield* Dapi
    const grant = { accessCode: "code", connectionId: "connection" }
    expect(yield* dapi.exchangeToken(grant, options as never)).toMatchObject({ provider: "dapi" })
  }).pipe(
    Effect.provide(
      Dapi.layerWith({
        appSecret: "secret",
        fetch: async () => Response.json({ success: true, status: "done", accessToken: "permanent" }),
      }),
    ),
  ),
)

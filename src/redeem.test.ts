import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { expect, it } from "vitest"
import { dapi } from "./providers/dapi.ts"
import { redeem } from "./redeem.ts"
import { type DapiSettings, resolve } from "./settings.ts"
import { unwatched } from "./watch.ts"

it("hands over the tokens of an answer that its reader throws on", async () => {
  const { exchangeToken } = dapi.operations
  const own: DapiSettings = { appSecret: "secret" }
  const settings = resolve(dapi, own, {
    fetch: async (_, init) => {
      await new Response(init?.body ?? null).text()
      return Response.json({ success: true, accessToken: "permanent", status: "done" })
    },
  })
  const read = () => {
    throw new RangeError("Maximum call stack size exceeded")
  }
  const error = await Effect.runPromise(
    Effect.flip(
      redeem({ ...exchangeToken, read }, settings, unwatched)({ accessCode: "code", connectionId: "connection" }),
    ),
  )
  expect(error).toMatchObject({ _tag: "UnexpectedResponse", reason: "schema mismatch", grant: "spent" })
  const recovered = error._tag === "UnexpectedResponse" ? error.recovered?.accessToken : undefined
  expect(recovered && Redacted.value(recovered)).toBe("permanent")
})

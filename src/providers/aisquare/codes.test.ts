/**
 * What a refusal of AISquare means to the caller: every published code, and explanations without one. The meanings are
 * those of the vendor's own words.
 *
 * @see specs/SOURCES.md#aisquare
 */
import { describe, expect, it } from "vitest"
import { createAISquare } from "./entry.ts"

const aisquare = (status: number, body: unknown) =>
  createAISquare({ superexecSecret: "superexec-secret", fetch: async () => Response.json(body, { status }) })

const refusals = {
  exchangeToken: (status: number, body: unknown) => aisquare(status, body).exchangeToken({ tempToken: "temp-token" }),
  obtainToken: (status: number, body: unknown) =>
    aisquare(status, body).obtainToken({ username: "user", password: "password" }),
  refreshToken: (status: number, body: unknown) => aisquare(status, body).refreshToken({ refresh: "refresh-token" }),
}

describe.concurrent.each(Object.entries(refusals))("%s, under 400", (_, refused) => {
  const redeem = async (body: unknown, status = 400) => (await refused(status, body)).error

  it("is InvalidRequest when the body could not be parsed", async () => {
    const detail = "JSON parse error - Expecting value: line 1 column 1 (char 0)"
    expect(await redeem({ detail })).toMatchObject({ _tag: "InvalidRequest", fields: [] })
    expect(await redeem({ detail }, 401)).toMatchObject({ _tag: "InvalidGrant" })
  })

  it("is InvalidGrant with any other explanation", async () => {
    expect(await redeem({ detail: "Invalid token: not a JSON parse error" })).toMatchObject({ _tag: "InvalidGrant" })
    expect(await redeem({ non_field_errors: ["Invalid token or secret"] })).toMatchObject({ _tag: "InvalidGrant" })
  })

  it("is InvalidGrant when wrapped as in the vendor's v2 API, and nothing when another wraps it", async () => {
    expect(await redeem({ error: { message: "no" }, code: "refused" })).toMatchObject({ _tag: "InvalidGrant" })
    expect(await redeem({ error: "no", code: "refused" }, 401)).toMatchObject({ _tag: "InvalidGrant" })
    expect(await redeem({ error: "no", code: 7 })).toMatchObject({ _tag: "UnexpectedResponse" })
    expect(await redeem({ code: "refused" })).toMatchObject({ _tag: "UnexpectedResponse" })
  })

  it("passes on a listed code only", async () => {
    expect(await redeem({ detail: "no", code: "token_not_valid" })).toMatchObject({ code: "token_not_valid" })
    expect(await redeem({ detail: "no", code: "something_else" })).not.toHaveProperty("code")
  })
})

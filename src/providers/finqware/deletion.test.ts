/** A consent is deleted at Finqware, by the id and the token that its exchange yielded. */
import { expect, it } from "vitest"
import { createSimulator } from "../../testing.ts"
import { createFinqware } from "./entry.ts"

const world = () => {
  const { finqware: simulated, settings, fetch } = createSimulator()
  const sent: Array<string> = []
  const finqware = createFinqware({
    ...settings.finqware,
    fetch: async (url, init) => {
      const body = await new Response(init.body).text()
      sent.push(`${url} ${body}`)
      return fetch(url, { ...init, body })
    },
  })
  return { finqware, simulated, sent, settings: settings.finqware }
}

it("deletes what an exchange yielded, and again", async () => {
  const { finqware, simulated } = world()
  const { data: consent } = await finqware.exchangeToken(simulated.issueGrant())
  if (consent === undefined) throw new Error("The exchange yielded nothing.")
  expect(await finqware.deleteConsent(consent)).toEqual({ data: { provider: "finqware" } })
  // "This is an idempotent operation", says the vendor.
  expect(await finqware.deleteConsent(consent)).toEqual({ data: { provider: "finqware" } })
})

it("sends the documented fields to the documented address, and the minutes only where they are given", async () => {
  const { finqware, simulated, sent, settings } = world()
  const { credentialsId, accessToken } = simulated.issueConsent()
  await finqware.deleteConsent({ credentialsId, accessToken })
  await finqware.deleteConsent({ credentialsId, accessToken, pcdDataRetention: 0 })
  const fields = {
    client_id: settings.clientId,
    client_secret: settings.clientSecret,
    credentials_id: credentialsId,
    access_token: accessToken,
  }
  expect(sent.map((request) => request.split(" ")[0])).toEqual(
    Array(2).fill("https://api.finqware.com/v1/consents/delete"),
  )
  expect(sent.map((request) => JSON.parse(request.slice(request.indexOf(" "))))).toEqual([
    fields,
    { ...fields, pcd_data_retention: 0 },
  ])
})

it.each([-1, 0.5, "0"])("sends nothing where the minutes are %j", async (pcdDataRetention) => {
  const { finqware, simulated, sent } = world()
  const given = { ...simulated.issueConsent(), pcdDataRetention: pcdDataRetention as number }
  expect((await finqware.deleteConsent(given)).error).toMatchObject({
    _tag: "InvalidRequest",
    fields: ["pcdDataRetention"],
  })
  expect(sent).toEqual([])
})

it("an answer about another operation on consents is no deletion", async () => {
  const { finqware, simulated } = world()
  simulated.answerNext("200 deleted", { body: { op_type: "read", code: "credentials_info", http: 200, message: "ok" } })
  const { error } = await finqware.deleteConsent(simulated.issueConsent())
  expect(error).toMatchObject({ _tag: "UnexpectedResponse", reason: "schema mismatch" })
})

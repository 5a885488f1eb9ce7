import { createTokenExchange } from "token-exchange"
import { createSimulator } from "token-exchange/testing"
import { expect, test } from "vitest"

test("a code is redeemed once", async () => {
  const simulator = createSimulator()
  const exchange = createTokenExchange(simulator.settings)
  const grant = simulator.dapi.issueGrant()
  expect((await exchange.dapi.exchangeToken(grant)).data?.provider).toBe("dapi")
  expect((await exchange.dapi.exchangeToken(grant)).error?._tag).toBe("InvalidGrant")
})

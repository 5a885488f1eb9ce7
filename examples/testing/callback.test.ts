/** How a service tests itself: no network, the providers' state and time in its own hands. */
import { createTokenExchange } from "token-exchange"
import { createSimulator } from "token-exchange/testing"
import { createVault, memoryStore } from "token-exchange/vault"
import { expect, it } from "vitest"

// #region test
it("sends the user through consent again when the answer was lost", async () => {
  const simulator = createSimulator()
  const exchange = createTokenExchange(simulator.settings)
  const grant = simulator.dapi.issueGrant()
  simulator.dapi.failNext("reset-after-send")
  const lost = await exchange.dapi.exchangeToken(grant)
  expect(lost.error?._tag).toBe("OutcomeUnknown") // it was sent once, and not again
  expect(simulator.dapi.journal).toHaveLength(1)

  const again = await exchange.dapi.exchangeToken(grant)
  expect(again.error?._tag).toBe("InvalidGrant") // the first one had been granted
})
// #endregion

// #region vault
it("refreshes an expired session once for all callers", async () => {
  const simulator = createSimulator()
  const { aisquare, clock } = simulator
  // Credentials, a key for tests, and the simulator's clock, which is the vault's, too.
  await using vault = createVault({ store: memoryStore(), ...simulator.vaultSettings })

  await vault.aisquare.connect("ada", aisquare.issueGrant())
  clock.advance(8 * 24 * 60 * 60 * 1000) // the access token lives for a week
  const [one, two] = await Promise.all([vault.aisquare.tokens("ada"), vault.aisquare.tokens("ada")])
  expect(one.data).toBe(two.data)
  expect(aisquare.journal.map(({ operation }) => operation)).toEqual(["exchangeToken", "refreshToken"])
})
// #endregion

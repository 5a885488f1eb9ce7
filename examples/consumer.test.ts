/** How a service tests itself: no network, the providers' state and time in its own hands. */
import { createTokenExchange } from "token-exchange"
import { createSimulator } from "token-exchange/testing"
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

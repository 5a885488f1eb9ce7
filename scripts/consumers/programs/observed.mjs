/** Redeems in each way that leaves a trace: granted, refused, and with nobody there. Every secret is a `canary`. */
import { createTokenExchange } from "token-exchange"

export const redeemObserved = async () => {
  const { url, nobody } = JSON.parse(process.env.CONSUMER ?? "")
  const errors = []
  for (const baseUrl of [`${url}/granted`, `${url}/refused`, nobody]) {
    const at = { baseUrl, timeout: 500 }
    const { dapi, aisquare } = createTokenExchange({ dapi: { ...at, appSecret: "canary-app" }, aisquare: at })
    const exchanged = await dapi.exchangeToken({ accessCode: "canary-code", connectionId: "connection" })
    const loggedIn = await aisquare.obtainToken({ username: "user", password: "canary-password" })
    errors.push(exchanged.error, loggedIn.error)
  }
  return errors.filter((error) => error !== undefined)
}

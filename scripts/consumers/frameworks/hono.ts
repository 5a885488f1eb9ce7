import { serve } from "@hono/node-server"
import { Hono } from "hono"
import { createTokenExchange, fromEnv } from "token-exchange"

const exchange = createTokenExchange(fromEnv("dapi"))
const app = new Hono()

app.post("/connected", async (context) => {
  const { accessCode, connectionId } = await context.req.json()
  const { data, error } = await exchange.dapi.exchangeToken({ accessCode, connectionId })
  return error ? context.json({ tag: error._tag }, 409) : context.json({ provider: data.provider }, 200)
})

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => console.log(`http://127.0.0.1:${port}`))

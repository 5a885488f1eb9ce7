import express from "express"
import { createTokenExchange, fromEnv } from "token-exchange"

const exchange = createTokenExchange(fromEnv("dapi"))
const app = express()
app.use(express.json())

app.post("/connected", async (request, response) => {
  const { accessCode, connectionId } = request.body
  const { data, error } = await exchange.dapi.exchangeToken({ accessCode, connectionId })
  if (error) response.status(409).json({ tag: error._tag })
  else response.status(200).json({ provider: data.provider })
})

const server = app.listen(0, "127.0.0.1", () => {
  const address = server.address()
  if (typeof address === "object") console.log(`http://127.0.0.1:${address?.port}`)
})

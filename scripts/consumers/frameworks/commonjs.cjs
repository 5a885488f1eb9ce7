const { createServer } = require("node:http")
const { createTokenExchange, fromEnv } = require("token-exchange")

const exchange = createTokenExchange(fromEnv("dapi"))

const server = createServer((request, response) => {
  let body = ""
  request.on("data", (chunk) => {
    body += chunk
  })
  request.on("end", async () => {
    const { data, error } = await exchange.dapi.exchangeToken(JSON.parse(body))
    response.statusCode = error ? 409 : 200
    response.end(JSON.stringify(error ? { tag: error._tag } : { provider: data.provider }))
  })
})
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`))

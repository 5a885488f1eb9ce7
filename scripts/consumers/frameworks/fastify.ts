import Fastify from "fastify"
import { createTokenExchange, fromEnv } from "token-exchange"

const exchange = createTokenExchange(fromEnv("dapi"))
const server = Fastify()

server.post<{ Body: { accessCode: string; connectionId: string } }>("/connected", async (request, reply) => {
  const { data, error } = await exchange.dapi.exchangeToken(request.body)
  if (error) return reply.code(409).send({ tag: error._tag })
  return reply.code(200).send({ provider: data.provider })
})

console.log(await server.listen({ host: "127.0.0.1", port: 0 }))

import { createTokenExchange, fromEnv } from "token-exchange"

export async function POST(request: Request) {
  const exchange = createTokenExchange(fromEnv("dapi"))
  const { accessCode, connectionId } = await request.json()
  const { data, error } = await exchange.dapi.exchangeToken({ accessCode, connectionId })
  return error ? Response.json({ tag: error._tag }, { status: 409 }) : Response.json({ provider: data.provider })
}

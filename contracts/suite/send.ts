/** The two ways in which a test sends, with our client and without it. Both keep what was exchanged. */

import type { Fetch } from "../../src/index.ts"
import { type Circumstances, type Redeemed, redeem } from "../client.ts"
import { type Exchange, observe, parsed, type Received } from "../evidence/exchange.ts"
import { keep } from "../evidence/kept.ts"
import { patience } from "../prism.ts"
import type { Json } from "../spec/specs.ts"

/** A whole answer, its body as JSON where it is JSON. */
export interface Answered extends Omit<Received, "body"> {
  readonly exchange: Exchange
  readonly body: Json
}

/** Sends one request as it stands, without our client. */
export const send = async (
  operation: { readonly provider: string; readonly operationId: string },
  url: string,
  init: RequestInit,
  through?: Fetch,
): Promise<Answered> => {
  const { fetch, exchanges } = observe(through)
  await fetch(url, { ...init, signal: AbortSignal.timeout(patience) })
  for (const exchange of exchanges) keep(operation, exchange)
  const [exchange] = exchanges
  if (exchange?.answer === undefined) throw new Error(`${operation.provider} gave no whole answer.`)
  const { status, headers, body } = exchange.answer
  return { exchange, status, headers, body: parsed(body) ?? body }
}

/** Redeems with our client what a body presents. */
export const present = async (
  operation: { readonly provider: string; readonly operationId: string },
  body: Json,
  circumstances: Circumstances,
): Promise<Redeemed> => {
  const redeemed = await redeem(operation, body, circumstances)
  const { exchanges, outcome } = redeemed
  const said = { tag: "_tag" in outcome ? outcome._tag : undefined }
  for (const exchange of exchanges) keep(operation, exchange, exchange === exchanges.at(-1) ? { said } : {})
  return redeemed
}

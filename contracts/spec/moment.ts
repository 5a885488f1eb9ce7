/** The time of an exchange: when its youngest JWT was issued. Published codes have expired since. */
import { times } from "../../src/jwt.ts"
import { isObject, type Json } from "./specs.ts"

/** When the examples of our own were written. */
const written = new Date("2025-11-14T20:00:00Z")

export const momentOf = (...messages: ReadonlyArray<Json>): Date => {
  const texts = messages.flatMap((message) => (isObject(message) ? Object.values(message) : []))
  const issued = texts.flatMap((text) => (typeof text === "string" ? (times(text).iat ?? []) : []))
  return issued.length === 0 ? written : new Date(Math.max(...issued) * 1000)
}

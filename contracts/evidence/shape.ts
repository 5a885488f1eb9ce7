/** The shape of a value, which tells how a provider writes it and nothing of what it is. */
import { isObject, type JsonObject } from "../spec/specs.ts"
import { parsed } from "./exchange.ts"

export type TextShape = "date-time" | "JWT" | "UUID" | "hex" | "text"

export const textShape = (text: string): TextShape => {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)) return "date-time"
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return "UUID"
  if (/^[\da-f]{16,}$/i.test(text)) return "hex"
  return claimsOf(text) === undefined ? "text" : "JWT"
}

/** The claims of a JWT. Absent for any other text. */
export const claimsOf = (text: string): JsonObject | undefined => {
  const [head = "", payload = "", signature, ...rest] = text.split(".")
  if (signature === undefined || rest.length > 0) return undefined
  const claims = parsed(Buffer.from(payload, "base64url").toString())
  return isObject(parsed(Buffer.from(head, "base64url").toString())) && isObject(claims) ? claims : undefined
}

/** The shape of any leaf, as a report shows it. */
export const shapeOf = (value: string | number | boolean): string => {
  if (typeof value === "string") return value === "" ? "" : `<${textShape(value)}>`
  return typeof value === "boolean" ? "<boolean>" : Number.isInteger(value) ? "<integer>" : "<number>"
}

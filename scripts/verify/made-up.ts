/** Made-up values in the shape of real ones, for requests to a live vendor and for recorded exchanges. */
import { randomBytes, randomUUID } from "node:crypto"
import { type Leaf, replaced } from "../../contracts/evidence/leaves.ts"
import type { Contract } from "../../contracts/evidence/located.ts"
import { maskName } from "../../contracts/evidence/masked.ts"
import { claimsOf, textShape } from "../../contracts/evidence/shape.ts"
import { wordsOf } from "../../contracts/evidence/words.ts"
import { sample } from "../../contracts/spec/sample.ts"
import type { Json, JsonObject, JsonSchema } from "../../contracts/spec/specs.ts"

export interface MakingUp {
  /** Equal texts become equal, and different ones different. */
  readonly text: (real: string) => string
  /** A body with its shape and the spec's own names and words, and nothing else of it. */
  readonly body: (schemas: ReadonlyArray<JsonSchema>, real: Json) => Json
}

export const makeUp = ({ spec, judge }: Contract): MakingUp => {
  const words = wordsOf(spec)
  const name = maskName(words, (number) => `x-unknown-${number}`)
  const made = new Map<string, string>()
  const text = (real: string): string => {
    const other = made.get(real) ?? fresh(real)
    made.set(real, other)
    return other
  }
  const fresh = (real: string): string => {
    const claims = claimsOf(real)
    if (claims !== undefined) return jwt(body([], claims), timesIn(claims))
    const shape = textShape(real)
    if (shape === "UUID") return randomUUID()
    if (shape === "hex") return randomBytes(real.length).toString("hex").slice(0, real.length)
    return shape === "date-time" ? dateLike(real) : `made-up-${randomBytes(6).toString("hex")}`
  }
  /** Valid where the real value was, so that a recorded exchange shows what the real one did. */
  const leaf = (real: Leaf, schemas: ReadonlyArray<JsonSchema>): Json => {
    if (words.isShown(real, schemas)) return real
    if (typeof real === "boolean") return false
    const first = typeof real === "string" ? text(real) : Number.isInteger(real) ? 1 : 1.5
    const isValid = (value: Json) => schemas.length === 0 || judge({ anyOf: schemas }, value).valid
    const candidates = [first, ...schemas.map((schema) => sample(spec, schema))]
    return candidates.find((value) => isValid(value) === isValid(real)) ?? first
  }
  const body: MakingUp["body"] = (schemas, real) => replaced(spec, schemas, real, { leaf, name })
  return { text, body }
}

/** The same notation of another time. */
const dateLike = (date: string): string => {
  const fraction = /\.\d{1,9}/.exec(date)?.[0].replace(/\d/g, "0") ?? ""
  return `2026-01-02T03:04:05${fraction}${date.endsWith("Z") ? "Z" : "+00:00"}`
}

/** The time of {@link dateLike}, in seconds. */
const issued = Date.parse("2026-01-02T03:04:05Z") / 1000
const tenYears = 10 * 366 * 86_400

/** When a JWT was issued and ends: of its real times only how many whole minutes it lives. */
const timesIn = ({ iat, exp }: JsonObject): JsonObject => {
  const life = typeof iat === "number" && typeof exp === "number" ? exp - iat : 0
  const isLife = life >= 0 && life <= tenYears && life % 60 === 0
  return {
    ...(typeof iat === "number" && { iat: issued }),
    ...(typeof exp === "number" && { exp: issued + (isLife ? life : 0) }),
  }
}

const jwt = (claims: Json, times: JsonObject): string => {
  const parts = [{ alg: "HS256", typ: "JWT" }, Object.assign({}, claims, times)]
  return [...parts.map((part) => Buffer.from(JSON.stringify(part))), randomBytes(32)]
    .map((part) => part.toString("base64url"))
    .join(".")
}

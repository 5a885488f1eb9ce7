/**
 * How the suite compares values that may contain secrets. A failed comparison prints both sides into every report, so a
 * digest replaces each secret: equal secrets have equal digests.
 */
import { createHash } from "node:crypto"
import { expect } from "@playwright/test"
import * as Redacted from "effect/Redacted"
import { knownSecrets } from "../evidence/secrets.ts"
import { isObject } from "../spec/specs.ts"

const secrets = await knownSecrets()

const digest = (secret: string) => `<secret ${createHash("sha256").update(secret).digest("hex").slice(0, 8)}>`

/** A value with a digest in place of each secret. */
export const withDigests = (value: unknown): unknown => {
  if (typeof value === "string") return secrets.reduce((text, one) => text.replaceAll(one, digest(one)), value)
  if (Redacted.isRedacted(value)) return digest(String(Redacted.value(value)))
  if (Array.isArray(value)) return value.map(withDigests)
  // Dates and other objects are compared unchanged.
  if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withDigests(inner)]))
}

/** Two values are equal. */
export const expectEqual = (actual: unknown, expected: unknown, message?: string): void => {
  expect(withDigests(actual), message).toEqual(withDigests(expected))
}

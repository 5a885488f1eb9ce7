/**
 * What the suite is held against: `mock` is one Prism per spec, `simulator` our own simulated providers. Playwright runs
 * a project for each, and the same cases in both.
 */
import { test } from "@playwright/test"

/** Every target. */
export const targets = ["mock", "simulator"] as const
export type Target = (typeof targets)[number]

/** The target of the project that runs. */
export const target = (): Target => {
  const { name } = test.info().project
  const found = targets.find((one) => one === name)
  if (found === undefined) throw new Error(`The project ${name} is no target: ${targets.join(", ")}.`)
  return found
}

/** The environment variable that holds where a provider is. */
export const variableOf = (target: Target, provider: string) =>
  `${target}_${provider}`.toUpperCase().replace(/[^A-Z0-9]/g, "_")

/** Where a provider is, on the target of the project that runs. */
export const urlOf = (provider: string): string => {
  const url = process.env[variableOf(target(), provider)]
  if (url === undefined) throw new Error(`No ${target()} of ${provider} runs: start the suite with npm run contracts.`)
  return url
}

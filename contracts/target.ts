/**
 * The targets of the suite: `mock` is one Prism per spec, `simulator` our own simulated providers. Playwright runs the
 * same tests in a project for each.
 */

/** Every target. */
export const targets = ["mock", "simulator"] as const
export type Target = (typeof targets)[number]

/** The environment variable that holds the URL of a provider. */
export const variableOf = (target: Target, provider: string) =>
  `${target}_${provider}`.toUpperCase().replace(/[^A-Z0-9]/g, "_")

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { root } from "../../contracts/spec/specs.ts"
import { complaintsOf, nonsense, services } from "../registry.ts"

it(".env.example has every variable that a layer reads, and no other; what is required is not commented out", () => {
  const required = [...services.values()].flatMap((service) => complaintsOf(service, () => undefined))
  const all = [...required, ...[...services.values()].flatMap((service) => complaintsOf(service, nonsense))]
  const lines = readFileSync(join(root, ".env.example"), "utf8").split("\n")
  const named = lines.flatMap((line) => /^(?:# )?([A-Z_]+)=/.exec(line)?.[1] ?? [])
  expect(named.toSorted()).toEqual([...new Set(all)].toSorted())
  expect(lines.flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []).toSorted()).toEqual(
    [...new Set(required)].toSorted(),
  )
})

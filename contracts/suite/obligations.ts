/** Runs after the suite: whatever it is obliged to show, and no exchange has shown, is named here. */
import { expect, test } from "@playwright/test"
import { readCells } from "../evidence/coverage.ts"
import { targets } from "./target.ts"

for (const target of targets) {
  test(`every cell is covered on the ${target}`, async () => {
    const cells = (await readCells())?.cells.filter((cell) => cell.target === target) ?? []
    expect(cells.length).toBeGreaterThan(0)
    expect(cells.filter(({ isCovered }) => !isCovered).map(({ name, advice }) => `${name}. ${advice}`)).toEqual([])
  })
}

import { expect, it } from "vitest"
import { judgeVersion } from "./version.ts"

it.each([
  ["1.2.3", "2.0.0", "major"],
  ["1.2.3", "3.4.5", "major"],
  ["1.2.3", "1.3.0", "minor"],
  ["1.2.3", "2.0.0", "minor"],
  ["1.2.3", "1.2.3", "none"],
  // A version may move without a change.
  ["1.2.3", "1.2.4", "none"],
  ["1.9.0", "1.10.0", "minor"],
  // Before 1.0.0 the minor number stands for the major, and the patch for the rest.
  ["0.2.3", "0.3.0", "major"],
  ["0.2.3", "1.0.0", "major"],
  ["0.2.3", "0.2.4", "minor"],
  ["1.2.3", "2.0.0-rc.1", "major"],
  ["1.2.3", "2.0.0+build.5-x", "major"],
  ["2.0.0-rc.1", "2.0.0-rc.2", "none"],
  ["2.0.0-rc.1", "2.0.0", "none"],
  // The old version may be malformed.
  ["May 2026", "1.0.0", "major"],
] as const)("%s → %s is enough for %s", (before, after, part) => {
  expect(judgeVersion(before, after, part).message).toBeUndefined()
})

it.each([
  ["1.2.3", "1.2.3", "major", "must be 2.0.0 at least; it was 1.2.3 and is 1.2.3."],
  ["1.2.3", "1.3.0", "major", "must be 2.0.0 at least"],
  ["1.2.3", "1.2.4", "minor", "must be 1.3.0 at least"],
  ["1.2.3", "1.2.3", "minor", "must be 1.3.0 at least"],
  ["0.2.3", "0.2.9", "major", "must be 0.3.0 at least"],
  ["0.2.3", "0.2.3", "minor", "must be 0.2.4 at least"],
  ["1.10.0", "1.9.0", "none", "went back from 1.10.0 to 1.9.0: it must be 1.10.0 or later."],
  ["2.0.0", "2.0.0-rc.1", "none", "went back from 2.0.0 to 2.0.0-rc.1"],
  ["2.0.0", "1.9.9", "major", "went back from 2.0.0 to 1.9.9"],
  ["1.2.3", "2.0", "major", "is not a semantic version: 2.0. Write 1.2.3."],
  ["1.2.3", "v2.0.0", "none", "is not a semantic version: v2.0.0."],
  ["1.2.3", "", "none", "is not a semantic version"],
] as const)("%s → %s is too little for %s", (before, after, part, says) => {
  expect(judgeVersion(before, after, part).message).toContain(`\`info.version\` ${says}`)
})

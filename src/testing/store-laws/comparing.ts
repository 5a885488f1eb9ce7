/** Compare and set: of all who have seen the same version one wins, and nobody else changes anything. */
import { broken, bytes, bytesAt, law, same, won } from "./law.ts"

const writers = 16

export const comparing = [
  law("a write that expects nothing needs an absent key", async ({ one, other, key }) => {
    const version = won("write of an absent key", await one.write(key("a"), bytes(1), undefined))
    same("second write that expects nothing", await other.write(key("a"), bytes(2), undefined), undefined)
    same("value after it", await bytesAt(one, key("a")), "1")
    same("version after it", (await one.read(key("a")))?.version, version)
  }),

  law("a write needs the version that the row has", async ({ one, other, key }) => {
    const first = won("write of an absent key", await one.write(key("a"), bytes(1), undefined))
    const second = won("write with its version", await one.write(key("a"), bytes(2), first))
    same("write with the version before", await other.write(key("a"), bytes(3), first), undefined)
    same("value after it", await bytesAt(one, key("a")), "2")
    same("version after it", (await one.read(key("a")))?.version, second)
    same("write of an absent key with a version", await one.write(key("b"), bytes(4), second), undefined)
    same("value after it", await bytesAt(one, key("b")), undefined)
    won("write of another key", await one.write(key("c"), bytes(5), undefined))
    same("write with the version of another key", await one.write(key("c"), bytes(6), second), undefined)
    same("value after it", await bytesAt(one, key("c")), "5")
  }),

  law("a removal needs the version that the row has", async ({ one, other, key }) => {
    const first = won("write of an absent key", await one.write(key("a"), bytes(1), undefined))
    const second = won("write with its version", await one.write(key("a"), bytes(2), first))
    same("removal with the version before", await other.remove(key("a"), first), false)
    same("value after it", await bytesAt(one, key("a")), "2")
    same("removal with the right version", await other.remove(key("a"), second), true)
    same("value after it", await bytesAt(one, key("a")), undefined)
    same("removal of what is gone", await one.remove(key("a"), second), false)
  }),

  law("a version that it never gave loses, and is no failure", async ({ one, key }) => {
    won("write", await one.write(key("a"), bytes(1), undefined))
    for (const unknown of ["", "0", "-1", "no version", "9".repeat(40), "' or 1=1 --", crypto.randomUUID()]) {
      same(`write with version ${unknown}`, await one.write(key("a"), bytes(2), unknown), undefined)
      same(`removal with version ${unknown}`, await one.remove(key("a"), unknown), false)
      same(`write of an absent key with version ${unknown}`, await one.write(key("b"), bytes(2), unknown), undefined)
    }
    same("value after it", await bytesAt(one, key("a")), "1")
    same("keys after it", await one.list(key(""), undefined, 10), [key("a")])
  }),

  law("of many writers that expect the same one wins", async ({ one, other, key }) => {
    let expected: string | undefined
    for (const round of ["an absent key", "the same version", "the same version again"]) {
      const race = Array.from({ length: writers }, (_, at) =>
        (at % 2 === 0 ? one : other).write(key("a"), bytes(at), expected),
      )
      const versions = await Promise.all(race)
      const winners = versions.flatMap((version, at) => (version === undefined ? [] : [at]))
      const [winner] = winners
      if (winner === undefined || winners.length > 1) {
        return broken(`winners of ${writers} writers that expect ${round}`, "one", winners.length)
      }
      const row = await one.read(key("a"))
      same("the value is the winner's", row?.value.join(), String(winner))
      same("the version is the winner's", row?.version, versions[winner])
      expected = row?.version
    }
  }),

  law("of a write and a removal that expect the same one wins", async ({ one, other, key }) => {
    for (let round = 0; round < 8; round++) {
      const at = key(String(round))
      const version = won("write", await one.write(at, bytes(1), undefined))
      const writes = () => one.write(at, bytes(2), version)
      const removes = () => other.remove(at, version)
      const [first, second] = round % 2 === 0 ? [writes(), removes()] : [removes(), writes()]
      const outcomes = (await Promise.all([first, second])).map((outcome) => Boolean(outcome))
      same("how many of the two won", outcomes.filter((hasWon) => hasWon).length, 1)
      const isWritten = outcomes[round % 2] === true
      same("value after it", await bytesAt(one, at), isWritten ? "2" : undefined)
    }
  }),

  law("a version never comes back", async ({ one, other, key }) => {
    const seen: Array<string> = []
    const note = (what: string, version: string | undefined) => {
      const fresh = won(what, version)
      if (seen.includes(fresh)) broken(`version of ${what}`, "one that was never there", fresh)
      seen.push(fresh)
      return fresh
    }
    let version: string | undefined
    for (let round = 0; round < 4; round++) {
      // The same bytes each time: a version that is made of them would come back.
      version = note("an insert", await one.write(key("a"), bytes(1), undefined))
      version = note("an update", await other.write(key("a"), bytes(1), version))
      same("removal", await one.remove(key("a"), version), true)
    }
    const last = note("the last insert", await other.write(key("a"), bytes(1), undefined))
    for (const old of seen.filter((one) => one !== last)) {
      same("write with a version from before the removal", await one.write(key("a"), bytes(2), old), undefined)
    }
    same("value after it", await bytesAt(one, key("a")), "1")
  }),
]

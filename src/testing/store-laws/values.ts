/** What is read is what was written. */
import { broken, bytes, bytesAt, law, same, won } from "./law.ts"

export const values = [
  law("an absent key reads as undefined", async ({ one, key }) => {
    same("read of a key that nobody wrote", await one.read(key("absent")), undefined)
  }),

  law("a write gives the version that a read gives", async ({ one, key }) => {
    const version = won("write of an absent key", await one.write(key("a"), bytes(1), undefined))
    same("version of the row", (await one.read(key("a")))?.version, version)
    const next = won("write with that version", await one.write(key("a"), bytes(2), version))
    same("version of the row, written again", (await one.read(key("a")))?.version, next)
  }),

  law("bytes come back as they were", async ({ one, key }) => {
    const all = Uint8Array.from({ length: 256 }, (_, at) => at)
    const large = Uint8Array.from({ length: 65_536 }, (_, at) => (at * 7 + (at >> 8)) % 256)
    // A view of a larger buffer: what is around it is not part of the value.
    const part = all.subarray(100, 103)
    // Not UTF-8, with a zero and quotes.
    const odd = bytes(0, 255, 0, 192, 128, 39, 34, 92, 0)
    for (const [name, value] of Object.entries({ one: bytes(0), all, large, part, odd })) {
      won(`write of ${name}`, await one.write(key(name), value, undefined))
      const seen = (await one.read(key(name)))?.value
      if (!(seen instanceof Uint8Array)) return broken(`value of ${name}`, "a Uint8Array", typeof seen)
      same(`length of ${name}`, seen.length, value.length)
      same(
        `first byte of ${name} that differs`,
        seen.findIndex((byte, at) => byte !== value[at]),
        -1,
      )
    }
  }),

  law("what one handle wrote another sees at once", async ({ one, other, key }) => {
    same("read by the other, before it", await bytesAt(other, key("a")), undefined)
    const first = won("write by one handle", await one.write(key("a"), bytes(1), undefined))
    same("read by the other", await bytesAt(other, key("a")), "1")
    const second = won("write by the other", await other.write(key("a"), bytes(2), first))
    same("read by the first", await bytesAt(one, key("a")), "2")
    const third = won("second write by the other", await other.write(key("a"), bytes(3), second))
    same("second read by the first", await bytesAt(one, key("a")), "3")
    same("list by the first", await one.list(key(""), undefined, 10), [key("a")])
    same("removal by the first", await one.remove(key("a"), third), true)
    same("read by the other, after removal", await bytesAt(other, key("a")), undefined)
    same("list by the other, after removal", await other.list(key(""), undefined, 10), [])
  }),

  law("a value handed in or out is a copy", async ({ one, key }) => {
    const mine = bytes(1, 2, 3)
    won("write", await one.write(key("a"), mine, undefined))
    mine.fill(9)
    const first = await one.read(key("a"))
    same("read after the writer changed its own bytes", first?.value.join(), "1,2,3")
    first?.value.fill(8)
    same("read after a reader changed its own bytes", await bytesAt(one, key("a")), "1,2,3")
  }),
]

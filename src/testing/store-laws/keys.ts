/** Keys are printable ASCII: each character is itself, and they are listed by character code. */
import type { VaultStore } from "../../vault/store.ts"
import { bytes, bytesAt, law, same, won } from "./law.ts"

/** Every printable character, the blank too: letters of both cases, quotes, wildcards. */
const printable = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at))

const fill = (store: VaultStore, keys: ReadonlyArray<string>) =>
  Promise.all(keys.map(async (key, at) => won(`write of ${key}`, await store.write(key, bytes(at % 256), undefined))))

/** By character code, as JavaScript sorts without being told how. */
const sorted = (keys: ReadonlyArray<string>) => [...keys].sort()

export const keys = [
  law("keys that differ in any character are distinct", async ({ one, key }) => {
    const all = [...printable, "a", "A", "aa", "a ", "aA", "Aa"].flatMap((end) => [key(`x${end}x`), key(end)])
    const distinct = [...new Set(all)]
    await fill(one, distinct)
    for (const [at, each] of distinct.entries()) same(`value of ${each}`, await bytesAt(one, each), String(at % 256))
  }),

  law("keys are listed by character code", async ({ one, key }) => {
    const ends = [...printable, "a", "aa", "aB", "Ab", "a-b", "ab", "a_b", "a.b", "a/b", "10", "9", "a1", "a10", "a2"]
    const all = [...new Set(ends.map((end) => key(end)))]
    await fill(one, all.toReversed())
    same("list", (await one.list(key(""), undefined, 1_000)).join("\n"), sorted(all).join("\n"))
  }),

  law("a list has the keys with its prefix and no others", async ({ one, key }) => {
    const prefixes = ["%", "_", "'", '"', "\\", "*", "?", "[a-z]", "a%", "a_", "!'()*-._~%", "~", "A", "a", ""]
    const all = [...new Set(prefixes.flatMap((prefix) => [key(prefix), key(`${prefix}b`), key(`${prefix}~`)]))]
    await fill(one, all)
    for (const prefix of prefixes) {
      const expected = sorted(all.filter((each) => each.startsWith(key(prefix))))
      same(`list of ${prefix}`, await one.list(key(prefix), undefined, 1_000), expected)
    }
    same("list of a prefix that no key has", await one.list(key("nothing"), undefined, 10), [])
  }),

  law("a list goes on after a key, and stops at its limit", async ({ one, key }) => {
    const all = ["a", "b/1", "b/10", "b/2", "b/B", "b/a", "c"].map(key)
    await fill(one, all)
    same("list with a limit", await one.list(key("b/"), undefined, 2), [key("b/1"), key("b/10")])
    same("list after a key, which is not repeated", await one.list(key("b/"), key("b/10"), 2), [key("b/2"), key("b/B")])
    same("list after a key that is absent", await one.list(key("b/"), key("b/1~"), 1), [key("b/2")])
    same("list after a key before the prefix", await one.list(key("b/"), key("a"), 1), [key("b/1")])
    same("list after a key behind the prefix", await one.list(key("b/"), key("c"), 10), [])
    same("list after its last key", await one.list(key("b/"), key("b/a"), 10), [])
    const paged: Array<string> = []
    for (let page = await one.list(key(""), undefined, 3); page.length > 0; ) {
      paged.push(...page)
      page = await one.list(key(""), page.at(-1), 3)
    }
    same("all pages of three", paged, all)
  }),

  law("a key may have 1,200 characters", async ({ one, key }) => {
    const long = (end: string) => key("").padEnd(1_200 - end.length, "k") + end
    const [first, second] = [long("1"), long("2")]
    const version = won("write of the first", await one.write(first, bytes(1), undefined))
    won("write of one that differs in its last character", await one.write(second, bytes(2), undefined))
    same("value of the first", await bytesAt(one, first), "1")
    same("value of the second", await bytesAt(one, second), "2")
    const listed = await one.list(first.slice(0, -1), undefined, 10)
    same("list by their first 1,199 characters", listed.join("\n"), [first, second].join("\n"))
    same("list after the first", (await one.list(key(""), first, 10)).join("\n"), second)
    same("removal of the first", await one.remove(first, version), true)
    same("value of the second, after it", await bytesAt(one, second), "2")
  }),
]

/** How old a value is, by the store's own clock. */
import type { VaultStore } from "../../vault/store.ts"
import { broken, bytes, law, won } from "./law.ts"

/** How far two clocks of milliseconds may differ over a moment, in milliseconds. */
const tolerance = 20

/** An age that is clearly more than that. */
const grown = 2 * tolerance

/** How often a law looks whether an age has grown, five milliseconds apart. */
const looks = 400

export const age = [
  law("an age begins with the write, and grows in milliseconds", async ({ one, other, key }) => {
    const written = await watch(() => one.write(key("a"), bytes(1), undefined))
    within("age of a new row", written, await ageOf(one, key("a")))
    within("age that another handle sees", written, await ageOf(other, key("a")))
    await untilGrown(one, key("a"))
    within("age after a while", written, await ageOf(one, key("a")))
  }),

  law("every write begins the age anew, and no read does", async ({ one, other, key }) => {
    const first = await watch(() => one.write(key("a"), bytes(1), undefined))
    // This reads again and again: if a read began the age anew, it would never grow.
    await untilGrown(one, key("a"))
    const second = await watch(() => other.write(key("a"), bytes(1), first.version))
    within("age after a second write", second, await ageOf(one, key("a")))
    await untilGrown(one, key("a"))
    if ((await one.write(key("a"), bytes(2), first.version)) !== undefined)
      broken("a late write", "nothing", "a version")
    within("age after a write that lost", second, await ageOf(one, key("a")))
  }),
]

/** A write, and when it began and was answered, by this process's clock. */
interface Written {
  readonly version: string
  readonly begun: number
  readonly answered: number
}

const watch = async (write: () => Promise<string | undefined>): Promise<Written> => {
  const begun = performance.now()
  const version = won("write", await write())
  return { version, begun, answered: performance.now() }
}

/** An age, and when it was asked for and answered, by this process's clock. */
const ageOf = async (store: VaultStore, key: string) => {
  const asked = performance.now()
  const age = (await store.read(key))?.age
  return { age, asked, answered: performance.now() }
}

/** Compares with the time that has passed here, however slow this process or the store may be. */
const within = (what: string, written: Written, { age, asked, answered }: Awaited<ReturnType<typeof ageOf>>) => {
  const least = Math.max(0, asked - written.answered - tolerance)
  const most = answered - written.begun + tolerance
  if (typeof age === "number" && age >= least && age <= most) return
  broken(what, `${least.toFixed()} to ${most.toFixed()} ms`, typeof age === "number" ? age : typeof age)
}

const untilGrown = async (store: VaultStore, key: string) => {
  let age: number | undefined
  for (let look = 0; look < looks; look++) {
    age = (await store.read(key))?.age
    if (age !== undefined && age >= grown) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  broken(`age after ${looks * 5} ms`, `${grown} ms at least`, age)
}

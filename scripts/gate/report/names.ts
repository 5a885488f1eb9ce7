/** What providers are called. */
import { readSpecs } from "../../../contracts/spec/specs.ts"

/** `aisquare` → `AISquare`: the word of a spec's title that is its slug, else the slug. None if a spec is broken. */
export const providerNames = async (): Promise<ReadonlyMap<string, string>> => {
  const specs = await readSpecs().catch(() => [])
  return new Map(
    specs.map(({ provider, document }) => {
      const { title } = Object(document.info)
      const words = typeof title === "string" ? title.split(" ") : []
      return [provider, words.find((word) => word.toLowerCase() === provider) ?? provider]
    }),
  )
}

/** The entry that CHANGELOG.md would have for what changed, in the form of Keep a Changelog: what breaks comes first. */
import type { Judged } from "./judged.ts"

type Section = "Removed" | "Changed" | "Added"

const sections: ReadonlyArray<Section> = ["Removed", "Changed", "Added"]

const sectionOf = ({ rule }: Judged): Section => {
  if (rule?.endsWith("removed")) return "Removed"
  return rule?.endsWith("added") ? "Added" : "Changed"
}

/** Nothing where no caller could tell. */
export const proposeChangelog = (changes: ReadonlyArray<Judged>): string => {
  const listed = changes.filter(({ part }) => part !== "none")
  return sections
    .flatMap((section) => {
      const own = listed.filter((one) => sectionOf(one) === section)
      const breaking = own.filter(({ part }) => part === "major").map(({ message }) => `- **Breaking.** ${message}`)
      const others = own.filter(({ part }) => part === "minor").map(({ message }) => `- ${message}`)
      return own.length === 0 ? [] : [`### ${section}\n\n${[...breaking, ...others].join("\n")}\n`]
    })
    .join("\n")
}

/** The proposed entry for CHANGELOG.md, in the form of Keep a Changelog, breaking changes first. */
import type { Judged } from "./judged.ts"

type Section = "Removed" | "Changed" | "Added"

const sections: ReadonlyArray<Section> = ["Removed", "Changed", "Added"]

const sectionOf = ({ rule }: Judged): Section => {
  if (rule?.endsWith("removed")) return "Removed"
  return rule?.endsWith("added") ? "Added" : "Changed"
}

/** Empty when no caller is affected. */
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

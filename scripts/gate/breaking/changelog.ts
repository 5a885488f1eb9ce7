/** The proposed entry for CHANGELOG.md, in the form of Keep a Changelog, breaking changes first. */
import type { Judged } from "./judged.ts"

const sectionOf = ({ rule }: Judged) =>
  rule.endsWith("removed") ? "Removed" : rule.endsWith("added") ? "Added" : "Changed"

/** Empty when no caller is affected. */
export const proposeChangelog = (changes: ReadonlyArray<Judged>): string =>
  ["Removed", "Changed", "Added"]
    .flatMap((section) => {
      const own = changes.filter((one) => sectionOf(one) === section)
      const breaking = own.filter(({ part }) => part === "major").map(({ message }) => `- **Breaking.** ${message}`)
      const others = own.filter(({ part }) => part === "minor").map(({ message }) => `- ${message}`)
      const lines = [...breaking, ...others]
      return lines.length === 0 ? [] : [`### ${section}\n\n${lines.join("\n")}\n`]
    })
    .join("\n")

/** The result in Markdown: for a terminal, an issue and the summary of a job. */
import { relative } from "node:path"
import { root } from "../../contracts/spec/specs.ts"
import type { Read } from "./compare.ts"

const advice =
  "For each: change the spec, its sources and the recorded exchanges if it changes what callers see; then `npm run upstream -- --record` keeps what the pages say now."

/** A page's words are in a code block only, so that they can neither mention users nor create links. */
export const markdownOf = (reads: ReadonlyArray<Read>): string => {
  const changes = reads.filter(({ kind }) => kind === "changed" || kind === "away")
  return [
    "# Published pages",
    changes.length === 0
      ? "Nothing differs from the kept text."
      : `${changes.length} of the vendors' pages differ from the text that is kept of them. ${advice}`,
    ...changes.flatMap(({ provider, name, url, file, what, restingOnIt }) => [
      `## [${provider} ${name}](${url})`,
      `\`${relative(root, file)}\``,
      `\`\`\`diff\n${what}\n\`\`\``,
      `What rests on it:\n${restingOnIt.map(({ file, line, text }) => `- \`${file}:${line}\` ${text}`).join("\n") || "nothing"}`,
    ]),
    ...reads.flatMap(({ kind, provider, name, url, named, what }) => {
      const page = `[${provider} ${name}](${url}), \`${named}\`,`
      if (kind === "unread") return [`${page} was not read: it ${what}.`]
      if (kind !== "unrecorded") return []
      return [`${page} is not recorded yet: \`npm run upstream -- --record --provider ${provider}\`.`]
    }),
  ]
    .join("\n\n")
    .concat("\n")
}

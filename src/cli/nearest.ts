/** Which name was meant. */

/** ` Did you mean …?`, or nothing where no name is near. Only names are quoted, since a secret may be at a wrong place. */
export const nearest = (word: string, names: ReadonlyArray<string>): string => {
  const [best] = names
    .map((name) => ({ name, changes: changesBetween(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, changes }) => changes <= Math.max(2, Math.floor(name.length / 3)))
    .toSorted((one, other) => one.changes - other.changes)
  return best === undefined
    ? ` There ${names.length === 1 ? "is" : "are"} ${names.join(", ")}.`
    : ` Did you mean ${best.name}?`
}

/** How many letters are to be put in, taken out or replaced to make one word of another (Levenshtein). */
const changesBetween = (word: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [line, letter] of [...word].entries()) {
    const next = [line + 1]
    for (const [index, letterOfOther] of [...other].entries()) {
      const replaced = (row[index] ?? 0) + (letter === letterOfOther ? 0 : 1)
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

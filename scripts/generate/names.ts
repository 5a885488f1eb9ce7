/** The names of generated code, and which names of a spec can become one. */

/** Words of TypeScript, and names that every generated file has already. */
const taken = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for function if implements import in instanceof interface let new null package private protected
  public return static super switch this throw true try typeof undefined var void while with yield
  provider servers connect createClient components operations paths`.split(/\s+/),
)

/** A name with a letter first, in words of letters and digits. */
export const isNameable = (text: string) => /^[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*$/.test(text)

/** Words as one name: `token-response` and `token_response` are both `TokenResponse`. Nothing but letters and digits is left. */
export const pascal = (text: string) =>
  text
    .replace(/(^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, __, letter: string) => letter.toUpperCase())
    .replace(/[^A-Za-z0-9]/g, "")

/** The operationId as a name in code: `exchange-token` and `exchangeToken` are both `exchangeToken`. */
export const identifierOf = (operationId: string) => {
  const name = pascal(operationId).replace(/^[A-Z]/, (letter) => letter.toLowerCase())
  return taken.has(name) ? `${name}Operation` : name
}
